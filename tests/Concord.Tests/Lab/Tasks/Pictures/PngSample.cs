using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Concord.Tests.Lab.Tasks.Pictures;

/// <summary>Writes PNG files of every kind, for tests of a reader: each number of each pixel is given.</summary>
/// <remarks>Bit by bit and with a checksum of its own, so that it shares nothing with the reader.</remarks>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Kind">0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha.</param>
/// <param name="Depth">Bits of a number.</param>
internal sealed record PngSample(int Height, int Width, int Kind, int Depth)
{
    private static readonly (int Y, int X, int Dy, int Dx)[] Passes =
        [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)];

    /// <summary>Whether rows come in the seven passes of Adam7.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Chunks between the header and the pixels.</summary>
    public (string Name, byte[] Body)[] Chunks { get; init; } = [];

    /// <summary>Numbers of a pixel.</summary>
    public int Parts => Kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>The file; every row takes the next of the five filters.</summary>
    /// <param name="numbers">All numbers, row by row.</param>
    public byte[] File(IReadOnlyList<int> numbers)
    {
        var lines = new MemoryStream();
        var filter = 0;
        foreach (var (y, x, dy, dx) in IsInterlaced ? Passes : [(0, 0, 1, 1)])
        {
            byte[]? above = null;
            for (var row = y; row < Height && x < Width; row += dy)
            {
                var line = Pack([.. Enumerable.Range(0, Width).Where(column => column >= x && (column - x) % dx == 0)
                    .SelectMany(column => numbers.Skip(((row * Width) + column) * Parts).Take(Parts))]);
                lines.WriteByte((byte)filter);
                lines.Write(Filtered(filter, line, above ?? new byte[line.Length]));
                (above, filter) = (line, (filter + 1) % 5);
            }
        }
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(lines.ToArray());
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), Height);
        (head[8], head[9], head[12]) = ((byte)Depth, (byte)Kind, (byte)(IsInterlaced ? 1 : 0));
        var data = packed.ToArray();
        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", head), .. Chunk("tEXt", [1, 2, 3]),
            .. Chunks.SelectMany(chunk => Chunk(chunk.Name, chunk.Body)),
            .. Chunk("IDAT", data[..(data.Length / 2)]), .. Chunk("IDAT", data[(data.Length / 2)..]),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>A chunk with its length and its checksum.</summary>
    public static byte[] Chunk(string name, byte[] body)
    {
        byte[] named = [.. Encoding.Latin1.GetBytes(name), .. body], around = new byte[8];
        var crc = uint.MaxValue;
        foreach (var value in named)
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (((crc ^ (uint)(value >> bit)) & 1) * 0xEDB88320);
        BinaryPrimitives.WriteInt32BigEndian(around, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(around.AsSpan(4), ~crc);
        return [.. around[..4], .. named, .. around[4..]];
    }

    private byte[] Pack(int[] numbers)
    {
        var line = new byte[((numbers.Length * Depth) + 7) / 8];
        for (var bit = 0; bit < numbers.Length * Depth; bit++)
            if ((numbers[bit / Depth] >> (Depth - 1 - (bit % Depth)) & 1) == 1)
                line[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return line;
    }

    private byte[] Filtered(int filter, byte[] line, byte[] above)
    {
        var back = Math.Max(1, Parts * Depth / 8);
        return [.. line.Select((value, i) =>
        {
            int a = i < back ? 0 : line[i - back], b = above[i], c = i < back ? 0 : above[i - back], p = a + b - c;
            var paeth = new[] { a, b, c }.MinBy(near => Math.Abs(p - near));
            return (byte)(value - filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => paeth, _ => 0 });
        })];
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Concord.Lab.Tasks.Pictures;

/// <summary>Reads PNG pictures of every kind: grey, palette, colour, 1 to 16 bits, interlaced, transparent.</summary>
/// <remarks>
/// ISO/IEC 15948. Checksums are compared. What is transparent shows the ground behind it, which is black. Gamma and
/// colour profiles are passed over. No more is allocated than a picture within the bounds of its sides takes.
/// </remarks>
internal static class PngFile
{
    private const int Grey = 0, Colour = 2, Palette = 3, GreyAlpha = 4, ColourAlpha = 6;

    /// <summary>The eight bytes that every PNG file begins with.</summary>
    public static ReadOnlySpan<byte> Mark => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Reads one picture.</summary>
    /// <exception cref="InvalidDataException">It is none; the sentence begins with the source.</exception>
    public static Picture Parse(ReadOnlySpan<byte> file, string source, Sides sides)
    {
        var rest = file[Mark.Length..];
        if (Chunk(ref rest, source, out var body) != "IHDR" || body.Length != 13)
            throw Broken(source, "its first chunk is not IHDR");
        var head = Header.Of(body, source, sides);
        var pixels = new MemoryStream();
        ReadOnlySpan<byte> palette = [], transparent = [];
        for (var name = ""; name != "IEND";)
        {
            name = Chunk(ref rest, source, out body);
            if (name == "IDAT")
                pixels.Write(body);
            else if (name == "PLTE")
                palette = body;
            else if (name == "tRNS")
                transparent = body;
            else if (name != "IEND" && char.IsAsciiLetterUpper(name[0]))
                throw Broken(source, $"the chunk {Spelling.Shown(name)} is not known");
        }
        if (head.Kind == Palette && (palette.IsEmpty || palette.Length % Picture.Colours != 0))
            throw Broken(source, "its palette is missing or of a wrong length");
        pixels.Position = 0;
        var colours = new PngColours(head.Kind, head.Depth, palette, transparent, source);
        return Read(pixels, head, colours, source);
    }

    private static Picture Read(Stream packed, Header head, PngColours colours, string source)
    {
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        var samples = new ushort[head.Height * head.Width * colours.Channels];
        foreach (var pass in head.IsInterlaced ? PngPass.Interlaced : PngPass.Whole)
        {
            int rows = pass.Rows(head.Height), columns = pass.Columns(head.Width);
            if (rows == 0 || columns == 0)
                continue;
            var each = colours.Parts * head.Depth;
            byte[] line = new byte[((columns * each) + 7) / 8], above = new byte[line.Length];
            for (var row = 0; row < rows; row++)
            {
                ReadLine(unpacked, line, above, Math.Max(1, each / 8), source);
                for (var column = 0; column < columns; column++)
                {
                    var place = ((((row * pass.StepY) + pass.Y) * head.Width) + (column * pass.StepX) + pass.X);
                    colours.Write(line, column, samples.AsSpan(place * colours.Channels, colours.Channels));
                }
                (line, above) = (above, line);
            }
        }
        return new Picture(head.Height, head.Width, colours.Channels, samples, colours.White);
    }

    private static void ReadLine(
        ZLibStream from, Span<byte> line, ReadOnlySpan<byte> above, int pixel, string source)
    {
        try
        {
            var filter = from.ReadByte();
            if (filter < 0 || from.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length)
                throw Broken(source, "its pixels end too soon");
            if (filter > 4)
                throw Broken(source, $"a line has the filter {filter}");
            PngFilter.Undo(filter, line, above, pixel);
        }
        catch (InvalidDataException damage) when (!damage.Message.StartsWith(source, StringComparison.Ordinal))
        {
            throw Broken(source, "its pixels are damaged");
        }
    }

    // Takes the next chunk off the file, and gives its name.
    private static string Chunk(scoped ref ReadOnlySpan<byte> rest, string source, out ReadOnlySpan<byte> body)
    {
        const int around = 3 * sizeof(uint);   // the length and the name before it, the checksum after it
        var length = rest.Length < around ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - around)
            throw Broken(source, "it is cut short");
        var named = rest.Slice(sizeof(uint), sizeof(uint) + (int)length);
        body = named[sizeof(uint)..];
        var name = string.Concat(named[..sizeof(uint)].ToArray().Select(letter => (char)letter));
        if (BinaryPrimitives.ReadUInt32BigEndian(rest[(sizeof(uint) + named.Length)..]) != Crc32.HashToUInt32(named))
            throw Broken(source, $"its chunk {Spelling.Shown(name)} is damaged");
        rest = rest[(around + (int)length)..];
        return name;
    }

    private static InvalidDataException Broken(string source, string flaw) =>
        new($"{source}: a picture must be a whole PNG file, but {flaw}.");

    private readonly record struct Header(int Height, int Width, int Kind, int Depth, bool IsInterlaced)
    {
        public static Header Of(ReadOnlySpan<byte> body, string source, Sides sides)
        {
            var width = Side(body, source, "width", sides);
            var height = Side(body[sizeof(uint)..], source, "height", sides);
            sides.Check?.Invoke(height, width);
            int depth = body[8], kind = body[9];
            var fits = kind switch
            {
                Grey => depth is 1 or 2 or 4 or 8 or 16,
                Palette => depth is 1 or 2 or 4 or 8,
                Colour or GreyAlpha or ColourAlpha => depth is 8 or 16,
                _ => false,
            };
            if (!fits || body[10] != 0 || body[11] != 0 || body[12] > 1)
                throw Broken(source, $"its header asks for colours of kind {kind} in {depth} bits, or for more");
            return new Header(height, width, kind, depth, body[12] == 1);
        }

        private static int Side(ReadOnlySpan<byte> body, string source, string name, Sides sides)
        {
            var side = BinaryPrimitives.ReadUInt32BigEndian(body);
            return side >= sides.Least && side <= sides.Most
                ? (int)side
                : throw new InvalidDataException(
                    $"{source}: the {name} of the picture must lie between {sides.Least} and {sides.Most}, "
                    + $"but is {side}.");
        }
    }
}

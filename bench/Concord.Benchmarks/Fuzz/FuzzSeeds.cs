using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Concord.Benchmarks.Fuzz;

/// <summary>Small valid files of the binary formats.</summary>
internal static class FuzzSeeds
{
    /// <summary>With and without notes, several formats, nothing at all.</summary>
    public static IReadOnlyList<byte[]> SafetensorsFiles { get; } =
    [
        Tensors("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[2,1],""" +
            """ "data_offsets":[8,12]}}""", 12),
        Tensors("""{"__metadata__":{"k":"v","n":null},"w":{"dtype":"F16","shape":[],"data_offsets":[0,2]},""" +
            """ "x":{"dtype":"F8_E5M2","shape":[3],"data_offsets":[2,5]}}   """, 5),
        Tensors("""{"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"e":{"dtype":"F64","shape":[0,9],""" +
            """ "data_offsets":[8,8]},"u":{"dtype":"U8","shape":[1,2],"data_offsets":[8,10]}}""", 10),
        Tensors("{}", 0),
    ];

    /// <summary>One member, several, an empty one, names and zeros.</summary>
    public static IReadOnlyList<byte[]> GzipFiles { get; } =
    [
        Packed("a text that says a text that says a text"u8.ToArray()),
        [.. Packed("one"u8.ToArray()), .. Packed("two"u8.ToArray()), .. new byte[20]],
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, .. "name\0"u8, .. Packed(new byte[3000])[10..]],
    ];

    /// <summary>Images and labels, packed and not.</summary>
    public static IReadOnlyList<byte[]> IdxFiles { get; } =
    [
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        [0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 9],
        Packed([0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 9]),
    ];

    /// <summary>All six kinds.</summary>
    public static IReadOnlyList<byte[]> NetpbmFiles { get; } = Bytes(
        "P1\n5 2\n01010 11111\n", "P2\n# c\n3 2 255\n0 51 102 153 204 255\n", "P3 1 2 9 1 2 3 4 5 6",
        "P4\n9 2\n\u0055\0\u00ff\0", "P5\n3 2\n255# w\n123456", "P5 2 1 65535\n1234", "P6\r\n1 2\r\n255\r\n123456\n");

    /// <summary>Grey, colour, palette, interlaced.</summary>
    public static IReadOnlyList<byte[]> PngFiles { get; } =
    [
        Png([0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0], [0, 1, 2, 4, 3, 4]),
        Png([0, 0, 0, 2, 0, 0, 0, 1, 8, 6, 0, 0, 0], [1, 1, 2, 3, 4, 5, 6, 7, 8]),
        Png([0, 0, 0, 9, 0, 0, 0, 1, 1, 0, 0, 0, 1], [0, 0x80, 0, 0x80, 0, 0x80, 0, 0xA0]),
        Png([0, 0, 0, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0], [0, 0x18], ("PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9]), ("tRNS", [9])),
        Png([0, 0, 0, 1, 0, 0, 0, 2, 16, 2, 0, 0, 0], [2, 1, 2, 3, 4, 5, 6, 3, 1, 2, 3, 4, 5, 6]),
    ];

    /// <summary>Texts as bytes, a byte a letter.</summary>
    public static IReadOnlyList<byte[]> Bytes(params string[] texts) => [.. texts.Select(Encoding.Latin1.GetBytes)];

    /// <summary>Bytes packed with gzip.</summary>
    public static byte[] Packed(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Tensors(string header, int data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var numbers = Enumerable.Range(0, data).Select(i => (byte)i);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. numbers];
    }

    private static byte[] Png(byte[] head, byte[] lines, params (string Name, byte[] Body)[] chunks)
    {
        var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(lines);
        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", head), .. chunks.SelectMany(c => Chunk(c.Name, c.Body)),
            .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string name, byte[] body)
    {
        byte[] named = [.. Encoding.Latin1.GetBytes(name), .. body], around = new byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(around, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(around.AsSpan(sizeof(uint)), Crc32.HashToUInt32(named));
        return [.. around[..sizeof(uint)], .. named, .. around[sizeof(uint)..]];
    }
}

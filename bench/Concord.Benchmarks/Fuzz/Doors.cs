using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Concord.Lab.Data;
using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Pictures;
using Concord.Tensors;
using Concord.Tensors.Storage;
using static Concord.Benchmarks.Fuzz.FuzzSeeds;

namespace Concord.Benchmarks.Fuzz;

/// <summary>All readers that are tried: those of bytes here, those of text in <see cref="TextDoors"/>.</summary>
internal static class Doors
{
    private static readonly Sides s_sides = new(1, 1000);

    /// <summary>Every reader.</summary>
    public static IReadOnlyList<Door> All { get; } =
    [
        new("safetensors", SafetensorsFiles, ReadTensors)
        {
            Tokens = Bytes(
                "\"F16\"", "\"BF16\"", "\"F8_E4M3\"", "\"F4\"", "\"dtype\":", "\"shape\":[", "\"data_offsets\":[0,4]",
                "\"__metadata__\":null,", "\"concord.crc32c\":\"00000000\"", "{}", "[[", "9223372036854775807"),
            Repair = RepairTensors,
        },
        new("gz", GzipFiles, ReadGzip)
        {
            Tokens = [[0x1F, 0x8B, 8], [3, 0], [0, 0, 0, 0, 0, 0, 0, 0], [0x1F, 0x8B, 8, 31], [1, 0, 0, 0xFF, 0xFF]],
            Repair = (file, random) => [.. Packed(file), .. Packed(file[..random.Below(file.Length + 1)])],
        },
        new("idx", IdxFiles, (file, source) =>
        {
            IdxFile.Parse(file, source, images: file is [_, _, _, 3, ..]);
        })
        {
            Tokens = [[0, 0, 8, 1], [0, 0, 8, 3], [0, 0, 13, 3], [0x1F, 0x8B, 8, 0]],
            Repair = (file, _) => Packed(file),
        },
        new("pgm", NetpbmFiles, ReadPicture)
        {
            Tokens = Bytes(
                "P1\n", "P2 ", "P3 ", "P4\r\n", "P5\n", "P6\n", "# c\n", "#", " 255\n", " 65535\r\n", "1000 1000"),
        },
        new("png", PngFiles, ReadPicture)
        {
            Tokens = Bytes(
                "IHDR", "IDAT", "IEND", "PLTE", "tRNS", "\0\0\0\0", "\0\0\0\u000d", "\u00ff\u00ff\u00ff\u00ff"),
            Repair = RepairPng,
        },
        .. TextDoors.All,
    ];

    private static void ReadTensors(byte[] bytes, string source)
    {
        var file = SafetensorsFile.Parse(bytes, source);
        foreach (var name in file.Names)
            _ = file.Dtype(name) switch
            {
                Dtype.F64 => file.Doubles(name).Length,
                Dtype.I64 => file.Longs(name).Length,
                Dtype.I32 => file.Ints(name).Length,
                Dtype.U8 => file.Bytes(name).Length,
                Dtype.Other => file.Shape(name).Count,
                _ => file.Floats(name).Length,
            };
    }

    private static void ReadGzip(byte[] bytes, string source)
    {
        using var content = new GzipContent(new MemoryStream(bytes, writable: false), source);
        var buffer = new byte[4096];
        while (content.Read(buffer) > 0)
        {
        }
    }

    private static void ReadPicture(byte[] bytes, string source)
    {
        var picture = Picture.Parse(bytes, source, "a picture", s_sides);
        if (picture.ToGrey().Length != picture.Height * picture.Width)
            throw new InvalidOperationException("A picture must have a grey for every pixel.");
    }

    // The length of the header, so that what follows the last closing brace is data.
    private static byte[] RepairTensors(byte[] file, Rng random)
    {
        if (file.Length < sizeof(long))
            return file;
        var end = Array.LastIndexOf(file, (byte)'}') + 1;
        BinaryPrimitives.WriteInt64LittleEndian(file, Math.Max(0, end - sizeof(long)));
        return file;
    }

    // The checksum of every chunk that can be told, and now and then other pixels altogether.
    private static byte[] RepairPng(byte[] file, Rng random)
    {
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            var named = file.AsSpan(at + 4, 4 + (int)length);
            if (random.Below(8) == 0 && named.StartsWith("IDAT"u8))
            {
                var pixels = Deflated(file);
                pixels.AsSpan(0, Math.Min(pixels.Length, named.Length - 4)).CopyTo(named[4..]);
            }
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.HashToUInt32(named));
            at += 12 + (int)length;
        }
        return file;
    }

    private static byte[] Deflated(byte[] content)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(content);
        return packed.ToArray();
    }
}

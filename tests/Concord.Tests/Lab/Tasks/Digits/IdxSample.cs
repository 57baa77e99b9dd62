using System.Buffers.Binary;
using System.IO.Compression;

namespace Concord.Tests.Lab.Tasks.Digits;

/// <summary>Makes small idx files, right and wrong.</summary>
internal static class IdxSample
{
    /// <summary>A header and what follows it.</summary>
    public static byte[] Bytes(uint mark, uint[] axes, params byte[] body)
    {
        var bytes = new byte[sizeof(uint) * (1 + axes.Length) + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, mark);
        for (var axis = 0; axis < axes.Length; axis++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(sizeof(uint) * (1 + axis)), axes[axis]);
        body.CopyTo(bytes, bytes.Length - body.Length);
        return bytes;
    }

    /// <summary>Three images of 2x3 pixels that count from 0.</summary>
    public static byte[] Images() =>
        Bytes(0x0803, [3, 2, 3], [.. Enumerable.Range(0, 18).Select(pixel => (byte)pixel)]);

    /// <summary>Labels, one each.</summary>
    public static byte[] Labels(params byte[] labels) => Bytes(0x0801, [(uint)labels.Length], labels);

    /// <summary>The bytes packed with gzip.</summary>
    public static byte[] Packed(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return memory.ToArray();
    }
}

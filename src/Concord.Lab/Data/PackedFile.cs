using System.Buffers.Binary;
using System.IO.Compression;

namespace Concord.Lab.Data;

/// <summary>A file packed with gzip, read to its very end.</summary>
/// <remarks>
/// <see cref="GZipStream"/> compares the checksum at a whole end, but takes an end that is cut off for a good one and
/// passes over what follows the end. So the file's last bytes are compared with what was read.
/// </remarks>
internal static class PackedFile
{
    /// <summary>Bytes that a packed byte can hold: deflate makes 258 bytes no shorter than two bits.</summary>
    public const long MostPacking = 1032;

    /// <summary>Whether the file ends with the length of its content, as gzip files do.</summary>
    /// <param name="file">The packed file; its position is moved.</param>
    /// <param name="length">How many bytes it unpacked to.</param>
    public static bool EndsWith(FileStream file, long length)
    {
        Span<byte> last = stackalloc byte[sizeof(uint)];
        file.Position = Math.Max(0, file.Length - last.Length);
        return file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false) == last.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(last) == (uint)length;
    }
}

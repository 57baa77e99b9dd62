using System.Security.Cryptography;
using Concord.Tensors.Storage;

namespace Concord.Lab.Data;

/// <summary>A file of a data set: packed with gzip, known by the checksum of what it unpacks to.</summary>
/// <remarks>The same content can be packed in many ways, and all of them are right.</remarks>
/// <param name="Name">Its name at every mirror and on the disk.</param>
/// <param name="PackedLength">Bytes to download.</param>
/// <param name="Length">Bytes of the content.</param>
/// <param name="Sha256">SHA-256 of the content, in hexadecimal.</param>
public sealed record DataFile(string Name, long PackedLength, long Length, string Sha256)
{
    /// <summary>Whether the file at a path is whole and unpacks to this content.</summary>
    /// <exception cref="IOException">It is there but cannot be read.</exception>
    public bool IsAt(string path)
    {
        if (!File.Exists(path))
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var length = 0L;
        try
        {
            using var file = ReadableFile.Open(path);
            using var content = new GzipContent(file, path);
            // What unpacks to more is wrong already, and may be made to unpack to terabytes.
            for (int got; length <= Length && (got = content.Read(buffer)) > 0; length += got)
                hash.AppendData(buffer, 0, got);
            return length == Length && Convert.ToHexStringLower(hash.GetHashAndReset()) == Sha256;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}

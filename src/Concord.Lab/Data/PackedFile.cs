using Concord.Tensors.Storage;

namespace Concord.Lab.Data;

/// <summary>A file that may be packed with gzip; its first bytes tell, whatever its name.</summary>
/// <remarks>A file whose name ends in .gz must be packed; if it is not, the sentence says what it is.</remarks>
internal sealed class PackedFile : IDisposable
{
    // Deflate makes 258 bytes no shorter than two bits.
    private const long MostPacking = 1032;

    private readonly Stream _file;

    private PackedFile(Stream file, Stream content, long mostLength) =>
        (_file, Content, MostLength) = (file, content, mostLength);

    /// <summary>What the file holds, unpacked.</summary>
    public Stream Content { get; }

    /// <summary>The number of bytes that the content cannot exceed.</summary>
    public long MostLength { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is named .gz but not packed.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    public static PackedFile Open(string path)
    {
        // Pipes and devices have no length, and reading them might never end.
        var file = ReadableFile.Length(path) == 0 ? Stream.Null : ReadableFile.Open(path);
        try
        {
            return Open(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a stream that can seek, and disposes of it in the end.</summary>
    /// <inheritdoc cref="Open(string)" path="/exception"/>
    public static PackedFile Open(Stream file, string path)
    {
        Span<byte> head = stackalloc byte[512];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (head is [0x1F, 0x8B, ..])
            return new PackedFile(file, new GzipContent(file, path), file.Length * MostPacking);
        return head.Length > 0 && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidDataException(
                $"{path} must be packed with gzip, as its name says, but is not: it is "
                + $"{FileKind.OrText(head) ?? "a file of another kind"}.")
            : new PackedFile(file, file, file.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Content.Dispose();
        _file.Dispose();
    }
}

using System.Text.Unicode;

namespace Concord.Tensors.Storage;

/// <summary>Names what a file is, by its first bytes, for messages about files of an unexpected kind.</summary>
public static class FileKind
{
    /// <summary>The kind of the files that hold weights.</summary>
    public const string Safetensors = "a safetensors file";

    /// <summary>The kind of the files that MNIST consists of.</summary>
    public const string Idx = "an IDX file";

    /// <summary>The kind of the files that hold plans, papers and budgets.</summary>
    public const string Json = "a JSON file";

    // A page may begin with blanks, and HTML is not case-sensitive.
    private static readonly string[] Pages = ["<!doctype html", "<html", "<head", "<body"];

    /// <summary>The kind of a file, with its article, such as "a gzip file"; null where none is recognised.</summary>
    /// <param name="head">The first bytes of the file; 512 suffice.</param>
    public static string? Of(ReadOnlySpan<byte> head) => head switch
    {
        [] => "an empty file",
        [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..] => Safetensors,
        [0x1F, 0x8B, ..] => "a gzip file",
        [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..] => OfArchive(head),
        [0x80, 2 or 3 or 4 or 5, ..] => "a Python pickle",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "a NumPy array",
        [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => "a GGUF file",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "a Parquet file",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'M', (byte)'Z', _, 0, ..] => "a program",
        [0, 0, 8 or 9 or 11 or 12 or 13 or 14, 1 or 2 or 3 or 4, ..] => Idx,
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32 text",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16 text",
        _ => OfPicture(head) ?? OfPacked(head) ?? OfText(head),
    };

    /// <summary>The kind of a file as <see cref="Of"/> names it; "text" for any other text that can be read.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static string? OrText(ReadOnlySpan<byte> head)
    {
        if (Of(head) is { } kind)
            return kind;
        // The end of what is looked at may cut a character of up to four bytes in two.
        var text = head[..Math.Min(head.Length, 512)];
        for (var cut = 0; cut < 4 && !Utf8.IsValid(text) && text.Length > 500; cut++)
            text = text[..^1];
        var isText = Utf8.IsValid(text) && !text.ContainsAnyInRange((byte)0, (byte)8) && !text.Contains((byte)0x1B);
        return isText ? "text" : null;
    }

    // The first entry's name lies 30 bytes into the archive; PyTorch and NumPy have names of their own.
    private static string OfArchive(ReadOnlySpan<byte> head)
    {
        var name = head[Math.Min(head.Length, 30)..];
        name = name[..Math.Min(name.Length, 100)];
        return name.IndexOf(".npy"u8) >= 0 ? "a zip archive of NumPy arrays (npz)"
            : name.IndexOf("data.pkl"u8) >= 0 ? "a zip archive as PyTorch saves it"
            : "a zip archive";
    }

    private static string? OfPicture(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG picture",
        [0xFF, 0xD8, 0xFF, ..] => "a JPEG picture",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF picture",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "a BMP picture",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF picture",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
            "a WebP picture",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a' or (byte)'h' or (byte)'m', ..] =>
            "an AVIF or HEIC picture",
        [(byte)'P', (byte)'7', (byte)'\n', ..] => "a Netpbm picture in the format PAM",
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t', ..] =>
            "a Netpbm picture",
        _ => null,
    };

    private static string? OfPacked(ReadOnlySpan<byte> head) => head switch
    {
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "an xz file",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "a Zstandard file",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => "a bzip2 file",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "a 7z archive",
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "a RAR archive",
        [0x1F, 0x9D, ..] => "a file packed with compress",
        _ => head.Length >= 262 && head[257..262].SequenceEqual("ustar"u8) ? "a tar archive" : null,
    };

    private static string? OfText(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("version https://git-lfs"u8))
            return "a Git LFS pointer, not the file itself";
        Span<char> text = stackalloc char[Math.Min(head.Length, 128)];
        for (var i = 0; i < text.Length; i++)
            text[i] = char.ToLowerInvariant((char)head[i]);
        var begin = ((ReadOnlySpan<char>)text).TrimStart("\u00EF\u00BB\u00BF \t\r\n");
        foreach (var page in Pages)
            if (begin.StartsWith(page, StringComparison.Ordinal))
                return "a page of HTML";
        return begin switch
        {
            ['<', '?', 'x', 'm', 'l', ..] => "an XML file",
            ['{', ..] => Json,
            _ => null,
        };
    }
}

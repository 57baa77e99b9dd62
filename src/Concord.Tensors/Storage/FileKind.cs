namespace Concord.Tensors.Storage;

/// <summary>Names what a file is, by its first bytes, for messages about files of an unexpected kind.</summary>
public static class FileKind
{
    // A page may begin with blanks, and HTML is not case-sensitive.
    private static readonly string[] Pages = ["<!doctype html", "<html", "<head", "<body"];

    /// <summary>The kind of a file, with its article, such as "a gzip file"; null where none is recognised.</summary>
    /// <param name="head">The first bytes of the file; 512 suffice.</param>
    public static string? Of(ReadOnlySpan<byte> head) => head switch
    {
        [] => "an empty file",
        [0x1F, 0x8B, ..] => "a gzip file",
        [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..] => "a zip archive",
        [0x80, 2 or 3 or 4 or 5, ..] => "a Python pickle",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "a NumPy array",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG picture",
        [0xFF, 0xD8, 0xFF, ..] => "a JPEG picture",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF picture",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
        [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => "a GGUF file",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "an xz file",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "a Zstandard file",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => "a bzip2 file",
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t', ..] =>
            "a Netpbm picture",
        [0, 0, 8 or 9 or 11 or 12 or 13 or 14, 1 or 2 or 3 or 4, ..] => "an IDX file",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16 text",
        _ => OfText(head),
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
            ['{', ..] => "a JSON file",
            _ => null,
        };
    }
}

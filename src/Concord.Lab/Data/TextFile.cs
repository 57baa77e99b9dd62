using System.Text;
using System.Text.Unicode;
using Concord.Tensors.Storage;

namespace Concord.Lab.Data;

/// <summary>Reads text that people and other programs write: any line ends, any byte order mark or none.</summary>
/// <remarks>
/// Text is UTF-8, or UTF-16 or UTF-32 with a byte order mark. Bytes that are not valid UTF-8 are read as Latin-1, as
/// older tools write it. Line ends of every kind become LF, and Ctrl-Z at the end, as DOS has it, is dropped.
/// </remarks>
internal static class TextFile
{
    /// <summary>The largest file that is read unless another limit is passed, in bytes.</summary>
    public const int MostBytes = 1 << 24;

    private const int HeadBytes = 512;
    private const char CtrlZ = '\u001A';

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes it may have.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is no text, or too large.</exception>
    public static string Read(string path, int most = MostBytes)
    {
        using var file = ReadableFile.Open(path);
        return Decode(Bytes(file, path, most), path);
    }

    /// <summary>Decodes text; its lines end in LF.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">The name in messages, such as that of the file.</param>
    /// <exception cref="InvalidDataException">The bytes are no text; the sentence says what they are.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string source)
    {
        if (Foreign(bytes) is { } kind)
            throw new InvalidDataException($"{source} must be a text file, but is {kind}.");
        return Convert(bytes);
    }

    /// <summary>Decodes text of which parts may be damaged; its lines end in LF.</summary>
    /// <param name="bytes">The whole file.</param>
    public static string Convert(ReadOnlySpan<byte> bytes)
    {
        var text = bytes switch
        {
            [0xFF, 0xFE, 0, 0, .. var rest] => Encoding.UTF32.GetString(rest),
            [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            [0xEF, 0xBB, 0xBF, .. var rest] => Narrow(rest),
            _ => Narrow(bytes),
        };
        return text.TrimEnd(CtrlZ).ReplaceLineEndings("\n");
    }

    /// <summary>A character as messages show it: itself in quotes, or its number if it cannot be seen.</summary>
    public static string Shown(char sign) =>
        char.IsControl(sign) || char.IsSurrogate(sign) || sign is '\uFFFD' or '\uFEFF'
            || (char.IsWhiteSpace(sign) && sign != ' ')
            ? $"U+{(int)sign:X4}"
            : $"'{sign}'";

    private static byte[] Bytes(Stream stream, string source, int most)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int got; (got = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, got);
            if (bytes.Length > most)
                throw new InvalidDataException($"{source} must have at most {most} bytes, but has more.");
        }
        return bytes.ToArray();
    }

    private static string Narrow(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes)
        ? Encoding.UTF8.GetString(bytes)
        : string.Create(bytes.Length, bytes, static (signs, bytes) =>
        {
            // What Latin-1 has no letters for would read as control characters, a line end among them.
            for (var i = 0; i < signs.Length; i++)
                signs[i] = bytes[i] is >= 0x80 and < 0xA0 ? '\uFFFD' : (char)bytes[i];
        });

    // The kind of what is no text, or null.
    private static string? Foreign(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [])
            return null;
        var head = bytes[..Math.Min(bytes.Length, HeadBytes)];
        var kind = FileKind.Of(head);
        if (kind is not (null or FileKind.Json))
            return kind;
        var zero = bytes.IndexOf((byte)0);
        if (zero < 0)
            return null;
        return IsWide(head, 0) || IsWide(head, 1)
            ? "UTF-16 text without a byte order mark; save it as UTF-8"
            : $"not: byte {zero + 1} is 0";
    }

    // Whether every second byte is zero and the others are not, as UTF-16 has it for Latin letters.
    private static bool IsWide(ReadOnlySpan<byte> head, int letter)
    {
        for (var i = 0; i < head.Length; i++)
            if ((head[i] != 0) != (i % 2 == letter))
                return false;
        return true;
    }
}

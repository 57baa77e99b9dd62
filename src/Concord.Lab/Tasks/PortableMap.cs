namespace Concord.Lab.Tasks;

/// <summary>What the portable picture formats of Netpbm have in common: numbers of a header, comments, bytes.</summary>
/// <remarks>
/// A header of mark, width, height and the number for white; after a #, to the end of the line, stands a comment.
/// </remarks>
internal static class PortableMap
{
    /// <summary>The header's next number, within two bounds; <paramref name="name"/> is what a sentence calls it.
    /// </summary>
    public static int Header(ref ReadOnlySpan<byte> rest, string source, string name, int least, int most)
    {
        var number = Number(ref rest);
        return number >= least && number <= most
            ? (int)number
            : throw Broken(source, $"{name} must lie between {least} and {most}", Flaw(number, rest));
    }

    /// <summary>The bytes of all pixels, which begin after one blank, whatever they mean as text; then the file ends.
    /// </summary>
    public static ReadOnlySpan<byte> Bytes(
        ReadOnlySpan<byte> rest, string source, int height, int width, int channels)
    {
        rest = rest.IsEmpty ? rest : rest[1..];
        var bytes = height * width * channels;
        if (rest.Length < bytes)
            throw Broken(source, $"a picture of {height}x{width} pixels must have {bytes} bytes", $"has {rest.Length}");
        End(rest[bytes..], source, height, width);
        return rest[..bytes];
    }

    /// <summary>Refuses what comes after the last pixel, but for blanks and comments.</summary>
    public static void End(ReadOnlySpan<byte> rest, string source, int height, int width)
    {
        if (SkipBlanks(rest).Length > 0)
            throw Broken(source, $"the file must end after {height}x{width} pixels", "goes on");
    }

    /// <summary>What is wrong with a number that was read, or that was not there.</summary>
    public static string Flaw(long? number, ReadOnlySpan<byte> rest) =>
        number != null ? $"is {number}" : rest.IsEmpty ? "is missing" : "is no number";

    /// <summary>The next whole number, or null where none begins; of a long one the first ten digits, which are over
    /// every limit of these formats.</summary>
    public static long? Number(ref ReadOnlySpan<byte> rest)
    {
        rest = SkipBlanks(rest);
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var word = digits < 0 ? rest : rest[..digits];
        if (word.IsEmpty)
            return null;
        rest = rest[word.Length..];
        return long.Parse(word[..Math.Min(word.Length, 10)]);
    }

    private static ReadOnlySpan<byte> SkipBlanks(ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n\v\f"u8);
            if (rest is not [(byte)'#', ..])
                return rest;
            var end = rest.IndexOfAny("\r\n"u8);
            rest = end < 0 ? [] : rest[end..];
        }
    }

    /// <summary>The sentence that refuses a file.</summary>
    public static InvalidDataException Broken(string source, string rule, string flaw) =>
        new($"{source}: {rule}, but {flaw}.");
}

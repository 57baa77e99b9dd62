namespace Concord.Lab.Tasks.Digits;

/// <summary>Reads grey pictures in the portable format PGM: P2 with its numbers as text, P5 as bytes.</summary>
/// <remarks>
/// See pgm(5) of Netpbm. A header of mark, width, height and the number for white; after a #, to the end of the line,
/// stands a comment. Digits are expected light on dark ground, as MNIST has them.
/// </remarks>
internal static class GreyMap
{
    private const int LeastSide = 5, MostSide = 1000, MostWhite = 255;

    /// <summary>Reads one picture, its pixels row by row from 0 for black to 255 for white.</summary>
    /// <exception cref="InvalidDataException">It is none; the sentence begins with the source.</exception>
    public static (int Height, int Width, byte[] Pixels) Parse(ReadOnlySpan<byte> file, string source)
    {
        if (file is not [(byte)'P', (byte)'2' or (byte)'5', .. var rest])
            throw Broken(source, "a picture of a digit must be a PGM file, which begins with P2 or P5", "does not");
        var width = Header(ref rest, source, "the width of the picture", LeastSide, MostSide);
        var height = Header(ref rest, source, "the height of the picture", LeastSide, MostSide);
        var white = Header(ref rest, source, "the number for white", 1, MostWhite);
        var pixels = new byte[height * width];
        if (file[1] == '2')
            ReadText(ref rest, source, pixels, width, white);
        else
            ReadBytes(ref rest, source, pixels, white);
        if (SkipBlanks(rest).Length > 0)
            throw Broken(source, $"the file must end after {height}x{width} pixels", "goes on");
        foreach (ref var pixel in pixels.AsSpan())
            pixel = (byte)Math.Round(255.0 * pixel / white);
        return (height, width, pixels);
    }

    private static void ReadText(ref ReadOnlySpan<byte> rest, string source, byte[] pixels, int width, int white)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var number = Number(ref rest);
            var place = (Row: (i / width) + 1, Column: (i % width) + 1);
            pixels[i] = number <= white
                ? (byte)number
                : throw Broken(
                    source, $"the pixel at row {place.Row}, column {place.Column} must lie between 0 and {white}",
                    Flaw(number, rest));
        }
    }

    // After one blank the bytes begin, whatever they mean as text.
    private static void ReadBytes(ref ReadOnlySpan<byte> rest, string source, byte[] pixels, int white)
    {
        rest = rest.IsEmpty ? rest : rest[1..];
        if (rest.Length < pixels.Length)
            throw Broken(source, $"a picture of {pixels.Length} pixels must have as many bytes", $"has {rest.Length}");
        rest[..pixels.Length].CopyTo(pixels);
        rest = rest[pixels.Length..];
        var over = pixels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)white);
        if (over >= 0)
            throw Broken(source, $"a pixel must be at most {white}, the number for white", $"is {pixels[over]}");
    }

    private static int Header(ref ReadOnlySpan<byte> rest, string source, string name, int least, int most)
    {
        var number = Number(ref rest);
        return number >= least && number <= most
            ? (int)number
            : throw Broken(source, $"{name} must lie between {least} and {most}", Flaw(number, rest));
    }

    private static string Flaw(long? number, ReadOnlySpan<byte> rest) =>
        number != null ? $"is {number}" : rest.IsEmpty ? "is missing" : "is no number";

    // The next whole number, or null where none begins; its first ten digits, which are over every limit here.
    private static long? Number(ref ReadOnlySpan<byte> rest)
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

    private static InvalidDataException Broken(string source, string rule, string flaw) =>
        new($"{source}: {rule}, but {flaw}.");
}

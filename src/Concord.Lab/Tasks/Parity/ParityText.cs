using Concord.Lab.Data;

namespace Concord.Lab.Tasks.Parity;

/// <summary>Strings of ±1 as text: a + or a - for each position, or 1 and -1.</summary>
/// <remarks>Blanks, ends of line, commas, semicolons and brackets do not count; 1 may be +1 or 1.0.</remarks>
internal static class ParityText
{
    private const string Minuses = "-\u2212\u2013", Between = ",;|[](){}";

    /// <summary>Reads one string.</summary>
    /// <param name="file">The bytes of the text.</param>
    /// <param name="source">What sentences call the text, such as the name of its file.</param>
    /// <param name="length">How many positions it must have.</param>
    /// <exception cref="InvalidDataException">Another sign, or another length; the sentence says where.</exception>
    public static float[] Parse(ReadOnlySpan<byte> file, string source, int length)
    {
        var text = TextFile.Decode(file, source);
        var values = new float[length];
        var (count, line, signs, ones) = (0, 1, 0, 0);
        for (var at = 0; at < text.Length;)
        {
            var sign = text[at];
            if (char.IsWhiteSpace(sign) || Between.Contains(sign))
            {
                line += sign == '\n' ? 1 : 0;
                at++;
                continue;
            }
            var isMinus = Minuses.Contains(sign);
            var digits = at + (isMinus || sign == '+' ? 1 : 0);
            var end = EndOfOne(text, digits);
            if (end == at)
                throw new InvalidDataException(
                    $"{source}: a sign of a string must be + or -, but sign {count + 1}, on line {line}, is "
                    + $"{Shown(text.AsSpan(at))}.");
            (signs, ones) = end == digits ? (signs + 1, ones) : (signs, ones + 1);
            if (count < length)
                values[count] = isMinus ? -1f : 1f;
            (count, at) = (count + 1, end);
        }
        if (signs > 0 && ones > 0)
            throw new InvalidDataException(
                $"{source}: a string must be of + and - or of 1 and -1, but has {signs} of the former "
                + $"and {ones} of the latter.");
        return count == length
            ? values
            : throw new InvalidDataException(
                $"{source}: a string must have {length} signs, as the model was made for, but has {count}.");
    }

    // Where a 1, 1. or 1.00 ends that begins here and is a number of its own; here if there is none.
    private static int EndOfOne(string text, int start)
    {
        if (start == text.Length || text[start] != '1')
            return start;
        var end = start + 1;
        if (end < text.Length && text[end] == '.')
            for (end++; end < text.Length && text[end] == '0';)
                end++;
        return end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.') ? start : end;
    }

    // The word that begins here if it is a number, and one character of any other.
    private static string Shown(ReadOnlySpan<char> rest)
    {
        var digits = 0;
        while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
            digits++;
        return char.IsAsciiDigit(rest[0])
            ? Spelling.Shown(rest[..digits].ToString())
            : TextFile.Shown(rest[0]).Trim('\'');
    }
}

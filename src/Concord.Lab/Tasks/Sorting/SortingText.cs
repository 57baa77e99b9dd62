using System.Globalization;
using Concord.Lab.Data;

namespace Concord.Lab.Tasks.Sorting;

/// <summary>Numbers as text, with blanks, commas, semicolons, brackets or ends of line between them.</summary>
internal static class SortingText
{
    private const char Minus = '\u2212';

    private static readonly char[] s_between = [';', '|', '[', ']', '(', ')', '{', '}'];

    /// <summary>Reads the numbers of one list.</summary>
    /// <param name="file">The bytes of the text.</param>
    /// <param name="source">What sentences call the text, such as the name of its file.</param>
    /// <param name="count">How many there must be.</param>
    /// <exception cref="InvalidDataException">No number, two equal ones, or another count.</exception>
    public static float[] Parse(ReadOnlySpan<byte> file, string source, int count)
    {
        var text = TextFile.Decode(file, source).Replace(Minus, '-');
        var groups = Split(text, char.IsWhiteSpace, s_between);
        // Between numbers with a comma stands something else: semicolons, or blanks where they make the right count.
        if (groups.FirstOrDefault(HasDecimalComma) is { } comma && (text.Contains(';') || groups.Length == count))
            throw new InvalidDataException(
                $"{source}: a number must have a point before its decimals, but {Spelling.Shown(comma)} has a comma.");
        var words = Split(text, char.IsWhiteSpace, [',', .. s_between]);
        if (words.Length != count)
            throw new InvalidDataException(
                $"{source}: a list must have {count} numbers, as the model was made for, but has {words.Length}.");
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                || !float.IsFinite(values[i]))
                throw new InvalidDataException(
                    $"{source}: a list must be of numbers, but its word {i + 1} is {Spelling.Shown(words[i])}.");
            if (values.AsSpan(0, i).Contains(values[i]))
                throw new InvalidDataException(
                    $"{source}: the numbers of a list must differ, but {Spelling.Shown(words[i])} is there twice.");
        }
        return values;
    }

    // A comma with digits on both sides, and no other.
    private static bool HasDecimalComma(string word)
    {
        var at = word.IndexOf(',');
        return at >= 0 && at == word.LastIndexOf(',') && at + 1 < word.Length && char.IsAsciiDigit(word[at + 1])
            && at > 0 && char.IsAsciiDigit(word[at - 1]);
    }

    private static string[] Split(string text, Func<char, bool> isBlank, char[] others) =>
        string.Concat(text.Select(sign => isBlank(sign) ? ' ' : sign))
            .Split([' ', .. others], StringSplitOptions.RemoveEmptyEntries);
}

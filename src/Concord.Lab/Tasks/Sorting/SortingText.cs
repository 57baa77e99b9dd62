using System.Globalization;
using System.Text;

namespace Concord.Lab.Tasks.Sorting;

/// <summary>Numbers as text, with blanks, commas or ends of line between them.</summary>
internal static class SortingText
{
    /// <summary>Reads the numbers of one list.</summary>
    /// <param name="file">The text.</param>
    /// <param name="source">What sentences call the text, such as the name of its file.</param>
    /// <param name="count">How many there must be.</param>
    /// <exception cref="InvalidDataException">No number, two equal ones, or another count.</exception>
    public static float[] Parse(ReadOnlySpan<byte> file, string source, int count)
    {
        var words = Encoding.UTF8.GetString(file).Split(
            [' ', '\t', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != count)
            throw new InvalidDataException(
                $"{source}: a list must have {count} numbers, as the model was made for, but has {words.Length}.");
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                || !float.IsFinite(values[i]))
                throw new InvalidDataException(
                    $"{source}: a list must be of numbers, but its word {i + 1} is {Shown(words[i])}.");
            if (values.AsSpan(0, i).Contains(values[i]))
                throw new InvalidDataException(
                    $"{source}: the numbers of a list must differ, but {Shown(words[i])} is there twice.");
        }
        return values;
    }

    private static string Shown(string word)
    {
        var text = string.Concat(word.Where(sign => !char.IsControl(sign)));
        return text.Length > 40 ? $"{text[..40]}…" : text;
    }
}

using System.Text;

namespace Concord.Lab.Tasks.Parity;

/// <summary>Strings of ±1 as text: a + or a - for each position; blanks and ends of line do not count.</summary>
internal static class ParityText
{
    /// <summary>Reads one string.</summary>
    /// <param name="file">The text.</param>
    /// <param name="source">What sentences call the text, such as the name of its file.</param>
    /// <param name="length">How many positions it must have.</param>
    /// <exception cref="InvalidDataException">Another sign, or another length; the sentence says where.</exception>
    public static float[] Parse(ReadOnlySpan<byte> file, string source, int length)
    {
        var values = new float[length];
        var (count, line) = (0, 1);
        foreach (var sign in file)
        {
            line += sign == '\n' ? 1 : 0;
            if (sign is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            if (sign is not ((byte)'+' or (byte)'-'))
                throw new InvalidDataException(
                    $"{source}: a sign of a string must be + or -, but sign {count + 1}, on line {line}, is "
                    + $"{(Rune.IsControl(new Rune(sign)) || sign > 126 ? $"the byte {sign}" : (char)sign)}.");
            if (count < length)
                values[count] = sign == '+' ? 1f : -1f;
            count++;
        }
        return count == length
            ? values
            : throw new InvalidDataException(
                $"{source}: a string must have {length} signs, as the model was made for, but has {count}.");
    }
}

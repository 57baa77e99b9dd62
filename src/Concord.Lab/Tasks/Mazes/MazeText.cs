using System.Text;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>Mazes as text, a row a line: # wall, space or . empty, S start, G goal; or the tokens as digits.</summary>
/// <remarks>
/// A file holds either signs or digits, told apart by its first character. Lines end in LF or CRLF, and ends of line
/// after the last row do not count; all else does, so every row must have the same number of characters.
/// </remarks>
public static class MazeText
{
    /// <summary>The longest text that is read: the largest maze with CRLF after every row.</summary>
    public const int MostCharacters = GridSize.Most * (GridSize.Most + 2);

    /// <summary>Reads a maze to the end of a stream, or no further than the longest text.</summary>
    /// <param name="reader">Where the text comes from.</param>
    /// <param name="source">What sentences call the text, such as the name of its file.</param>
    /// <exception cref="FormatException">As <see cref="Parse"/>.</exception>
    public static Maze Read(TextReader reader, string source)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var buffer = new char[MostCharacters + 1];
        var length = reader.ReadBlock(buffer);
        return Parse(buffer.AsSpan(0, length), source);
    }

    /// <summary>Reads a maze; its goal may be out of reach.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="source">What sentences call the text, such as the name of its file.</param>
    /// <exception cref="FormatException">The text is no maze; the sentence says where and why.</exception>
    public static Maze Parse(ReadOnlySpan<char> text, string source)
    {
        try
        {
            return Decode(text.TrimStart('\uFEFF'));
        }
        catch (ArgumentException broken)
        {
            throw new FormatException($"{source}: {broken.Message}", broken);
        }
    }

    /// <summary>The maze as its player sees it, without the path.</summary>
    public static string Print(Maze maze)
    {
        ArgumentNullException.ThrowIfNull(maze);
        return Print(maze.Tokens.Span, maze.Size);
    }

    /// <summary>Tokens, labels or predictions as text, every row ended by LF: * is path, ? anything that has no sign.
    /// </summary>
    /// <exception cref="ArgumentException">The grid has another number of entries than the size has pixels.</exception>
    public static string Print(ReadOnlySpan<byte> grid, GridSize size)
    {
        Require.Length(grid, size.Pixels);
        var text = new StringBuilder(size.Height * (size.Width + 1));
        for (var row = 0; row < size.Height; row++)
        {
            foreach (var token in grid.Slice(row * size.Width, size.Width))
                text.Append(Sign((MazeToken)token));
            text.Append('\n');
        }
        return text.ToString();
    }

    private static Maze Decode(ReadOnlySpan<char> text)
    {
        if (text.TrimEnd("\r\n ").IsEmpty)
            throw new ArgumentException("The maze must have at least one row, but the text is empty.");

        // The first row comes before the length of the text, since it tells more about what is wrong.
        var end = text.IndexOfAny('\r', '\n');
        var width = end < 0 ? text.Length : end;
        GridSize.Check(width, "The maze width");
        if (text.Length > MostCharacters)
            throw new ArgumentException($"The text must have at most {MostCharacters} characters, but has more.");

        text = text.TrimEnd("\r\n");
        var size = GridSize.Of(CountRows(text, width), width);
        var digits = char.IsAsciiDigit(text[0]);
        var tokens = new byte[size.Pixels];
        var pixel = 0;
        foreach (var line in text.Split('\n'))
        {
            foreach (var sign in Row(text[line]))
            {
                tokens[pixel] = (byte)(digits ? DigitToken(sign) : SignToken(sign));
                if (tokens[pixel] == (byte)MazeToken.Pad)
                    throw Unknown(sign, digits, (pixel / width) + 1, (pixel % width) + 1);
                pixel++;
            }
        }
        return new Maze(size, tokens);
    }

    private static int CountRows(ReadOnlySpan<char> text, int width)
    {
        var rows = 0;
        foreach (var line in text.Split('\n'))
        {
            rows++;
            var length = Row(text[line]).Length;
            if (length != width)
            {
                throw new ArgumentException(
                    $"Row {rows} must have {width} characters like the first row, but has {length}.");
            }
        }
        return rows;
    }

    private static ReadOnlySpan<char> Row(ReadOnlySpan<char> line) => line is [.. var row, '\r'] ? row : line;

    private static MazeToken SignToken(char sign) => sign switch
    {
        '#' => MazeToken.Wall,
        ' ' or '.' => MazeToken.Empty,
        'S' => MazeToken.Start,
        'G' => MazeToken.Goal,
        _ => MazeToken.Pad,
    };

    private static MazeToken DigitToken(char sign) =>
        sign is >= '1' and <= '4' ? (MazeToken)(sign - '0') : MazeToken.Pad;

    private static char Sign(MazeToken token) => token switch
    {
        MazeToken.Wall => '#',
        MazeToken.Empty => ' ',
        MazeToken.Start => 'S',
        MazeToken.Goal => 'G',
        MazeToken.Path => '*',
        _ => '?',
    };

    private static ArgumentException Unknown(char sign, bool digits, int row, int column)
    {
        var rule = digits ? "a digit from 1 to 4, as the first one is a digit" : "'#', ' ', '.', 'S' or 'G'";
        var shown = char.IsControl(sign) || char.IsSurrogate(sign) ? $"U+{(int)sign:X4}" : $"'{sign}'";
        return new ArgumentException($"The character at row {row}, column {column} must be {rule}, but is {shown}.");
    }
}

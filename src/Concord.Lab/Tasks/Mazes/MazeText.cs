using System.Text;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>Mazes as text, a row a line: # wall, space or . empty, S start, G goal; or the tokens as digits.</summary>
/// <remarks>
/// Also read: full blocks for walls, E for the goal, lower-case letters, * for the pixels of a path that is marked,
/// which are empty, and 0 for empty and 1 for wall beside the letters. A pixel may be two characters wide. Lines end as
/// any system has it; empty lines around the rows do not count. Where the first row is all wall, blanks beside the
/// frame do not count, either; elsewhere they are pixels, and rows that lack them at their end are filled up.
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
        // A maze with wide pixels is twice as long; a longer text is refused whatever follows.
        var buffer = new char[(2 * MostCharacters) + 1];
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
            return Decode(text.TrimStart('\uFEFF').ToString().ReplaceLineEndings("\n"));
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
                text.Append(MazeSigns.Of((MazeToken)token));
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Where the first empty line after the rows of a maze begins, or the end of the text.</summary>
    /// <param name="text">Text whose lines end in LF.</param>
    internal static int EndOfRows(string text)
    {
        var (at, first) = (0, "");
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var line = text[at..(end < 0 ? text.Length : end)];
            if (first.Length == 0)
                first = line.Trim();
            else if (line.Length == 0 || (MazeSigns.AreWalls(first) && line.AsSpan().Trim().IsEmpty))
                return at;
            at += line.Length + 1;
        }
        return text.Length;
    }

    private static Maze Decode(string text)
    {
        if (text.AsSpan().Trim().IsEmpty)
            throw new ArgumentException("The maze must have at least one row, but the text is empty.");

        // The first row comes before the length of the text, since it tells more about what is wrong. Pixels may be two
        // characters wide.
        var isLong = text.Length > 2 * MostCharacters;
        string[] rows = isLong ? [FirstLine(text)] : Rows(text);
        var width = rows[0].Length;
        GridSize.Check(width, "The maze width");
        if (isLong || rows.Sum(row => row.Length + 2L) > MostCharacters)
            throw new ArgumentException($"The text must have at most {MostCharacters} characters, but has more.");
        for (var row = 1; row < rows.Length; row++)
        {
            if (rows[row].Length != width)
            {
                var tab = rows[row].Contains('\t') ? ", a tab among them" : "";
                throw new ArgumentException(
                    $"Row {row + 1} must have {width} characters like the first row, but has {rows[row].Length}{tab}.");
            }
        }
        var size = GridSize.Of(rows.Length, width);
        return new Maze(size, MazeSigns.Read(rows));
    }

    private static string FirstLine(string text)
    {
        var rest = text.AsSpan().TrimStart('\n');
        var end = rest.IndexOf('\n');
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    // The lines from the first to the last that is not empty, all that does not count cut off.
    private static string[] Rows(string text)
    {
        var lines = text.Split('\n');
        var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        var isFramed = MazeSigns.AreWalls(lines[first].Trim());
        if (!isFramed)
            first = Array.FindIndex(lines, line => line.Length > 0);
        var last = Array.FindLastIndex(
            lines, line => isFramed ? !string.IsNullOrWhiteSpace(line) : line.Length > 0);
        var rows = lines[first..(last + 1)];
        if (isFramed)
        {
            var (indent, width) = (lines[first].Length - lines[first].TrimStart().Length, lines[first].Trim().Length);
            rows = [.. rows.Select(row => Cut(row, indent, width))];
        }
        else if (rows[0] is [>= '0' and <= '9', ..])
        {
            rows = [.. rows.Select(row => row.TrimEnd())];
        }
        else if (rows.Max(row => row.Length) is var width and <= 2 * GridSize.Most)
        {
            rows = [.. rows.Select(row => MazeSigns.EndsInWall(row) ? row : row.PadRight(width))];
        }
        return MazeSigns.AreWide(rows) ? [.. rows.Select(MazeSigns.Narrow)] : rows;
    }

    // A row without the blanks beside its frame.
    private static string Cut(string row, int indent, int width)
    {
        if (row.Length >= indent && row.AsSpan(0, indent).Trim().IsEmpty)
            row = row[indent..];
        return row.Length > width && row.AsSpan(width).Trim().IsEmpty ? row[..width] : row;
    }
}

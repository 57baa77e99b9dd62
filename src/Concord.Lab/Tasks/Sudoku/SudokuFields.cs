using System.Buffers;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Finds a puzzle, and perhaps its solution, on a line: 81 cells among the columns of a table.</summary>
/// <remarks>
/// A column is a puzzle if it has 81 characters, each a cell. A library of HoDoKu writes + before digits that are not
/// given. Cells may also lie apart, as in a row of a table with a column for each.
/// </remarks>
internal static class SudokuFields
{
    private static readonly SearchValues<char> s_between = SearchValues.Create(",; \t|:\"'[](){}<>=");

    // More characters than a row of a grid has with its separators: so many that look like cells are meant as a puzzle.
    private const int LeastPuzzle = 41;

    // A line that lacks more blanks than a row at its end is no puzzle.
    private const int LeastSpaced = SudokuGraph.Cells - SudokuGraph.Side + 1;

    /// <summary>Whether a line is meant as a puzzle, if perhaps a broken one.</summary>
    public static bool ArePuzzle(string line) =>
        Columns(line).Any(column => IsLong(line.AsSpan(column))) || Apart(line) == SudokuGraph.Cells || IsSpaced(line);

    /// <summary>Reads a line.</summary>
    /// <param name="line">Plain characters.</param>
    /// <param name="puzzle">Takes 81 cells.</param>
    /// <param name="solution">Takes 81 cells if there are more.</param>
    /// <param name="isSolved">Whether there is a solution.</param>
    /// <returns>What is wrong with the line, or null.</returns>
    public static string? Read(string line, Span<byte> puzzle, Span<byte> solution, out bool isSolved)
    {
        isSolved = false;
        var columns = Columns(line);
        var first = columns.FindIndex(column => Whole(line.AsSpan(column), default));
        if (first < 0)
            return ReadApart(line, columns, puzzle);
        Whole(line.AsSpan(columns[first]), puzzle);
        var next = columns.FindIndex(first + 1, column => Whole(line.AsSpan(column), default));
        if (next >= 0)
        {
            isSolved = Whole(line.AsSpan(columns[next]), solution);
            if (!puzzle.Contains(SudokuGenerator.Blank) && solution.Contains(SudokuGenerator.Blank))
            {
                // The solution stands first.
                Whole(line.AsSpan(columns[next]), puzzle);
                Whole(line.AsSpan(columns[first]), solution);
            }
        }
        else if (first + 1 < columns.Count && IsLong(line.AsSpan(columns[first + 1])))
        {
            return Flaw(line, columns[first + 1], "solution");
        }
        return null;
    }

    private static string? ReadApart(string line, List<Range> columns, Span<byte> puzzle)
    {
        if (Apart(line) == SudokuGraph.Cells)
        {
            SudokuRow.Cells(line, puzzle);
            return null;
        }
        if (IsSpaced(line))
        {
            var text = line.Trim('"').PadRight(SudokuGraph.Cells);
            for (var i = 0; i < puzzle.Length; i++)
                puzzle[i] = (byte)(text[i] == ' ' ? SudokuGenerator.Blank : text[i] - '0');
            return null;
        }
        var at = columns.FindIndex(column => IsLong(line.AsSpan(column)));
        return Flaw(line, at < 0 ? .. : columns[at], "puzzle");
    }

    private static string Flaw(string line, Range column, string what)
    {
        var (start, length) = column.GetOffsetAndLength(line.Length);
        return SudokuRow.Unknown(line, start, start + length)
            ?? $"the {what} must have {SudokuGraph.Cells} cells, but has {Count(line.AsSpan(column))}";
    }

    private static int Count(ReadOnlySpan<char> column)
    {
        var cells = SudokuRow.Cells(column, []);
        return cells + column.Count(SudokuSigns.Dash);
    }

    // Copies the cells of a column that has nothing but 81 of them; an empty span takes none.
    private static bool Whole(ReadOnlySpan<char> column, Span<byte> cells)
    {
        var count = 0;
        foreach (var sign in column)
        {
            var cell = sign == SudokuSigns.Dash ? SudokuGenerator.Blank : SudokuText.Cell(sign);
            if (sign == '+')
                continue;
            if (cell < 0 || count == SudokuGraph.Cells)
                return false;
            if (!cells.IsEmpty)
                cells[count] = (byte)cell;
            count++;
        }
        return count == SudokuGraph.Cells;
    }

    private static bool IsLong(ReadOnlySpan<char> column)
    {
        var cells = Count(column);
        return column.Length >= LeastPuzzle && cells >= 2 * (column.Length - cells - column.Count('+'));
    }

    // How many cells a line has that has nothing else but separators; −1 for any other.
    private static int Apart(string line) =>
        SudokuRow.Unknown(line, 0, line.Length) == null ? SudokuRow.Cells(line, []) : -1;

    // Digits at their places in 81 characters, and spaces for blanks; those at the end may have been cut off.
    private static bool IsSpaced(string line)
    {
        var text = line.Trim('"');
        return text.Length <= SudokuGraph.Cells && text.TrimEnd().Length >= LeastSpaced
            && text.TrimStart().Contains(' ') && !text.AsSpan().ContainsAnyExcept(SudokuSigns.DigitsAndSpaces);
    }

    private static List<Range> Columns(string line)
    {
        var columns = new List<Range>();
        for (var start = 0; start < line.Length;)
        {
            var length = line.AsSpan(start).IndexOfAny(s_between);
            var end = length < 0 ? line.Length : start + length;
            if (end > start)
                columns.Add(start..end);
            start = end + 1;
        }
        return columns;
    }
}

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>The ways in which the cells of a grid that are not given are written; a grid has one of them.</summary>
internal enum SudokuBlanks
{
    /// <summary>A character of their own, such as a dot; dashes and spaces are separators.</summary>
    Signs,

    /// <summary>Dashes.</summary>
    Dashes,

    /// <summary>Spaces, or nothing between two separators; an empty line separates boxes.</summary>
    Spaces,

    /// <summary>The same, but an empty line is a row without a digit.</summary>
    SpacesAndEmptyLines,
}

/// <summary>Reads rows of a grid, a line each.</summary>
internal static class SudokuRow
{
    private const int Side = SudokuGraph.Side, Box = 3;

    /// <summary>Reads a line.</summary>
    /// <param name="line">Plain characters.</param>
    /// <param name="blanks">How the grid writes its blanks.</param>
    /// <param name="row">Takes nine cells if the line is a row.</param>
    /// <param name="flaw">What is wrong with the line, or null.</param>
    /// <returns>Whether the line is a row; if not, it separates rows, or has a flaw.</returns>
    public static bool Read(string line, SudokuBlanks blanks, Span<byte> row, out string? flaw)
    {
        flaw = null;
        return blanks switch
        {
            SudokuBlanks.Signs => ReadSigns(line, row, out flaw),
            SudokuBlanks.Dashes => ReadDashes(line, row, out flaw),
            _ => ReadSpaces(line, row, blanks == SudokuBlanks.SpacesAndEmptyLines, out flaw),
        };
    }

    /// <summary>The sentence about the first character of a text that is neither cell nor separator; null if all are.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="start">Where the text begins in the line.</param>
    /// <param name="end">Where it ends.</param>
    public static string? Unknown(string line, int start, int end)
    {
        for (var column = start; column < end; column++)
            if (SudokuText.Cell(line[column]) < 0 && !SudokuSigns.IsSeparator(line[column]))
                return $"the character in column {column + 1} must be a digit, or '.', '0', '_', '*' or '?' for a " +
                    $"blank, but is {Data.TextFile.Shown(line[column])}";
        return null;
    }

    /// <summary>Copies the cells of a text, and returns how many there are; others than fit are counted only.</summary>
    public static int Cells(ReadOnlySpan<char> text, Span<byte> cells)
    {
        var count = 0;
        foreach (var sign in text)
        {
            if (SudokuText.Cell(sign) is not (>= 0 and var cell))
                continue;
            if (count < cells.Length)
                cells[count] = (byte)cell;
            count++;
        }
        return count;
    }

    private static bool ReadSigns(string line, Span<byte> row, out string? flaw)
    {
        flaw = null;
        if (SudokuSigns.IsEmpty(line))
            return false;
        flaw = Unknown(line, 0, line.Length);
        if (flaw != null)
            return false;
        var count = Cells(line, row);
        if (count == Side)
            return true;
        flaw = HasCandidates(line) is { } cell
            ? $"a cell must have one digit or none, but here is {cell}, as in a grid of pencil marks"
            : $"a row of a grid must have {Side} cells, and a puzzle on a line of its own {SudokuGraph.Cells}, but " +
                $"here are {count}";
        return false;
    }

    // The first cell of several digits in a line of at least nine words.
    private static string? HasCandidates(string line)
    {
        char[] between = [.. line.Where(SudokuSigns.IsSeparator).Distinct()];
        var words = line.Split(between, StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= Side ? words.FirstOrDefault(word => word.Length > 1) : null;
    }

    private static bool ReadDashes(string line, Span<byte> row, out string? flaw)
    {
        flaw = null;
        if (line.AsSpan().ContainsAny('+', '=', ':') || string.IsNullOrWhiteSpace(line))
        {
            flaw = line.AsSpan().ContainsAnyInRange('1', '9') ? "no row of digits and dashes" : null;
            return false;
        }
        var count = 0;
        foreach (var sign in line)
        {
            if (sign != SudokuSigns.Dash && SudokuSigns.IsSeparator(sign))
                continue;
            if (sign is not (SudokuSigns.Dash or (>= '1' and <= '9')) || count == Side)
            {
                flaw = "no row of digits and dashes";
                return false;
            }
            row[count++] = (byte)(sign == SudokuSigns.Dash ? SudokuGenerator.Blank : sign - '0');
        }
        flaw = count is 0 or Side ? null : "no row of digits and dashes";
        return count == Side;
    }

    private static bool ReadSpaces(string line, Span<byte> row, bool isEmptyRow, out string? flaw)
    {
        flaw = null;
        if (string.IsNullOrWhiteSpace(line) && !line.Contains('\t'))
        {
            row.Clear();
            return isEmptyRow || line.Length == Side;
        }
        if (SudokuSigns.IsRule(line) && !line.AsSpan().ContainsAnyInRange('1', '9'))
            return false;
        var cells = Spread(line);
        if (cells == null || cells.AsSpan().ContainsAnyExcept(SudokuSigns.DigitsAndSpaces))
        {
            flaw = "no row of digits and spaces";
            return false;
        }
        for (var i = 0; i < Side; i++)
            row[i] = (byte)(cells[i] == ' ' ? SudokuGenerator.Blank : cells[i] - '0');
        return true;
    }

    // Nine characters, one for each cell; null where the line has another form.
    private static string? Spread(string line)
    {
        var separator = "|\t;,".FirstOrDefault(sign => line.Contains(sign));
        if (separator == default)
            return Group(line.TrimEnd(), Side);
        var parts = line.Split(separator).ToList();
        if (separator == '|')
        {
            // The sides of the frame; LaTeX has a dot behind the last.
            if (parts[0].Trim().Length == 0)
                parts.RemoveAt(0);
            if (parts[^1].Trim() is "" or ".")
                parts.RemoveAt(parts.Count - 1);
        }
        while (separator == '\t' && parts.Count < Side)
            parts.Add("");
        if (parts.Count == Side)
            return parts.Select(part => part.Trim(' ', '"', '\'')).All(part => part.Length <= 1)
                ? string.Concat(parts.Select(part => part.Trim(' ', '"', '\'').PadRight(1)))
                : null;
        var groups = parts.Select(part => Group(part, Box)).ToList();
        return parts.Count == Box && !groups.Contains(null) ? string.Concat(groups) : null;
    }

    // So many cells side by side, or with a space between two, or with one on each side as well.
    private static string? Group(string text, int count)
    {
        var (step, first) = text.Length <= count ? (1, 0)
            : text.TrimEnd().Length <= (2 * count) - 1 && text[0] != ' ' || text.Length <= (2 * count) - 1 ? (2, 0)
            : text.Length <= (2 * count) + 1 ? (2, 1)
            : (0, 0);
        if (step == 0)
            return null;
        var cells = new char[count];
        Array.Fill(cells, ' ');
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ')
                continue;
            if (i < first || (i - first) % step != 0 || (i - first) / step >= count)
                return null;
            cells[(i - first) / step] = text[i];
        }
        return new string(cells);
    }
}

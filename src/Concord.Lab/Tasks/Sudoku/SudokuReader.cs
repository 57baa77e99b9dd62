namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Reads Sudokus from text one after another, and checks all but what takes a solver.</summary>
/// <param name="text">Where they come from; read to its end, or to the first line that is wrong.</param>
/// <param name="source">What sentences call the text, such as the name of its file.</param>
/// <param name="mostCharacters">The longest text that is read; a million lines with solutions fit into 2²⁸.</param>
/// <remarks>
/// Every sentence is an <see cref="InvalidDataException"/>. A line is a puzzle (<see cref="SudokuFields"/>), a row of a
/// grid (<see cref="SudokuRow"/>), or, between puzzles only, a title, which does not count.
/// </remarks>
internal sealed class SudokuReader(TextReader text, string source, int mostCharacters = 1 << 28)
{
    private const int Side = SudokuGraph.Side;
    private const int MostOfRow = 40;

    // Lines of a grid with its frame, and empty ones between its boxes.
    private const int MostOfGrid = 64;

    private readonly SudokuLines _lines = new(text, source, mostCharacters);
    private bool _hasPuzzleSection, _isOtherSection;

    /// <summary>The line in which the last puzzle begins, counted from 1; 0 before the first.</summary>
    public int Line { get; private set; }

    /// <summary>The line in which the last puzzle ends.</summary>
    public int LastLine { get; private set; }

    /// <summary>Reads the next puzzle, or returns false at the end of the text.</summary>
    /// <param name="puzzle">Takes 81 cells; no digit stands twice in a row, column or box.</param>
    public bool Next(Span<byte> puzzle)
    {
        Span<byte> solution = stackalloc byte[SudokuGraph.Cells];
        for (; _lines.Peek() is { } line; _lines.Pass(1))
        {
            if (IsOtherSection(line.Text))
                continue;
            var isSolved = false;
            if (SudokuFields.ArePuzzle(line.Text))
            {
                if (SudokuFields.Read(line.Text, puzzle, solution, out isSolved) is { } flaw)
                    throw Broken(line.Number, flaw);
                End(line.Number, line.Number, 1);
            }
            else if (IsBetween(line.Text, puzzle))
            {
                continue;
            }
            else
            {
                ReadGrid(puzzle, line);
            }
            Check(puzzle, solution, isSolved);
            return true;
        }
        return false;
    }

    /// <summary>What to throw where a line, counted from 1, is wrong.</summary>
    public InvalidDataException Broken(int line, string sentence) => _lines.Broken(line, sentence);

    // SadMan files have the puzzle in a section of its own, and perhaps another with how far its solver got.
    private bool IsOtherSection(string line)
    {
        if (SudokuSigns.Section(line) is { } name)
        {
            var isPuzzle = name.StartsWith("Puzzle", StringComparison.OrdinalIgnoreCase);
            _hasPuzzleSection |= isPuzzle;
            _isOtherSection = _hasPuzzleSection && !isPuzzle;
        }
        return _isOtherSection;
    }

    // Whether a line separates puzzles, or says something about one.
    private bool IsBetween(string line, Span<byte> puzzle) =>
        SudokuSigns.IsEmpty(line) ? !IsRowOfDashes(line, puzzle) : SudokuSigns.IsTitle(line);

    // Nine dashes are a row where the rows that follow have dashes, too, and otherwise separate boxes.
    private bool IsRowOfDashes(string line, Span<byte> puzzle) =>
        SudokuRow.Read(line, SudokuBlanks.Dashes, puzzle[..Side], out _)
        && TryGrid(puzzle, SudokuBlanks.Signs, out _) == null
        && TryGrid(puzzle, SudokuBlanks.Dashes, out _) != null;

    private void ReadGrid(Span<byte> puzzle, SudokuLine first)
    {
        InvalidDataException? refusal = null;
        foreach (var blanks in Enum.GetValues<SudokuBlanks>())
        {
            if (TryGrid(puzzle, blanks, out var flaw) is { } lines)
            {
                End(lines.First, lines.Last, lines.Count);
                return;
            }
            refusal ??= flaw;
        }
        throw first.Text.Trim().Length > MostOfRow && SudokuRow.Unknown(first.Text, 0, first.Text.Length) == null
            ? Broken(first.Number, $"the puzzle must have {SudokuGraph.Cells} cells, but has " +
                $"{SudokuRow.Cells(first.Text, [])}")
            : refusal!;
    }

    // The lines that a grid takes, or null where the next lines are none with such blanks.
    private (int First, int Last, int Count)? TryGrid(
        Span<byte> puzzle, SudokuBlanks blanks, out InvalidDataException? refusal)
    {
        var (rows, first) = (0, 0);
        for (var ahead = 0; ahead < MostOfGrid && _lines.Peek(ahead) is { } line; ahead++)
        {
            if (!SudokuRow.Read(line.Text, blanks, puzzle.Slice(rows * Side, Side), out var flaw))
            {
                refusal = flaw == null ? null : Broken(line.Number, flaw);
                if (refusal != null)
                    return null;
                continue;
            }
            first = rows == 0 ? line.Number : first;
            if (++rows < Side)
                continue;
            refusal = null;
            return (first, line.Number, ahead + 1);
        }
        refusal = Broken(first, $"the grid that begins here must have {Side} rows, but has {rows}");
        return null;
    }

    private void End(int first, int last, int lines)
    {
        (Line, LastLine) = (first, last);
        _lines.Pass(lines);
    }

    private void Check(ReadOnlySpan<byte> puzzle, ReadOnlySpan<byte> solution, bool isSolved)
    {
        if (SudokuRules.Clash(puzzle) is { } clash)
            throw Broken(Line, $"the givens must not contradict each other, but {clash}");
        if (!isSolved)
            return;
        var blank = solution.IndexOf(SudokuGenerator.Blank);
        if (blank >= 0)
            throw Broken(Line, $"the solution must be complete, but {SudokuRules.Name(blank)} is blank");
        for (var cell = 0; cell < puzzle.Length; cell++)
        {
            if (puzzle[cell] != SudokuGenerator.Blank && puzzle[cell] != solution[cell])
            {
                throw Broken(
                    Line, $"the solution must keep the givens, but has {solution[cell]} instead of {puzzle[cell]} " +
                    $"in {SudokuRules.Name(cell)}");
            }
        }
        if (SudokuRules.Clash(solution) is { } wrong)
            throw Broken(Line, $"the solution must follow the rules, but {wrong}");
    }
}

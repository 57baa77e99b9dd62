namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Reads Sudokus from text one after another, and checks all but what takes a solver.</summary>
/// <param name="text">Where they come from; read to its end, or to the first line that is wrong.</param>
/// <param name="source">What sentences call the text, such as the name of its file.</param>
/// <param name="mostCharacters">The longest text that is read; a million lines with solutions fit into 2²⁸.</param>
/// <remarks>Every sentence is an <see cref="InvalidDataException"/>.</remarks>
internal sealed class SudokuReader(TextReader text, string source, int mostCharacters = 1 << 28)
{
    private const int Side = SudokuGraph.Side;
    private const int MostColumns = 400;

    // A line of at most this many characters is a row of a grid, with separators; a longer one holds a puzzle.
    private const int MostOfRow = 40;

    private readonly char[] _line = new char[MostColumns];
    private int _start, _end, _characters, _number;

    /// <summary>The line in which the last puzzle begins, counted from 1; 0 before the first.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next puzzle, or returns false at the end of the text.</summary>
    /// <param name="puzzle">Takes 81 cells; no digit stands twice in a row, column or box.</param>
    public bool Next(Span<byte> puzzle)
    {
        Span<byte> solution = stackalloc byte[SudokuGraph.Cells];
        do
        {
            if (!ReadLine())
                return false;
        }
        while (IsEmpty() || IsHeader());
        Line = _number;
        var solved = false;
        if (_end - _start <= MostOfRow)
            ReadGrid(puzzle);
        else
            solved = ReadFields(puzzle, solution);
        if (SudokuRules.Clash(puzzle) is { } clash)
            throw Broken(Line, $"the givens must not contradict each other, but {clash}");
        if (solved)
            CheckSolution(puzzle, solution);
        return true;
    }

    /// <summary>What to throw where a line, counted from 1, is wrong.</summary>
    public InvalidDataException Broken(int line, string sentence) => new($"{source}, line {line}: {sentence}.");

    // A puzzle and perhaps its solution after a comma, a space or a tab.
    private bool ReadFields(Span<byte> puzzle, Span<byte> solution)
    {
        int end = _start, next;
        while (end < _end && !IsBetween(_line[end]))
            end++;
        for (next = end; next < _end && IsBetween(_line[next]);)
            next++;
        ReadCells("puzzle", _start, end, puzzle);
        if (next == _end)
            return false;
        ReadCells("solution", next, _end, solution);
        return true;
    }

    private void ReadCells(string what, int start, int end, Span<byte> cells)
    {
        var count = 0;
        for (var column = start; column < end; column++, count++)
        {
            var cell = CellAt(column);
            if (count < cells.Length)
                cells[count] = cell;
        }
        if (count != cells.Length)
            throw Broken(_number, $"the {what} must have {cells.Length} cells, but has {count}");
    }

    private void ReadGrid(Span<byte> puzzle)
    {
        var rows = 0;
        do
        {
            if (!IsEmpty())
                ReadRow(puzzle.Slice(rows++ * Side, Side));
        }
        while (rows < Side && ReadLine());
        if (rows < Side)
            throw Broken(Line, $"the grid that begins here must have {Side} rows, but has {rows}");
    }

    private void ReadRow(Span<byte> row)
    {
        var count = 0;
        for (var column = _start; column < _end; column++)
        {
            if (IsSeparator(_line[column]))
                continue;
            var cell = CellAt(column);
            if (count < row.Length)
                row[count] = cell;
            count++;
        }
        if (count != row.Length)
        {
            throw Broken(
                _number, $"a row of a grid must have {Side} cells, and a puzzle on a line of its own " +
                $"{SudokuGraph.Cells}, but here are {count}");
        }
    }

    private byte CellAt(int column)
    {
        var sign = _line[column];
        var cell = SudokuText.Cell(sign);
        if (cell >= 0)
            return (byte)cell;
        var shown = char.IsControl(sign) || char.IsSurrogate(sign) ? $"U+{(int)sign:X4}" : $"'{sign}'";
        throw Broken(
            _number, $"the character in column {column + 1} must be a digit, or '.', '0', '_', '*' or '?' for a " +
            $"blank, but is {shown}");
    }

    private void CheckSolution(ReadOnlySpan<byte> puzzle, ReadOnlySpan<byte> solution)
    {
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
        if (SudokuRules.Clash(solution) is { } clash)
            throw Broken(Line, $"the solution must follow the rules, but {clash}");
    }

    // Reads a line but for what follows a #, and leaves white space at its ends out.
    private bool ReadLine()
    {
        var sign = text.Read();
        if (sign < 0)
            return false;
        _number++;
        (_start, _end) = (0, 0);
        for (var comment = false; sign is >= 0 and not '\n'; sign = text.Read())
        {
            comment |= sign == '#';
            Count();
            if (comment || (sign == '\uFEFF' && _characters == 1))
                continue;
            if (_end == MostColumns)
                throw Broken(_number, $"a line must have at most {MostColumns} characters, but has more");
            _line[_end++] = (char)sign;
        }
        Count();
        while (_end > 0 && char.IsWhiteSpace(_line[_end - 1]))
            _end--;
        while (_start < _end && char.IsWhiteSpace(_line[_start]))
            _start++;
        return true;
    }

    private void Count()
    {
        if (++_characters > mostCharacters)
            throw new InvalidDataException($"{source} must have at most {mostCharacters} characters, but has more.");
    }

    // Whether a line has nothing but what separates rows and boxes of a grid.
    private bool IsEmpty()
    {
        for (var column = _start; column < _end; column++)
            if (!IsSeparator(_line[column]))
                return false;
        return true;
    }

    // The names of a table's columns, as CSV files have them in their first line.
    private bool IsHeader() =>
        Line == 0 && _line.AsSpan(_start, _end - _start).Contains(',') && char.IsAsciiLetter(_line[_start]);

    private static bool IsSeparator(char sign) => sign is '|' or '+' or '-' or ' ' or '\t';

    private static bool IsBetween(char sign) => sign is ',' or ' ' or '\t';
}

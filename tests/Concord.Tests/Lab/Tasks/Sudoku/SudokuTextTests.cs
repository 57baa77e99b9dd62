using Concord.Lab.Tasks.Sudoku;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Sudoku;

public sealed class SudokuTextTests
{
    private const string Puzzle =
        "..3.2.6..9..3.5..1..18.64....81.29..7.......8..67.82....26.95..8..2.3..9..5.1.3..";

    private const string Solution =
        "483921657967345821251876493548132976729564138136798245372689514814253769695417382";

    private const string Grid = """
        +-------+-------+-------+
        | . . 3 | _ 2 _ | 6 . . |
        | 9 . . | 3 . 5 | . . 1 |
        | . . 1 | 8 . 6 | 4 . . |
        +-------+-------+-------+
        | . . 8 | 1 . 2 | 9 . . |
        | 7 . . | . . . | . . 8 |
        | . . 6 | 7 . 8 | 2 . . |
        +-------+-------+-------+
        | . . 2 | 6 . 9 | 5 . . |
        | 8 . . | 2 . 3 | . . 9 |
        | . . 5 | . 1 . | 3 . . |
        +-------+-------+-------+
        """;

    public static TheoryData<string, int> Texts { get; } = new()
    {
        { Puzzle, 1 },
        { Puzzle.Replace('.', '0') + "\r\n", 1 },
        { "\uFEFF# a comment\n\n  " + Puzzle.Replace('.', '*') + "  # easy\n" + Puzzle.Replace('.', '?'), 2 },
        { "puzzle,solution\n" + Puzzle + "," + Solution + "\n", 1 },
        { Puzzle + " " + Solution + "\n" + Puzzle + "\t" + Solution + "\n" + Puzzle + ", " + Solution, 3 },
        { string.Concat(Puzzle.Chunk(9).Select(row => new string(row) + "\n")), 1 },
        { Grid, 1 },
        { "# two grids\n\n" + Grid + "\n\n" + Grid + "\n" + Puzzle, 3 },
        { Grid.Replace("|", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), 1 },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Usual_forms_are_read_and_solved(string text, int count)
    {
        var boards = SudokuBoards.Read(new StringReader(text), "test");
        Assert.Equal(count, boards.Count);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(Puzzle, SudokuText.Write(boards.Puzzle(i)));
            Assert.Equal(Solution, SudokuText.Write(boards.Solution(i)));
        }
    }

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { "", "test must hold a Sudoku, but holds none." },
        { "puzzle,solution\n\n# none\n----\n", "test must hold a Sudoku, but holds none." },
        { "\n" + Puzzle[1..], "test, line 2: the puzzle must have 81 cells, but has 80." },
        { Puzzle + ".", "test, line 1: the puzzle must have 81 cells, but has 82." },
        { Puzzle + "," + Solution[1..], "test, line 1: the solution must have 81 cells, but has 80." },
        { Puzzle + "\n  q" + Puzzle[1..], Sign(3, 2, "'q'") },
        { "\0" + Puzzle, Sign(1, 1, "U+0000") },
        { string.Join('\n', Rows(Puzzle)).Replace('2', 'q'), Sign(5, 1, "'q'") },
        { string.Join('\n', Rows(Puzzle)[..4]) + "\nEasy\n" + string.Join('\n', Rows(Puzzle)[4..]), Sign(1, 5, "'E'") },
        { new string('.', 401), "test, line 1: a line must have at most 400 characters, but has more." },
        {
            "12345678\n",
            "test, line 1: a row of a grid must have 9 cells, and a puzzle on a line of its own 81, but here are 8."
        },
        {
            string.Join('\n', Rows(Puzzle)).Replace("..1", "..", StringComparison.Ordinal),
            "test, line 2: a row of a grid must have 9 cells, and a puzzle on a line of its own 81, but here are 8."
        },
        {
            "1 2 34 5 6 7 8 9 89\n",
            "test, line 1: a cell must have one digit or none, but here is 34, as in a grid of pencil marks."
        },
        {
            "# one\n..3 .2. 6..\n9..|3.5|..1\n",
            "test, line 2: the grid that begins here must have 9 rows, but has 2."
        },
        {
            "..3 .2. 6..\n" + Puzzle,
            "test, line 2: a row of a grid must have 9 cells, and a puzzle on a line of its own 81, but here are 81."
        },
        { Givens((19, 5), (24, 5)), Clash("5 stands twice in row 3, at columns 2 and 7") },
        { Givens((1, 9), (73, 9)), Clash("9 stands twice in column 2, at rows 1 and 9") },
        {
            Givens((30, 4), (40, 4)),
            Clash("4 stands twice in the box from row 4, column 4 to row 6, column 6, at row 4, column 4 " +
                "and row 5, column 5")
        },
        {
            Puzzle + "," + Solution[..80] + ".",
            "test, line 1: the solution must be complete, but row 9, column 9 is blank."
        },
        {
            Puzzle + ",485" + Solution[3..],
            "test, line 1: the solution must keep the givens, but has 5 instead of 3 in row 1, column 3."
        },
        {
            Puzzle + "," + Solution[..80] + "1",
            "test, line 1: the solution must follow the rules, but 1 stands twice in row 9, at columns 5 and 9."
        },
        {
            // Nothing clashes, but no digit is left for the first cell.
            Puzzle + "\n" + Givens((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, 9)),
            "test, line 2: the Sudoku must have a solution, but has none."
        },
        {
            // 9 and 2 may change places in rows 2 and 3.
            "\n" + Solution.Replace("967345821251876493", ".673458.1.518764.3", StringComparison.Ordinal),
            "test, line 2: the Sudoku must have one solution, but has several, such as " +
            $"{Solution.Replace("967345821251876493", "267345891951876423", StringComparison.Ordinal)} and {Solution}."
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_refused_with_its_line(string text, string sentence)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => SudokuBoards.Read(new StringReader(text), "test"));
        Assert.Equal(sentence, refusal.Message);
    }

    [Fact]
    public void The_first_wrong_puzzle_is_named_whatever_the_threads()
    {
        var empty = new string('.', 81);
        var text = string.Join('\n', Enumerable.Repeat(Puzzle, 500).Concat(Enumerable.Repeat(empty, 500)));
        var refusal = Assert.Throws<InvalidDataException>(() => SudokuBoards.Read(new StringReader(text), "test"));
        Assert.StartsWith("test, line 501: the Sudoku must have one solution, but has several", refusal.Message);
    }

    [Fact]
    public void A_text_without_end_is_refused()
    {
        using var endless = new Endless();
        var refusal = Assert.Throws<InvalidDataException>(
            () => new SudokuReader(endless, "test", mostCharacters: 1000).Next(new byte[SudokuGraph.Cells]));
        Assert.Equal("test must have at most 1000 characters, but has more.", refusal.Message);
    }

    [Fact]
    public void A_file_that_is_absent_is_refused() =>
        Assert.ThrowsAny<IOException>(() => SudokuBoards.Read(Path.Combine(Path.GetTempPath(), "no-such-sudoku.txt")));

    [Fact]
    public void Boards_that_are_none_are_not_written()
    {
        Assert.Throws<ArgumentException>(() => SudokuText.Write(new byte[80]));
        Assert.Throws<ArgumentException>(() => SudokuText.Write([10, .. new byte[80]]));
    }

    private static string[] Rows(string puzzle) => [.. puzzle.Chunk(9).Select(row => new string(row))];

    private static string Sign(int column, int line, string shown) =>
        $"test, line {line}: the character in column {column} must be a digit, or '.', '0', '_', '*' or '?' for a " +
        $"blank, but is {shown}.";

    private static string Clash(string clash) =>
        $"test, line 1: the givens must not contradict each other, but {clash}.";

    private static string Givens(params (int Cell, byte Digit)[] givens)
    {
        var puzzle = new byte[SudokuGraph.Cells];
        foreach (var (cell, digit) in givens)
            puzzle[cell] = digit;
        return SudokuText.Write(puzzle);
    }

    // Empty lines for ever.
    private sealed class Endless : TextReader
    {
        public override int Read() => '\n';
    }
}

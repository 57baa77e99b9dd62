using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Sudoku;

public sealed class SudokuGeneratorTests
{
    private readonly byte[] _puzzle = new byte[SudokuGraph.Cells];
    private readonly byte[] _solution = new byte[SudokuGraph.Cells];

    [Fact]
    public void Drawn_boards_have_every_digit_in_every_row_column_and_box()
    {
        var rng = new Rng(3);
        for (var draw = 0; draw < 100; draw++)
        {
            new SudokuGenerator().Draw(rng, _puzzle, _solution);
            for (var agent = 0; agent < SudokuGraph.Agents; agent++)
            {
                var seen = Enumerable.Range(0, 9).Select(slot => (int)_solution[SudokuGraph.Cell(agent, slot)]);
                Assert.Equal(Enumerable.Range(1, 9), seen.Order());
            }
        }
    }

    [Fact]
    public void Givens_are_as_many_as_asked_for_equal_to_the_board_and_have_one_solution()
    {
        var rng = new Rng(4);
        var counts = new HashSet<int>();
        for (var draw = 0; draw < 300; draw++)
        {
            new SudokuGenerator().Draw(rng, _puzzle, _solution);
            counts.Add(_puzzle.Count(token => token != SudokuGenerator.Blank));
            for (var cell = 0; cell < SudokuGraph.Cells; cell++)
                Assert.True(_puzzle[cell] == SudokuGenerator.Blank || _puzzle[cell] == _solution[cell]);
            Assert.True(SudokuSolver.IsUnique(_puzzle));
        }
        Assert.Equal(Enumerable.Range(30, 11), counts.Order());
    }

    [Theory]
    [InlineData(23)]   // about one board in twenty has such a puzzle
    [InlineData(50)]
    [InlineData(81)]
    public void A_fixed_number_of_givens_is_kept(int givens)
    {
        var generator = new SudokuGenerator { LeastGivens = givens, MostGivens = givens };
        generator.Draw(new Rng(5), _puzzle, _solution);
        Assert.Equal(givens, _puzzle.Count(token => token != SudokuGenerator.Blank));
        Assert.True(SudokuSolver.IsUnique(_puzzle));
    }

    [Fact]
    public void Every_cell_is_given_equally_often_and_takes_every_digit()
    {
        var rng = new Rng(6);
        var generator = new SudokuGenerator { LeastGivens = 27, MostGivens = 27 };
        var given = new int[SudokuGraph.Cells];
        var digits = new int[SudokuGraph.Cells, 10];
        const int Draws = 1000;
        for (var draw = 0; draw < Draws; draw++)
        {
            generator.Draw(rng, _puzzle, _solution);
            for (var cell = 0; cell < SudokuGraph.Cells; cell++)
            {
                given[cell] += _puzzle[cell] != SudokuGenerator.Blank ? 1 : 0;
                digits[cell, _solution[cell]]++;
            }
        }

        // Shares of a third and a ninth; five standard deviations of a count are 75 and 50.
        Assert.All(given, count => Assert.InRange(count, 333 - 75, 333 + 75));
        for (var cell = 0; cell < SudokuGraph.Cells; cell++)
            for (var digit = 1; digit <= 9; digit++)
                Assert.InRange(digits[cell, digit], 111 - 50, 111 + 50);
    }

    [Fact]
    public void Boards_are_no_symmetric_copies_of_a_few()
    {
        // Neither symmetries nor other names of digits change the lengths of the cycles by which one row or column of
        // a band becomes another.
        var rng = new Rng(7);
        var kinds = new HashSet<string>();
        for (var draw = 0; draw < 200; draw++)
        {
            SudokuSolver.Fill(rng, _solution);
            kinds.Add(string.Join(" | ", new[] { Cycles(1, 9), Cycles(9, 1) }.Order()));
        }
        Assert.InRange(kinds.Count, 195, 200);
    }

    [Fact]
    public void More_least_than_most_givens_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => new SudokuGenerator { LeastGivens = 41 }.Draw(new Rng(9), _puzzle, _solution));
        Assert.Equal("The fewest givens must be at most 40, the most, but is 41.", refusal.Message);
    }

    [Fact]
    public void Givens_that_no_puzzle_has_or_that_are_not_found_are_refused()
    {
        var few = Assert.Throws<ArgumentException>(() => new SudokuGenerator { LeastGivens = 16 });
        Assert.Equal("LeastGivens must lie between 17 and 81, but is 16.", few.Message);

        // Drawn on several threads, and still one sentence.
        var hopeless = new SudokuGenerator { LeastGivens = 17, MostGivens = 17 };
        var refusal = Assert.Throws<ArgumentException>(() => SudokuBoards.Draw(hopeless, 2, 1));
        Assert.Equal(
            "A Sudoku with 17 givens and one solution must be found within 1000 boards, but none was; " +
            "ask for more givens.",
            refusal.Message);
    }

    [Fact]
    public void One_seed_gives_one_puzzle()
    {
        new SudokuGenerator().Draw(new Rng(8), _puzzle, _solution);
        var (puzzle, solution) = ((byte[])[.. _puzzle], (byte[])[.. _solution]);
        new SudokuGenerator().Draw(new Rng(8), _puzzle, _solution);
        Assert.Equal(puzzle, _puzzle);
        Assert.Equal(solution, _solution);
    }

    // The cycles of all pairs of lines of a band in one direction, as text.
    private string Cycles(int step, int line)
    {
        return string.Join(' ', (
            from band in Enumerable.Range(0, 3)
            from pair in new[] { (0, 1), (0, 2), (1, 2) }
            select Cycles(Line((3 * band) + pair.Item1), Line((3 * band) + pair.Item2))).Order());

        byte[] Line(int index) => [.. Enumerable.Range(0, 9).Select(k => _solution[(index * line) + (k * step)])];
    }

    private static string Cycles(byte[] from, byte[] to)
    {
        var lengths = new List<int>();
        var left = new HashSet<byte>(from);
        while (left.Count > 0)
        {
            var length = 0;
            for (var digit = left.First(); left.Remove(digit); length++)
                digit = to[Array.IndexOf(from, digit)];
            lengths.Add(length);
        }
        return string.Concat(lengths.Order());
    }
}

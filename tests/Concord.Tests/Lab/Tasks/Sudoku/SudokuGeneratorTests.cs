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
    public void Givens_are_as_many_as_asked_for_and_equal_to_the_board()
    {
        var rng = new Rng(4);
        var counts = new HashSet<int>();
        for (var draw = 0; draw < 300; draw++)
        {
            new SudokuGenerator().Draw(rng, _puzzle, _solution);
            counts.Add(_puzzle.Count(token => token != SudokuGenerator.Blank));
            for (var cell = 0; cell < SudokuGraph.Cells; cell++)
                Assert.True(_puzzle[cell] == SudokuGenerator.Blank || _puzzle[cell] == _solution[cell]);
        }
        Assert.Equal(Enumerable.Range(28, 13), counts.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(81)]
    public void A_fixed_number_of_givens_is_kept(int givens)
    {
        var generator = new SudokuGenerator { LeastGivens = givens, MostGivens = givens };
        generator.Draw(new Rng(5), _puzzle, _solution);
        Assert.Equal(givens, _puzzle.Count(token => token != SudokuGenerator.Blank));
    }

    [Fact]
    public void Every_cell_is_given_equally_often_and_takes_every_digit()
    {
        var rng = new Rng(6);
        var generator = new SudokuGenerator { LeastGivens = 27, MostGivens = 27 };
        var given = new int[SudokuGraph.Cells];
        var digits = new int[SudokuGraph.Cells, 10];
        const int Draws = 3000;
        for (var draw = 0; draw < Draws; draw++)
        {
            generator.Draw(rng, _puzzle, _solution);
            for (var cell = 0; cell < SudokuGraph.Cells; cell++)
            {
                given[cell] += _puzzle[cell] != SudokuGenerator.Blank ? 1 : 0;
                digits[cell, _solution[cell]]++;
            }
        }

        // Shares of a third and a ninth; five standard deviations of a count are 129 and 86.
        Assert.All(given, count => Assert.InRange(count, 1000 - 129, 1000 + 129));
        for (var cell = 0; cell < SudokuGraph.Cells; cell++)
            for (var digit = 1; digit <= 9; digit++)
                Assert.InRange(digits[cell, digit], 333 - 86, 333 + 86);
    }

    [Fact]
    public void Half_of_the_boards_are_turned_over_the_diagonal()
    {
        // Three neighbours in a row of the board they all come from make one of nine sets, in a column one of three.
        var rng = new Rng(7);
        var turned = 0;
        for (var draw = 0; draw < 400; draw++)
        {
            new SudokuGenerator().Draw(rng, _puzzle, _solution);
            var (across, down) = (Triples(1, 9), Triples(9, 1));
            Assert.Equal([3, 9], new[] { across, down }.Order());
            turned += across == 3 ? 1 : 0;
        }
        Assert.InRange(turned, 150, 250);
    }

    [Fact]
    public void Boards_differ_by_more_than_the_names_of_their_digits()
    {
        var rng = new Rng(8);
        var patterns = new HashSet<string>();
        for (var draw = 0; draw < 400; draw++)
        {
            new SudokuGenerator().Draw(rng, _puzzle, _solution);
            patterns.Add(string.Concat(_solution.Select(digit => Array.IndexOf(_solution, digit))));
        }
        Assert.InRange(patterns.Count, 390, 400);   // 399; without permuted columns about 210
    }

    [Fact]
    public void More_least_than_most_givens_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => new SudokuGenerator { LeastGivens = 41 }.Draw(new Rng(9), _puzzle, _solution));
        Assert.Equal("The fewest givens must be at most 40, the most, but is 41.", refusal.Message);
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

    // How many sets of three digits stand in the boxes' lines in one direction.
    private int Triples(int step, int line) =>
        Enumerable.Range(0, 27)
            .Select(i => (i / 3 * line) + (i % 3 * 3 * step))
            .Select(at => string.Concat(Enumerable.Range(0, 3).Select(k => _solution[at + (k * step)]).Order()))
            .Distinct().Count();
}

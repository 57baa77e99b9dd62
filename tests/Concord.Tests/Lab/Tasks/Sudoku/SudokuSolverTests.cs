using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Concord.Tests.Golden;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Sudoku;

public sealed class SudokuSolverTests
{
    private readonly byte[] _first = new byte[SudokuGraph.Cells];
    private readonly byte[] _second = new byte[SudokuGraph.Cells];

    [Fact]
    public void Solutions_are_those_of_a_plain_search()
    {
        const int AtMost = 30;
        var rng = new Rng(21);
        var counts = new HashSet<int>();
        var puzzle = new byte[SudokuGraph.Cells];
        for (var draw = 0; draw < 200; draw++)
        {
            SudokuSolver.Fill(rng, puzzle);
            for (var hide = 20 + rng.Below(60); hide > 0; hide--)
                puzzle[rng.Below(puzzle.Length)] = 0;
            if (draw % 5 == 0)
                puzzle[rng.Below(puzzle.Length)] = (byte)(1 + rng.Below(9));

            var expected = SudokuSearch.Solve(puzzle).Take(AtMost).Select(Convert.ToHexString).ToList();
            var count = SudokuSolver.Count(puzzle, AtMost, _first, _second);
            Assert.Equal(expected.Count, count);
            counts.Add(count);
            if (count is > 0 and < AtMost)
                Assert.Contains(Convert.ToHexString(_first), expected);
            if (count is > 1 and < AtMost)
                Assert.Contains(Convert.ToHexString(_second), expected);
            Assert.False(count > 1 && _first.SequenceEqual(_second));
        }
        Assert.Superset(new HashSet<int> { 0, 1, 2, AtMost }, counts);
    }

    [Theory]
    [InlineData("easy50.txt", 50)]
    [InlineData("hardest11.txt", 11)]
    [InlineData("top95.txt", 95)]
    [InlineData("mixed10k.txt", 10_000)]
    public void Known_puzzles_have_one_solution(string file, int count)
    {
        var boards = SudokuBoards.Read(SharedData.Require($"sudoku/{file}"));
        Assert.Equal(count, boards.Count);
        for (var i = 0; i < count; i++)
        {
            byte[] puzzle = [.. boards.Puzzle(i)], solution = [.. boards.Solution(i)];
            Assert.DoesNotContain((byte)0, solution);
            Assert.True(puzzle.Zip(solution).All(cell => cell.First == 0 || cell.First == cell.Second));
            Assert.True(SudokuSearch.Obeys(solution));
        }
    }

    [Fact]
    public void An_empty_board_has_as_many_as_asked_for()
    {
        Assert.Equal(1000, SudokuSolver.Count(new byte[SudokuGraph.Cells], 1000, _first, _second));
        Assert.True(SudokuSearch.Obeys(_first));
        Assert.True(SudokuSearch.Obeys(_second));
        Assert.NotEqual(_first, _second);
    }

    [Fact]
    public void A_hard_puzzle_without_solution_is_refuted()
    {
        // No two givens clash, and guessing at cells alone takes a thousand times as long as at places of digits.
        var puzzle = new byte[SudokuGraph.Cells];
        foreach (var (at, sign) in
            ".....5.8....6.1.43..........1.5........1.6...3.......553.....61........4.........".Index())
            puzzle[at] = (byte)SudokuText.Cell(sign);
        Assert.True(SudokuSearch.Obeys(puzzle));
        Assert.Equal(0, SudokuSolver.Count(puzzle, 1));
    }

    [Fact]
    public void Solving_and_filling_allocate_nothing()
    {
        byte[] puzzle = new byte[SudokuGraph.Cells];
        var rng = new Rng(22);
        void Run()
        {
            SudokuSolver.Fill(rng, _first);
            _first.AsSpan(0, 50).CopyTo(puzzle);
            SudokuSolver.Count(puzzle, 100, _first, _second);
        }

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Halves_of_boards_and_numbers_that_are_no_digits_are_refused()
    {
        string Refusal(byte[] puzzle, int atMost) =>
            Assert.Throws<ArgumentException>(() => SudokuSolver.Count(puzzle, atMost)).Message;

        Assert.Equal("The puzzle must have 81 entries, but is 80.", Refusal(new byte[80], 1));
        Assert.Equal(
            "A digit of a Sudoku must lie between 0 and 9, but is 10.",
            Refusal([10, .. new byte[80]], 1));
        Assert.Equal("atMost must be positive, but is 0.", Refusal(new byte[81], 0));
        Assert.Throws<ArgumentException>(() => SudokuSolver.Count(new byte[81], 1, new byte[80]));
        Assert.Throws<ArgumentException>(() => SudokuSolver.Fill(new Rng(1), new byte[80]));
    }
}

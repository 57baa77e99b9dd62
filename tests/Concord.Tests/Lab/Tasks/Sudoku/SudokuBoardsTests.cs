using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Sudoku;

public sealed class SudokuBoardsTests
{
    [Fact]
    public void Board_i_is_drawn_from_stream_i_whatever_the_count_and_the_threads()
    {
        var generator = new SudokuGenerator();
        byte[] puzzle = new byte[SudokuGraph.Cells], solution = new byte[SudokuGraph.Cells];
        SudokuBoards few = SudokuBoards.Draw(generator, 7, 11), many = SudokuBoards.Draw(generator, 300, 11);
        Assert.Equal((7, 300), (few.Count, many.Count));
        for (var i = 0; i < many.Count; i++)
        {
            generator.Draw(new Rng(11).Split((ulong)i), puzzle, solution);
            Assert.Equal(puzzle, many.Puzzle(i));
            Assert.Equal(solution, many.Solution(i));
            if (i < few.Count)
                Assert.Equal(puzzle, few.Puzzle(i));
        }
    }

    [Fact]
    public void Boards_of_a_seed_stay_what_they_are() => Assert.Equal(
        ".482...36.1.........2496..8.5.87.3.223....6878.........6918.2.47.3...951...95.8..",
        SudokuText.Write(SudokuBoards.Draw(new SudokuGenerator(), 1, SudokuBoards.TrainSeed).Puzzle(0)));
}

using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class SudokuViewsTests
{
    private static readonly SudokuBoards _boards = SudokuBoards.Draw(new SudokuGenerator(), 3, 5);

    [Fact]
    public void Each_agent_sees_its_cells_and_is_asked_for_all_of_them()
    {
        var views = Read(3);
        Assert.Equal(3 * SudokuViews.Places, views.CountedTargets);
        for (var sample = 0; sample < 3; sample++)
            for (var agent = 0; agent < SudokuGraph.Agents; agent++)
                for (var slot = 0; slot < SudokuGraph.Side; slot++)
                {
                    var at = (((sample * SudokuGraph.Agents) + agent) * SudokuGraph.Side) + slot;
                    var cell = SudokuGraph.Cell(agent, slot);
                    Assert.Equal(_boards.Puzzle(sample)[cell], views.Seen[at]);
                    Assert.Equal(_boards.Solution(sample)[cell], views.Targets[at]);
                    Assert.Equal(cell, SudokuViews.CellAt[views.PlaceOf[at]]);
                    Assert.Equal(slot, SudokuViews.SlotAt[views.PlaceOf[at]]);
                }
    }

    [Fact]
    public void Fewer_boards_after_more_and_boards_without_solution_are_read()
    {
        var views = Read(3);
        views.Read(1, _boards.Puzzle(2), []);
        Assert.Equal((1, 27, 27, 0), (views.Samples, views.Rows, views.Distinct, views.CountedTargets));
        Assert.Equal(_boards.Puzzle(2)[0], views.Seen[0]);
        Assert.All(views.Targets.Take(SudokuViews.Places), target => Assert.Equal(CrossEntropy.Ignored, target));
    }

    [Fact]
    public void Tokens_that_are_no_digits_and_halves_of_boards_are_refused()
    {
        var tokens = _boards.Puzzle(0).ToArray();
        Assert.Throws<ArgumentException>(() => new SudokuViews().Read(2, tokens, []));
        Assert.Throws<ArgumentException>(() => new SudokuViews().Read(1, tokens, new byte[80]));
        tokens[40] = 10;
        var refusal = Assert.Throws<ArgumentException>(() => new SudokuViews().Read(1, tokens, []));
        Assert.Equal("A token of a Sudoku must lie between 0 and 9, but is 10.", refusal.Message);
    }

    [Fact]
    public void A_cell_takes_the_largest_mean_of_its_three_views()
    {
        var views = Read(2);
        using var tape = new Tape();
        var logits = tape.Zeros([views.Rows, SudokuGraph.Side * SudokuViews.Tokens]);
        for (var row = 0; row < views.Rows; row++)
            for (var slot = 0; slot < SudokuGraph.Side; slot++)
            {
                var digit = _boards.Solution(row / 27)[SudokuGraph.Cell(row % 27, slot)];
                logits.Values[(row * 90) + (slot * 10) + digit] = 1;
            }

        // One agent is surer of a wrong token than all three together of the right one, another one is not.
        logits.Values[(30 * 90) + (4 * 10)] = 3.5f;
        logits.Values[10] = 2.5f;
        var answer = new SudokuAnswer();
        answer.Read(views, logits);
        Assert.Equal(_boards.Solution(0).ToArray(), answer.Of(0).ToArray());
        var wrong = _boards.Solution(1).ToArray();
        wrong[SudokuGraph.Cell(3, 4)] = 0;
        Assert.Equal(wrong, answer.Of(1).ToArray());
    }

    private static SudokuViews Read(int count)
    {
        var views = new SudokuViews();
        views.Read(
            count,
            [.. Enumerable.Range(0, count).SelectMany(i => _boards.Puzzle(i).ToArray())],
            [.. Enumerable.Range(0, count).SelectMany(i => _boards.Solution(i).ToArray())]);
        return views;
    }
}

using Concord.Lab;
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
        var blank = Enumerable.Range(0, 9).First(slot => _boards.Puzzle(1)[SudokuGraph.Cell(3, slot)] == 0);
        logits.Values[(30 * 90) + (blank * 10)] = 3.5f;
        logits.Values[10] = 2.5f;
        var answer = new SudokuAnswer();
        answer.Read(views, logits);
        Assert.Equal(_boards.Solution(0).ToArray(), answer.Of(0).ToArray());
        var wrong = _boards.Solution(1).ToArray();
        wrong[SudokuGraph.Cell(3, blank)] = 0;
        Assert.Equal(wrong, answer.Of(1).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(81)]
    public void Givens_stay_whatever_the_agents_say_and_whoever_is_missing(int givens)
    {
        var solution = _boards.Solution(0).ToArray();
        byte[] puzzle = [.. solution.Select((digit, cell) => cell * 37 % 81 < givens ? digit : (byte)0)];
        Assert.Equal(givens, puzzle.Count(digit => digit > 0));
        var views = new SudokuViews();
        views.Read(1, puzzle, []);
        using var tape = new Tape();
        var logits = tape.Zeros([27, SudokuGraph.Side * SudokuViews.Tokens]);
        for (var i = 4; i < logits.Shape.Size; i += SudokuViews.Tokens)
            logits.Values[i] = 100;
        var answer = new SudokuAnswer();
        foreach (var missing in (double[])[0, 1])
        {
            var disturbance = new Disturbance { DropAgents = missing };
            answer.Read(views, logits, new AgentWatch(views, 1, null, disturbance, tile: 0));
            var free = (byte)(missing == 0 ? 4 : 0);
            Assert.Equal(puzzle.Select(digit => digit > 0 ? digit : free), answer.Of(0).ToArray());
        }
    }

    [Fact]
    public void An_agent_hears_in_every_slot_the_two_others_that_see_its_cell()
    {
        var routes = Read(2).Routes(SudokuGraph.Side);
        Assert.Equal((SudokuGraph.Side, 2 * SudokuGraph.Side), (routes.Slots, routes.Arrivals));
        for (var at = 0; at < routes.Sources.Length; at += 2)
        {
            int row = at / routes.Arrivals, slot = at % routes.Arrivals / 2, sample = row / SudokuGraph.Agents;
            var expected =
                from agent in Enumerable.Range(0, SudokuGraph.Agents)
                where agent != row % SudokuGraph.Agents
                from other in Enumerable.Range(0, SudokuGraph.Side)
                where SudokuGraph.Cell(agent, other) == SudokuGraph.Cell(row % SudokuGraph.Agents, slot)
                select (((sample * SudokuGraph.Agents) + agent) * SudokuGraph.Side) + other;
            Assert.Equal(expected, routes.Sources[at..(at + 2)].Order());
        }
    }

    [Fact]
    public void A_cut_edge_brings_nothing_either_way_and_routes_are_kept_for_fewer_samples()
    {
        var views = Read(2);
        var (u, slotU, v, slotV) = SudokuGraph.Joints[0];
        var whole = views.Routes(SudokuGraph.Side);
        var cut = views.Routes(SudokuGraph.Side, [.. SudokuGraph.Joints.Skip(1)]);
        foreach (var (agent, slot, other) in new[] { (u, slotU, (v * 9) + slotV), (v, slotV, (u * 9) + slotU) })
        {
            Assert.Contains(other, whole.To(agent)[(2 * slot)..(2 * (slot + 1))].ToArray());
            Assert.DoesNotContain(other, cut.To(agent).ToArray());
            Assert.Equal(1, cut.To(agent).Count(-1));
        }
        views.Read(1, _boards.Puzzle(0), []);
        Assert.Same(whole, views.Routes(SudokuGraph.Side));
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

using Concord.Lab.Tasks.Mazes;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

public sealed class MazeTests
{
    [Fact]
    public void A_corridor_is_labelled_between_its_ends()
    {
        var maze = Oracle.Maze("#####", "#S G#", "#####");

        Assert.Equal("#####\n#S*G#\n#####\n", MazeText.Print(maze.Labels.Span, maze.Size));
        Assert.Equal(2, maze.PathSteps);
        Assert.True(maze.IsSolvable);
    }

    [Fact]
    public void Neighbouring_ends_leave_nothing_to_label()
    {
        var maze = Oracle.Maze("#####", "#SG #", "#####");

        Assert.Equal(maze.Tokens.ToArray(), maze.Labels.ToArray());
        Assert.Equal(1, maze.PathSteps);
    }

    [Fact]
    public void The_shorter_of_two_ways_round_is_labelled()
    {
        var maze = Oracle.Maze("#######", "#  S  #", "# ### #", "# ###G#", "#     #", "#######", "#######");

        Assert.Equal(4, maze.PathSteps);
        Assert.True(Oracle.LabelsAShortestPath(maze));
    }

    [Fact]
    public void An_open_room_and_an_open_border_do_not_wrap_around()
    {
        var room = Oracle.Maze("S    ", "     ", "    G");
        var split = Oracle.Maze("  #S#", "  ###", "G #  ");

        Assert.Equal(6, room.PathSteps);
        Assert.True(Oracle.LabelsAShortestPath(room));
        Assert.False(split.IsSolvable);
    }

    [Fact]
    public void A_goal_out_of_reach_leaves_no_labels()
    {
        var maze = Oracle.Maze("#####", "#S#G#", "#####");

        Assert.False(maze.IsSolvable);
        Assert.True(maze.Labels.IsEmpty);
        Assert.Equal(0, maze.PathSteps);
    }

    [Fact]
    public void The_tokens_are_a_copy()
    {
        byte[] tokens = [1, 1, 1, 3, 4, 1, 1, 1, 1];
        var maze = new Maze(GridSize.Of(3, 3), tokens);
        tokens[0] = 2;

        Assert.Equal(1, maze.Tokens.Span[0]);
    }

    [Fact]
    public void Fingerprints_tell_grids_and_shapes_apart()
    {
        byte[] tokens = [1, 1, 1, 1, 1, 3, 4, 2, 1, 1, 1, 1, 1, 1, 1];
        var flat = new Maze(GridSize.Of(3, 5), tokens);
        var again = new Maze(GridSize.Of(3, 5), tokens);
        var tall = new Maze(GridSize.Of(5, 3), tokens);
        (tokens[5], tokens[6]) = (tokens[6], tokens[5]);
        var swapped = new Maze(GridSize.Of(3, 5), tokens);

        Assert.Equal(flat.Fingerprint, again.Fingerprint);
        Assert.Equal(3, new[] { flat, tall, swapped }.Select(maze => maze.Fingerprint).Distinct().Count());
    }

    [Theory]
    [InlineData(new byte[] { 1, 1, 1, 3, 4, 1, 1, 1 }, "tokens must have 9 entries, but is 8.")]
    [InlineData(
        new byte[] { 1, 1, 1, 3, 4, 5, 1, 1, 1 },
        "The token at row 2, column 3 must be 1 (wall), 2 (empty), 3 (start) or 4 (goal), but is 5.")]
    [InlineData(
        new byte[] { 0, 1, 1, 3, 4, 1, 1, 1, 1 },
        "The token at row 1, column 1 must be 1 (wall), 2 (empty), 3 (start) or 4 (goal), but is 0.")]
    [InlineData(new byte[] { 1, 1, 1, 2, 4, 1, 1, 1, 1 }, "The maze must have exactly one start, but has 0.")]
    [InlineData(new byte[] { 1, 3, 1, 3, 4, 1, 1, 1, 1 }, "The maze must have exactly one start, but has 2.")]
    [InlineData(new byte[] { 1, 1, 1, 3, 2, 1, 1, 1, 1 }, "The maze must have exactly one goal, but has 0.")]
    [InlineData(new byte[] { 4, 4, 4, 3, 4, 1, 1, 1, 1 }, "The maze must have exactly one goal, but has 4.")]
    public void Wrong_tokens_are_refused_in_one_sentence(byte[] tokens, string sentence)
    {
        var broken = Assert.Throws<ArgumentException>(() => new Maze(GridSize.Of(3, 3), tokens));

        Assert.Equal(sentence, broken.Message);
    }

    [Fact]
    public void A_size_that_was_never_made_holds_no_maze() =>
        Assert.Throws<ArgumentException>(() => new Maze(default, []));
}

using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

public sealed class MazeGeneratorTests
{
    [Theory]
    [InlineData(3, 5, 0)]
    [InlineData(9, 9, 6)]
    [InlineData(19, 19, 18)]
    [InlineData(5, 41, 20)]
    [InlineData(37, 19, 35)]
    public void Drawn_mazes_are_perfect(int height, int width, int leastSteps)
    {
        var size = GridSize.Of(height, width);
        var generator = new MazeGenerator(size, leastSteps);
        var rng = new Rng(11);
        for (var draw = 0; draw < 20; draw++)
        {
            var maze = generator.Draw(rng);
            var tokens = maze.Tokens.ToArray();
            var pixels = Enumerable.Range(0, size.Pixels);
            var open = pixels.Where(pixel => tokens[pixel] != (byte)MazeToken.Wall).ToHashSet();
            var joints = open.Sum(pixel => Oracle.Neighbours(size, pixel).Count(open.Contains)) / 2;
            var steps = Oracle.Distances(maze);

            // A connected graph with one edge fewer than vertices is a tree.
            Assert.Equal((2 * size.Cells) - 1, open.Count);
            Assert.Equal(open.Count - 1, joints);
            Assert.All(open, pixel => Assert.True(steps[pixel] >= 0));

            Assert.All(open, pixel => Assert.InRange(pixel / width, 1, height - 2));
            Assert.All(open, pixel => Assert.InRange(pixel % width, 1, width - 2));
            Assert.True(Oracle.LabelsAShortestPath(maze));
            Assert.InRange(maze.PathSteps, Math.Max(1, leastSteps), open.Count - 1);
        }
    }

    [Fact]
    public void A_drawn_maze_is_what_its_tokens_make()
    {
        var drawn = MazeGenerator.Draw(new Rng(3), GridSize.Of(19, 19), 18);
        var made = new Maze(drawn.Size, drawn.Tokens.Span);

        Assert.Equal(made.Labels.ToArray(), drawn.Labels.ToArray());
        Assert.Equal(made.PathSteps, drawn.PathSteps);
        Assert.Equal(made.Fingerprint, drawn.Fingerprint);
    }

    [Fact]
    public void A_seed_means_one_maze_whatever_was_drawn_before()
    {
        var size = GridSize.Of(19, 19);
        var used = new MazeGenerator(size, 18);
        used.Draw(new Rng(1));

        var again = used.Draw(new Rng(7));
        var fresh = MazeGenerator.Draw(new Rng(7), size, 18);
        var other = MazeGenerator.Draw(new Rng(8), size, 18);

        Assert.Equal(fresh.Tokens.ToArray(), again.Tokens.ToArray());
        Assert.NotEqual(fresh.Tokens.ToArray(), other.Tokens.ToArray());
    }

    [Fact]
    public void A_seed_means_the_same_maze_in_every_version()
    {
        var maze = MazeGenerator.Draw(new Rng(0), GridSize.Of(9, 9), 6);

        Assert.Equal(
            """
            #########
            #       #
            ####### #
            # S   # #
            # ### # #
            # # # # #
            # # ###G#
            #       #
            #########

            """,
            MazeText.Print(maze));
    }

    [Fact]
    public void Every_open_pixel_can_be_the_start_and_the_goal()
    {
        // The only perfect mazes of 3x5 are one corridor with two of its three pixels taken.
        var generator = new MazeGenerator(GridSize.Of(3, 5), 0);
        var rng = new Rng(5);
        var drawn = Enumerable.Range(0, 600).CountBy(_ => MazeText.Print(generator.Draw(rng))).ToArray();

        Assert.Equal(6, drawn.Length);
        Assert.All(drawn, pair => Assert.InRange(pair.Value, 60, 140));
    }

    [Fact]
    public void The_largest_size_is_drawn()
    {
        var maze = MazeGenerator.Draw(new Rng(2), GridSize.Of(1001, 1001), 1000);

        Assert.Equal((2 * 500 * 500) - 1, maze.Tokens.Span.Length - maze.Tokens.Span.Count((byte)MazeToken.Wall));
        Assert.Equal(maze.PathSteps - 1, maze.Labels.Span.Count((byte)MazeToken.Path));
        Assert.InRange(maze.PathSteps, 1000, int.MaxValue);
    }

    [Fact]
    public void The_longest_path_a_size_can_have_is_found()
    {
        var maze = MazeGenerator.Draw(new Rng(4), GridSize.Of(5, 5), 6);

        Assert.Equal(6, maze.PathSteps);
    }

    [Theory]
    [InlineData(5, 5, 7, "The least number of steps in a 5x5 maze must lie between 0 and 6, but is 7.")]
    [InlineData(5, 5, -1, "The least number of steps in a 5x5 maze must lie between 0 and 6, but is -1.")]
    [InlineData(3, 3, 0, "The size of a maze to draw must have room for two cells, but is 3x3.")]
    [InlineData(
        19,
        19,
        160,
        "A 19x19 maze with a path of at least 160 steps must be found within 10000 draws, but none was; " +
        "ask for fewer steps.")]
    public void What_cannot_be_drawn_is_refused_in_one_sentence(int height, int width, int leastSteps, string sentence)
    {
        var size = GridSize.Of(height, width);
        var broken = Assert.Throws<ArgumentException>(() => MazeGenerator.Draw(new Rng(0), size, leastSteps));

        Assert.Equal(sentence, broken.Message);
    }
}

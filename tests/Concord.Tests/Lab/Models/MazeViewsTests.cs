using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class MazeViewsTests
{
    [Fact]
    public void The_eight_variants_of_a_maze_have_some_28_distinct_views_among_648_agents()
    {
        const int Mazes = 200;
        var set = MazeTrainingSet.Create(MazeSuites.Train, Mazes);
        var pixels = set.Size.Pixels;
        byte[] tokens = new byte[8 * pixels], labels = new byte[8 * pixels];
        var views = new MazeViews();
        var sum = 0;
        for (var maze = 0; maze < Mazes; maze++)
        {
            for (var variant = 0; variant < 8; variant++)
                set.Copy(
                    maze, variant, tokens.AsSpan(variant * pixels, pixels), labels.AsSpan(variant * pixels, pixels));
            views.Read(MazeViews.LatticeOf(set.Size), 8, tokens, labels);
            sum += views.Distinct;
        }
        Assert.Equal(648, views.Rows);
        Assert.InRange((double)sum / Mazes, 26.5, 29);
    }
}

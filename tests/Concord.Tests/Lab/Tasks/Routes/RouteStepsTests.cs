using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Routes;
using Concord.Tests.Lab.Models;
using Concord.Tests.Lab.Tasks.Mazes;
using Xunit;
using static Concord.Lab.Tasks.Routes.RouteStep;

namespace Concord.Tests.Lab.Tasks.Routes;

public sealed class RouteStepsTests
{
    // Where up, down, left and right point after a quarter turn anticlockwise, and in a mirror.
    private static readonly RouteStep[] Quarter = [Left, Right, Down, Up, Wait], Mirror = [Up, Down, Right, Left, Wait];

    [Fact]
    public void A_route_leads_to_the_goal_in_as_few_steps_as_can_be_and_waits_there()
    {
        foreach (var maze in RouteSuites.Test(GridSize.Of(11, 11)).Draw(100))
        {
            var least = Oracle.Distances(maze)[maze.Tokens.Span.IndexOf((byte)MazeToken.Goal)];
            var route = RouteSteps.Of(maze, 60);
            Assert.Equal(least, maze.PathSteps);
            Assert.True(RouteWalk.Along(maze, route[..least]) is { Arrived: true, Mistakes: 0 });
            Assert.All(route[least..], step => Assert.Equal(Wait, step));
            Assert.Equal(route[..7], RouteSteps.Of(maze, 7));
        }
    }

    [Fact]
    public void In_a_maze_with_loops_a_shortest_path_is_followed()
    {
        var maze = MazeText.Parse("#####\n#S  #\n# # #\n#  G#\n#####\n", "here");
        Assert.Equal("DDRRWW", RouteSteps.Print(RouteSteps.Of(maze, 6)).Replace("RRDD", "DDRR"));
    }

    [Fact]
    public void Each_variant_of_a_maze_is_a_sample_with_its_steps_turned_along()
    {
        var mazes = RouteSuites.Train(GridSize.Of(11, 11), 20);
        var samples = RouteImages.Train(mazes, 30);
        Assert.Equal((160, 1), (samples.Count, samples.Variants));
        var reader = samples.Open(1);
        for (var sample = 0; sample < samples.Count; sample++)
        {
            var (maze, variant) = (mazes[sample / 8], sample % 8);
            var expected = RouteSteps.Of(maze, 30);
            if (variant >= 4)
                expected = [.. expected.Select(step => Mirror[(int)step])];
            for (var turn = 0; turn < variant % 4; turn++)
                expected = [.. expected.Select(step => Quarter[(int)step])];

            var views = reader.Loaded(sample);
            Assert.Equal(expected, views.Targets[..30].Select(step => (RouteStep)step));
            Assert.Equal(Colours(Symmetry.Turned(maze, variant)), views.Inputs());
        }
    }

    [Fact]
    public void Training_leaves_out_what_tests_hold()
    {
        var size = GridSize.Of(9, 9);
        var trained = RouteSuites.Train(size, 2000);
        var held = RouteSuites.Test(size).Draw(RouteSuites.HeldOut).Select(maze => maze.Fingerprint).ToHashSet();
        Assert.DoesNotContain(Enumerable.Range(0, 2000), i => held.Contains(trained[i].Fingerprint));
    }

    [Fact]
    public void Mazes_are_as_long_as_those_of_the_paper()
    {
        // 15x15 with two random cells as ends: mean 26.5, median 24, 9.6 % above 50, measured on other code's mazes.
        var mazes = RouteSuites.Test(GridSize.Of(15, 15)).Draw(3000);
        var steps = mazes.Select(maze => maze.PathSteps).Order().ToList();
        Assert.InRange(steps.Average(), 25, 28);
        Assert.InRange(steps[1500], 22, 26);
        Assert.InRange(steps.Count(n => n > 50) / 3000.0, 0.08, 0.112);
        Assert.Equal(2, steps[0]);
        Assert.All(mazes, maze => Assert.All(
            new[] { MazeToken.Start, MazeToken.Goal }.Select(end => maze.Tokens.Span.IndexOf((byte)end)),
            end => Assert.Equal((1, 1), (end / 15 % 2, end % 15 % 2))));
    }

    [Fact]
    public void Routes_are_read_as_text()
    {
        Assert.Equal([Up, Down, Left, Right, Wait], RouteSteps.Parse("UD L\nRW", "here"));
        Assert.Equal(
            "here: step 2 of a route must be one of U, D, L, R and W, but is x.",
            Assert.Throws<FormatException>(() => RouteSteps.Parse("Ux", "here")).Message);
    }

    private static float[] Colours(Maze maze) =>
    [
        .. maze.Tokens.ToArray().SelectMany(token => (MazeToken)token switch
        {
            MazeToken.Wall => new float[] { -1, -1, -1 },
            MazeToken.Start => [1, -1, -1],
            MazeToken.Goal => [-1, 1, -1],
            _ => [1, 1, 1],
        }),
    ];
}

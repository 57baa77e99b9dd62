using System.Text;
using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Routes;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Routes;

public sealed class RouteWalkTests
{
    // A corridor of five pixels, start on the left.
    private static readonly Maze Corridor = MazeText.Parse("#######\n#S   G#\n#######\n", "here");

    [Theory]
    [InlineData("RRRR", 4, true, 0)]
    [InlineData("WRRWRRLL", 4, true, 0)]
    [InlineData("RRLR", 2, false, 0)]
    [InlineData("URDRRR", 4, true, 2)]
    [InlineData("LRUDRRR", 1, false, 3)]
    [InlineData("", 0, false, 0)]
    public void Mistakes_are_left_out_and_the_third_ends_the_walk(string route, int place, bool arrived, int mistakes)
    {
        var walk = RouteWalk.Along(Corridor, RouteSteps.Parse(route, "here"));
        Assert.Equal((8 + place, arrived, mistakes), (walk.Last, walk.Arrived, walk.Mistakes));
    }

    [Fact]
    public void What_was_walked_is_marked_and_ends_stay_as_they_are() => Assert.Equal(
        "#######\n#S** G#\n#######\n",
        MazeText.Print(RouteWalk.Along(Corridor, RouteSteps.Parse("RRU", "here")).Mark(Corridor), Corridor.Size));

    [Fact]
    public void Steps_outside_the_maze_are_mistakes()
    {
        var open = MazeText.Parse("S  \n   \n  G", "here");
        var walk = RouteWalk.Along(open, RouteSteps.Parse("ULRRDD", "here"));
        Assert.Equal((true, 2), (walk.Arrived, walk.Mistakes));
        walk = RouteWalk.Along(open.StartingAt(5), RouteSteps.Parse("RLLL", "here"));
        Assert.Equal([5, 4, 3], walk.Pixels);
        Assert.Equal(2, walk.Mistakes);
    }

    [Theory]
    [InlineData("RRRR", null)]
    [InlineData("RR", "The route must lead to the goal, but ends at row 2, column 4.")]
    [InlineData("RRRRWW", null)]
    [InlineData("RD", "Step 2 of the route, Down, must lead to an open pixel on the way to the goal, but leads into a "
        + "wall from row 2, column 3.")]
    [InlineData("RRRRL", "but comes after the goal from row 2, column 6.")]
    public void Illegal_steps_are_refused(string route, string? sentence)
    {
        var steps = RouteSteps.Parse(route, "here");
        var thrown = Record.Exception(() => RouteWalk.RequireLegal(Corridor, steps));
        Assert.Equal(sentence == null, thrown == null);
        Assert.Contains(sentence ?? "", thrown?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_bring_the_route_that_counts_as_right()
    {
        (Maze Maze, RouteStep[]? Route) Read(string text) => RouteFile.Read(Encoding.UTF8.GetBytes(text), "my file");
        const string maze = "#######\n#S   G#\n#######\n";
        Assert.Null(Read(maze + "\n").Route);
        var (read, route) = Read(maze.ReplaceLineEndings("\r\n") + "\r\nRRLR\r\nRR\r\n");
        Assert.Equal((7, "RRLRRR"), (read.Size.Width, RouteSteps.Print(route!)));
        foreach (var text in (string[])["\uFEFF\r\r" + maze.Replace('\n', '\r') + "\rrrrr\r", maze + " \t\nR, R, R, R"])
            Assert.Equal("RRRR", RouteSteps.Print(Read(text).Route!));
        Assert.Equal(
            "RRRR", RouteSteps.Print(RouteFile.Read(Encoding.Unicode.GetBytes("\uFEFF" + maze + "\nRRRR"), "").Route!));
        Assert.Equal(
            "my file: Step 2 of the route, Up, must lead to an open pixel on the way to the goal, but leads into a "
            + "wall from row 2, column 3.",
            Assert.Throws<FormatException>(() => Read(maze + "\nRURRR")).Message);
        Assert.Equal(
            "my file: step 1 of a route must be one of U, D, L, R and W, but is x.",
            Assert.Throws<FormatException>(() => Read(maze + "\nx")).Message);
    }

    [Fact]
    public void Short_routes_solve_large_mazes_in_legs()
    {
        foreach (var maze in RouteSuites.Test(GridSize.Of(39, 39)).Draw(20))
        {
            var legs = (maze.PathSteps + 24) / 25;
            var relay = RouteRelay.Run(maze, now => RouteSteps.Of(now, 25), most: legs);
            Assert.Equal((true, legs), (relay.Arrived, relay.Applications));
            Assert.Equal(maze.PathSteps + 1, relay.Pixels.Count);
            Assert.Equal(maze.Tokens.Span.IndexOf((byte)MazeToken.Goal), relay.Pixels[^1]);
            if (legs > 1)
                Assert.False(RouteRelay.Run(maze, now => RouteSteps.Of(now, 25), most: legs - 1).Arrived);
        }
    }

    [Fact]
    public void A_route_that_comes_back_is_left_at_the_last_pixel_that_is_not_excluded()
    {
        // One step right and back: a leg ends where it began and excludes its start, so that the next one ends a pixel
        // further; three pixels in six legs, and the seventh steps onto the goal.
        var relay = RouteRelay.Run(Corridor, _ => [RouteStep.Right, RouteStep.Left]);
        Assert.True(relay.Arrived);
        Assert.Equal(7, relay.Applications);
        Assert.False(RouteRelay.Run(Corridor, _ => [RouteStep.Up, RouteStep.Wait]).Arrived);
    }

    [Theory]
    [InlineData("P6 4 3 255\n", "here: The maze width must be odd, but is 4.")]
    [InlineData("P6 3 1 255\n", "here: the height of the picture must lie between 3 and 1001, but is 1.")]
    [InlineData("P6 3 3 255\nabc", "here: a picture of 3x3 pixels must have 27 bytes, but has 3.")]
    [InlineData(
        "P6 3 3 1\n\0\0\0\0\0\0\u0001\0\u0001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        "here: the pixel at row 1, column 3 must be black, white, red, green or blue, but is 1 0 1 of 1.")]
    [InlineData(
        "P6 3 3 1\n\0\0\0\0\0\0\u0001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        "here: The maze must have exactly one goal, but has 0.")]
    public void What_is_wrong_with_a_picture_is_said(string file, string sentence) => Assert.Equal(
        sentence,
        Assert.Throws<InvalidDataException>(
            () => RouteFile.Read([.. file.Select(sign => (byte)sign)], "here")).Message);

    [Fact]
    public void Settings_change_the_question_and_suites_come_in_any_size()
    {
        var settings = new RouteTask().Settings.ToDictionary(setting => setting.Name);
        var experiment = (RouteExperiment)settings["train-size"].Apply(new RouteExperiment { Mazes = 10 }, "11");
        experiment = (RouteExperiment)settings["route"].Apply(experiment, "30");
        Assert.Equal(RouteImages.Asks(GridSize.Of(11, 11), 30), experiment.Question);
        Assert.Equal(80, experiment.ToTrain().Samples.Count);
        Assert.Contains(
            "must be odd",
            Assert.Throws<ArgumentException>(() => settings["train-size"].Apply(experiment, "12")).Message);

        var (grader, tile, _) = experiment.ToScore(new Examination("test", 3, 1) { Size = "39" });
        Assert.Equal(32 * 121 / 1521, tile);
        Assert.Equal((39, 30), (grader().Load(0, 2).Question.Width, grader().Load(0, 1).Question.Places));
    }
}

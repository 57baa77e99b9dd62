using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Routes;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

public sealed class ShortestPathsTests
{
    private const string Ring = "#####\n#S  #\n# # #\n#  G#\n#####\n";

    [Theory]
    [InlineData("#####\n#S**#\n# #*#\n#  G#\n#####\n")]
    [InlineData("#####\n#S  #\n#*# #\n#**G#\n#####\n")]
    public void Each_of_two_shortest_paths_solves(string answer)
    {
        var (maze, grid) = (Parse(Ring), Grid(answer));
        Assert.True(MazeAnswer.Solves(grid, maze.LabelsNear(grid).Span));
        Assert.Equal(answer, MazeText.Print(maze.LabelsNear(grid).Span, maze.Size));
    }

    [Theory]
    [InlineData("#####\n#S**#\n#*#*#\n#**G#\n#####\n")]
    [InlineData("#####\n#S* #\n# #*#\n#  G#\n#####\n")]
    [InlineData("#####\n#S  #\n# # #\n#  G#\n#####\n")]
    public void Both_paths_at_once_half_a_path_and_none_solve_nothing(string answer)
    {
        var (maze, grid) = (Parse(Ring), Grid(answer));
        Assert.False(MazeAnswer.Solves(grid, maze.LabelsNear(grid).Span));
    }

    [Fact]
    public void A_longer_path_solves_nothing()
    {
        var maze = Parse("#######\n#S   G#\n# ### #\n#     #\n#######\n");
        var grid = Grid("#######\n#S   G#\n#*###*#\n#*****#\n#######\n");
        Assert.False(MazeAnswer.Solves(grid, maze.LabelsNear(grid).Span));
        Assert.False(maze.Paths.AreSeveral);
    }

    [Fact]
    public void The_nearest_of_all_shortest_paths_is_found()
    {
        var rng = new Rng(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var maze = Draw(rng);
            if (!maze.IsSolvable)
                continue;
            var answer = maze.Tokens.ToArray();
            foreach (ref var token in answer.AsSpan())
                if (rng.Below(3) == 0)
                    token = (byte)rng.Below(6);
                else if (token == (byte)MazeToken.Empty && rng.Below(2) == 0)
                    token = (byte)MazeToken.Path;
            var all = Routes(maze).ToList();
            Assert.Equal(all.Count > 1, maze.Paths.AreSeveral);
            var least = all.Min(route => Wrong(answer, RouteWalk.Along(maze, route).Mark(maze)));
            Assert.Equal(least, Wrong(answer, maze.LabelsNear(answer).Span));

            RouteStep[] said = [.. Enumerable.Range(0, 10).Select(_ => (RouteStep)rng.Below(RouteSteps.Kinds))];
            var nearest = RouteSteps.Nearest(maze, said);
            Assert.Contains(all, route => Cut(route, 10).SequenceEqual(nearest));
            Assert.Equal(all.Max(route => Agreeing(said, Cut(route, 10))), Agreeing(said, nearest));
        }
    }

    [Fact]
    public void A_perfect_maze_has_its_own_path_only()
    {
        foreach (var maze in MazeSuites.Test.Draw(5))
        {
            Assert.False(maze.Paths.AreSeveral);
            Assert.Equal(maze.Labels.ToArray(), maze.LabelsNear(new byte[maze.Size.Pixels]).ToArray());
        }
    }

    [Fact]
    public void Where_nothing_is_near_the_maze_s_own_path_counts()
    {
        var maze = Parse("#######\n#S    #\n#     #\n#     #\n#    G#\n#     #\n#######\n");
        Assert.Equal(maze.Labels.ToArray(), maze.LabelsNear(maze.Tokens.Span).ToArray());
    }

    [Fact]
    public void A_grader_takes_either_path()
    {
        var maze = Parse(Ring);
        var lattice = MazeViews.LatticeOf(maze.Size);
        var grader = new MazeGrader([maze, maze], lattice);
        grader.Load(0, 2);
        using var tape = new Tape(recording: false);
        string[] answers = ["#####\n#S**#\n# #*#\n#  G#\n#####\n", "#####\n#S  #\n#*# #\n#**G#\n#####\n"];
        var logits = new float[2 * lattice.Agents * MazeViews.Features];
        foreach (var (sample, answer) in answers.Index())
            for (var agent = 0; agent < lattice.Agents; agent++)
                for (var place = 0; place < MazeViews.Places; place++)
                    if (lattice.Pixel(agent, place) is >= 0 and var pixel)
                        logits[(((sample * lattice.Agents) + agent) * MazeViews.Features) + (place * MazeViews.Kinds)
                            + Grid(answer)[pixel]] = 1;
        grader.Read(tape.Input(logits, [2 * lattice.Agents, MazeViews.Features]), null);
        Span<double> measures = stackalloc double[2];
        for (var sample = 0; sample < 2; sample++)
        {
            Assert.True(grader.IsRight(sample));
            grader.Grade(sample, measures);
            Assert.Equal([1, 1], measures.ToArray());
        }
    }

    [Fact]
    public void A_large_open_field_takes_no_time()
    {
        var rows = Enumerable.Repeat(new string('.', 401), 399);
        var maze = Parse($"S{new string('.', 400)}\n{string.Join('\n', rows)}\n{new string('.', 400)}G\n");
        var answer = RouteWalk.Along(
            maze, Enumerable.Repeat(RouteStep.Right, 400).Concat(Enumerable.Repeat(RouteStep.Down, 400))).Mark(maze);
        Assert.Equal(answer, maze.LabelsNear(answer).ToArray());
    }

    private static Maze Parse(string text) => MazeText.Parse(text, "test");

    private static byte[] Grid(string answer) => [.. answer.Replace("\n", "").Select(sign => (byte)(sign switch
    {
        '#' => MazeToken.Wall,
        'S' => MazeToken.Start,
        'G' => MazeToken.Goal,
        '*' => MazeToken.Path,
        _ => MazeToken.Empty,
    }))];

    // Few walls, so that there are many paths.
    private static Maze Draw(Rng rng)
    {
        var size = GridSize.Of(5, 7);
        var tokens = new byte[size.Pixels];
        foreach (ref var token in tokens.AsSpan())
            token = (byte)(rng.Below(5) == 0 ? MazeToken.Wall : MazeToken.Empty);
        var start = rng.Below(size.Pixels);
        tokens[start] = (byte)MazeToken.Start;
        tokens[(start + 1 + rng.Below(size.Pixels - 1)) % size.Pixels] = (byte)MazeToken.Goal;
        return new Maze(size, tokens);
    }

    // All walks of the least length that arrive, one by one.
    private static IEnumerable<RouteStep[]> Routes(Maze maze)
    {
        return From(maze.Tokens.Span.IndexOf((byte)MazeToken.Start), []);

        IEnumerable<RouteStep[]> From(int at, RouteStep[] route)
        {
            var token = (MazeToken)maze.Tokens.Span[at];
            if (token == MazeToken.Wall || route.Length > maze.PathSteps)
                return [];
            if (token == MazeToken.Goal)
                return [route];
            return Enumerable.Range(0, 4).Select(step => (RouteStep)step)
                .Select(step => (Step: step, Next: RouteSteps.Move(at, step, maze.Size)))
                .Where(way => way.Next >= 0 && Distance(maze, way.Next) <= maze.PathSteps - route.Length - 1)
                .SelectMany(way => From(way.Next, [.. route, way.Step]));
        }
    }

    private static int Distance(Maze maze, int pixel)
    {
        var goal = maze.Tokens.Span.IndexOf((byte)MazeToken.Goal);
        var width = maze.Size.Width;
        return Math.Abs((pixel / width) - (goal / width)) + Math.Abs((pixel % width) - (goal % width));
    }

    private static int Wrong(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> labels)
    {
        var wrong = 0;
        for (var i = 0; i < answer.Length; i++)
            wrong += answer[i] == labels[i] ? 0 : 1;
        return wrong;
    }

    private static IEnumerable<RouteStep> Cut(RouteStep[] route, int length) =>
        route.Concat(Enumerable.Repeat(RouteStep.Wait, length)).Take(length);

    private static int Agreeing(IEnumerable<RouteStep> one, IEnumerable<RouteStep> other) =>
        one.Zip(other, (a, b) => a == b ? 1 : 0).Sum();
}

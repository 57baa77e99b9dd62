using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Routes;

/// <summary>A maze solved in legs: the start moves to where a route led, and the model is asked again.</summary>
/// <remarks>
/// So a model of short routes solves mazes with long ones; Darlow et al. 2025, "Continuous Thought Machines", goes from
/// 39x39 to 99x99 this way. Where a leg leads nowhere new, its start is excluded: it may be walked through, but is not
/// accepted as a next start.
/// </remarks>
/// <param name="Arrived">Whether the goal was reached.</param>
/// <param name="Applications">How many legs there were.</param>
/// <param name="Pixels">All pixels from the first start on, in the order in which they were walked.</param>
public sealed record RouteRelay(bool Arrived, int Applications, IReadOnlyList<int> Pixels)
{
    /// <summary>How many legs there are at most, unless said.</summary>
    public const int MostApplications = 20;

    /// <summary>Solves a maze in legs.</summary>
    /// <param name="maze">The maze.</param>
    /// <param name="solve">What gives a route, as long as it can, for a maze.</param>
    /// <param name="most">How many legs there are at most.</param>
    public static RouteRelay Run(
        Maze maze, Func<Maze, IReadOnlyList<RouteStep>> solve, int most = MostApplications)
    {
        ArgumentNullException.ThrowIfNull(maze);
        ArgumentNullException.ThrowIfNull(solve);
        Require.Positive(most);
        var excluded = new HashSet<int>();
        var pixels = new List<int> { maze.Tokens.Span.IndexOf((byte)MazeToken.Start) };
        for (var application = 1; application <= most; application++)
        {
            var walk = RouteWalk.Along(maze, solve(maze));
            var end = walk.Pixels.Count - 1;
            while (!walk.Arrived && end > 0 && excluded.Contains(walk.Pixels[end]))
                end--;
            pixels.AddRange(walk.Pixels.Skip(1).Take(end));
            if (walk.Arrived)
                return new RouteRelay(Arrived: true, application, pixels);
            var (start, next) = (walk.Pixels[0], walk.Pixels[end]);
            if (next == start)
                excluded.Add(start);
            else
                maze = maze.StartingAt(next);
        }
        return new RouteRelay(Arrived: false, most, pixels);
    }
}

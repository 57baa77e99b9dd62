using Concord.Lab.Tasks.Mazes;

namespace Concord.Lab.Tasks.Routes;

/// <summary>What comes of walking a route: a step into a wall or outside is a mistake and is left out.</summary>
/// <remarks>
/// As the code of Darlow et al. 2025, "Continuous Thought Machines", walks: up to <see cref="MostMistakes"/> are
/// forgiven, and the walk ends at the next one, at the goal, or with the route.
/// </remarks>
/// <param name="Pixels">The pixels from the start on, one more than steps were taken; waiting adds none.</param>
/// <param name="Arrived">Whether the goal was reached.</param>
/// <param name="Blocked">The steps that were left out, and the pixels where they were tried.</param>
public sealed record RouteWalk(
    IReadOnlyList<int> Pixels, bool Arrived, IReadOnlyList<(int Pixel, RouteStep Step)> Blocked)
{
    /// <summary>After how many mistakes a walk still goes on.</summary>
    public const int MostMistakes = 2;

    /// <summary>How many steps were left out.</summary>
    public int Mistakes => Blocked.Count;

    /// <summary>Where the walk ended.</summary>
    public int Last => Pixels[^1];

    /// <summary>Walks a route from the start of a maze.</summary>
    public static RouteWalk Along(Maze maze, IEnumerable<RouteStep> route)
    {
        ArgumentNullException.ThrowIfNull(maze);
        ArgumentNullException.ThrowIfNull(route);
        var tokens = maze.Tokens.Span;
        var pixels = new List<int> { tokens.IndexOf((byte)MazeToken.Start) };
        var blocked = new List<(int, RouteStep)>();
        foreach (var step in route)
        {
            if (step == RouteStep.Wait)
                continue;
            var next = RouteSteps.Move(pixels[^1], step, maze.Size);
            if (next >= 0 && tokens[next] != (byte)MazeToken.Wall)
            {
                pixels.Add(next);
                if (tokens[next] == (byte)MazeToken.Goal)
                    return new RouteWalk(pixels, Arrived: true, blocked);
            }
            else
            {
                blocked.Add((pixels[^1], step));
                if (blocked.Count > MostMistakes)
                    break;
            }
        }
        return new RouteWalk(pixels, Arrived: false, blocked);
    }

    /// <summary>Refuses a route with a step into a wall, outside or after the goal, or that ends before it.</summary>
    /// <exception cref="ArgumentException">The sentence says which step, and where it leads.</exception>
    public static void RequireLegal(Maze maze, IReadOnlyList<RouteStep> route)
    {
        ArgumentNullException.ThrowIfNull(maze);
        ArgumentNullException.ThrowIfNull(route);
        var tokens = maze.Tokens.Span;
        var at = tokens.IndexOf((byte)MazeToken.Start);
        for (var i = 0; i < route.Count; i++)
        {
            var next = RouteSteps.Move(at, route[i], maze.Size);
            var flaw = next < 0 ? "leads outside"
                : tokens[next] == (byte)MazeToken.Wall ? "leads into a wall"
                : tokens[at] == (byte)MazeToken.Goal && next != at ? "comes after the goal"
                : null;
            if (flaw != null)
                throw new ArgumentException(
                    $"Step {i + 1} of the route, {route[i]}, must lead to an open pixel on the way to the goal, but "
                    + $"{flaw} from row {(at / maze.Size.Width) + 1}, column {(at % maze.Size.Width) + 1}.");
            at = next;
        }
        if (tokens[at] != (byte)MazeToken.Goal)
            throw new ArgumentException(
                $"The route must lead to the goal, but ends at row {(at / maze.Size.Width) + 1}, column "
                + $"{(at % maze.Size.Width) + 1}.");
    }

    /// <summary>The walk as a film draws it.</summary>
    internal WalkedRoute Drawn() => new(Pixels, [.. Blocked.Select(blocked => blocked.Step switch
    {
        RouteStep.Up => (blocked.Pixel, -1, 0),
        RouteStep.Down => (blocked.Pixel, 1, 0),
        RouteStep.Left => (blocked.Pixel, 0, -1),
        _ => (blocked.Pixel, 0, 1),
    })]);

    /// <summary>The maze with what was walked marked as path, as an answer to look at.</summary>
    public byte[] Mark(Maze maze)
    {
        ArgumentNullException.ThrowIfNull(maze);
        var tokens = maze.Tokens.ToArray();
        foreach (var pixel in Pixels)
            if (tokens[pixel] == (byte)MazeToken.Empty)
                tokens[pixel] = (byte)MazeToken.Path;
        return tokens;
    }
}

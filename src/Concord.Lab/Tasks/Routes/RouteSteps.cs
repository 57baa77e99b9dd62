using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Routes;

/// <summary>The way from start to goal as steps, and routes as text: U, D, L, R, and W for wait.</summary>
public static class RouteSteps
{
    /// <summary>How many kinds of steps there are.</summary>
    public const int Kinds = 5;

    private const string Signs = "UDLRW";

    /// <summary>
    /// Writes the first steps of a marked path; what is left after the goal is <see cref="RouteStep.Wait"/>.
    /// </summary>
    /// <remarks>
    /// Neighbours are tried up, down, left, right. A shortest path has no two pixels side by side that do not follow
    /// each other, so the pixel that one comes from and one other are all there are.
    /// </remarks>
    /// <param name="labels">The labels of a maze that can be solved, row by row.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="steps">As many steps as are asked for, as numbers of <see cref="RouteStep"/>.</param>
    public static void Follow(ReadOnlySpan<byte> labels, GridSize size, Span<int> steps)
    {
        Require.Length(labels, size.Pixels);
        var (before, at) = (-1, labels.IndexOf((byte)MazeToken.Start));
        foreach (ref var step in steps)
        {
            step = (int)RouteStep.Wait;
            if (labels[at] == (byte)MazeToken.Goal)
                continue;
            for (var way = RouteStep.Up; way < RouteStep.Wait; way++)
            {
                var next = Move(at, way, size);
                if (next < 0 || next == before || (MazeToken)labels[next] is not (MazeToken.Path or MazeToken.Goal))
                    continue;
                (step, before, at) = ((int)way, at, next);
                break;
            }
        }
    }

    /// <summary>The first steps from start to goal of a maze.</summary>
    /// <exception cref="ArgumentException">The goal cannot be reached.</exception>
    public static RouteStep[] Of(Maze maze, int length)
    {
        ArgumentNullException.ThrowIfNull(maze);
        Require.That(maze.IsSolvable, "The goal of the maze", "must be within reach of its start", "not");
        var steps = new int[Require.Positive(length)];
        Follow(maze.Labels.Span, maze.Size, steps);
        return [.. steps.Select(step => (RouteStep)step)];
    }

    /// <summary>The first steps of the shortest route that agrees with another in the most steps.</summary>
    /// <param name="maze">A maze that can be solved.</param>
    /// <param name="route">The other route, whose length the result has.</param>
    /// <exception cref="ArgumentException">The goal cannot be reached.</exception>
    public static RouteStep[] Nearest(Maze maze, IReadOnlyList<RouteStep> route)
    {
        ArgumentNullException.ThrowIfNull(maze);
        ArgumentNullException.ThrowIfNull(route);
        if (!maze.Paths.AreSeveral)
            return Of(maze, route.Count);
        var pixels = maze.Paths.Along(
            (number, from, to) => number < route.Count && Move(from, route[number], maze.Size) == to);
        var nearest = Enumerable.Range(0, route.Count).Select(number => number + 1 < pixels.Length
            ? Enumerable.Range(0, Kinds).Select(step => (RouteStep)step)
                .First(step => Move(pixels[number], step, maze.Size) == pixels[number + 1])
            : RouteStep.Wait);
        return [.. nearest];
    }

    /// <summary>The pixel that a step leads to, walls included; −1 for one outside the maze.</summary>
    public static int Move(int pixel, RouteStep step, GridSize size) => step switch
    {
        RouteStep.Up => pixel >= size.Width ? pixel - size.Width : -1,
        RouteStep.Down => pixel + size.Width < size.Pixels ? pixel + size.Width : -1,
        RouteStep.Left => pixel % size.Width > 0 ? pixel - 1 : -1,
        RouteStep.Right => (pixel + 1) % size.Width > 0 ? pixel + 1 : -1,
        _ => pixel,
    };

    /// <summary>Reads a route such as UURRDW; blanks, commas and ends of line do not count, nor does case.</summary>
    /// <exception cref="FormatException">Another sign; the sentence says which.</exception>
    public static RouteStep[] Parse(ReadOnlySpan<char> text, string source)
    {
        var steps = new List<RouteStep>();
        foreach (var sign in text)
        {
            if (char.IsWhiteSpace(sign) || sign == ',')
                continue;
            var step = Signs.IndexOf(char.ToUpperInvariant(sign), StringComparison.Ordinal);
            if (step < 0)
                throw new FormatException(
                    $"{source}: step {steps.Count + 1} of a route must be one of U, D, L, R and W, but is "
                    + (char.IsControl(sign) || char.IsSurrogate(sign) ? $"U+{(int)sign:X4}." : $"{sign}."));
            steps.Add((RouteStep)step);
        }
        return [.. steps];
    }

    /// <summary>A route as text, a letter a step.</summary>
    public static string Print(IEnumerable<RouteStep> route) => string.Concat(route.Select(step => Signs[(int)step]));
}

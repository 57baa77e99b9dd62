namespace Concord.Lab.Tasks.Mazes;

/// <summary>All shortest paths from the start to the goal of a maze: finds the one nearest to an answer.</summary>
/// <remarks>
/// They form a directed acyclic graph, a layer for each distance from the start, so the path with the largest sum of
/// weights comes of one pass over the layers (dynamic programming). Any number of threads may call.
/// </remarks>
internal sealed class ShortestPaths
{
    private const int Ways = 4, Unreached = -1;

    private readonly Maze _maze;

    // The pixels on any shortest path by their distance from the start, and that distance of every pixel; empty where
    // there is at most one path.
    private readonly int[] _order = [];
    private readonly int[] _steps = [];

    /// <summary>Searches a maze.</summary>
    public ShortestPaths(Maze maze)
    {
        _maze = maze;
        if (!maze.IsSolvable)
            return;
        var tokens = maze.Tokens.Span;
        int start = tokens.IndexOf((byte)MazeToken.Start), goal = tokens.IndexOf((byte)MazeToken.Goal);
        var (left, _) = Search(goal, static (_, _) => true);
        var (steps, order) = Search(start, (from, to) => left[to] >= 0 && left[to] == left[from] - 1);
        if (order.Length > maze.PathSteps + 1)
            (_steps, _order) = (steps, order);
    }

    /// <summary>Whether there is more than one.</summary>
    public bool AreSeveral => _order.Length > 0;

    /// <summary>The labels of the path for which the fewest pixels of an answer are wrong; the maze's own where it is
    /// one of these.</summary>
    /// <param name="answer">A token for every pixel.</param>
    public byte[] Nearest(byte[] answer)
    {
        // A pixel off the path should be empty, so calling it path costs as much as leaving it out on the path.
        var path = Best((_, to) => (MazeToken)answer[to] switch { MazeToken.Path => 1, MazeToken.Empty => -1, _ => 0 });
        return PathFinder.Mark(_maze.Tokens.Span, path);
    }

    /// <summary>The pixels, from start to goal, of the path that agrees with a route in the most steps.</summary>
    /// <param name="agrees">Whether the step with this number, from 0, leads from the one pixel to the other.</param>
    public int[] Along(Func<int, int, int, bool> agrees) =>
        Best((from, to) => agrees(_steps[from], from, to) ? 1 : 0);

    private int[] Best(Func<int, int, int> weight)
    {
        var labels = _maze.Labels.Span;
        var sums = new long[_maze.Size.Pixels];
        var before = new int[_maze.Size.Pixels];
        Array.Fill(before, Unreached);
        Span<int> beside = stackalloc int[Ways];
        foreach (var from in _order)
        {
            foreach (var to in beside[..Beside(from, beside)])
            {
                if (_steps[to] != _steps[from] + 1)
                    continue;
                // Of equal sums the one wins that shares more pixels with the maze's own path.
                var own = labels[to] == (byte)MazeToken.Path ? 1 : 0;
                var sum = sums[from] + ((long)weight(from, to) * _maze.Size.Pixels) + own;
                if (before[to] == Unreached || sum > sums[to])
                    (sums[to], before[to]) = (sum, from);
            }
        }
        var path = new int[_maze.PathSteps + 1];
        path[^1] = _order[^1];
        for (var i = path.Length - 2; i >= 0; i--)
            path[i] = before[path[i + 1]];
        return path;
    }

    // Breadth first; the goal of the search is whatever is reached last.
    private (int[] Steps, int[] Order) Search(int start, Func<int, int, bool> mayStep)
    {
        var tokens = _maze.Tokens.Span;
        var steps = new int[_maze.Size.Pixels];
        Array.Fill(steps, Unreached);
        var queue = new List<int> { start };
        steps[start] = 0;
        Span<int> beside = stackalloc int[Ways];
        for (var next = 0; next < queue.Count; next++)
        {
            var from = queue[next];
            foreach (var to in beside[..Beside(from, beside)])
            {
                if (steps[to] != Unreached || tokens[to] == (byte)MazeToken.Wall || !mayStep(from, to))
                    continue;
                steps[to] = steps[from] + 1;
                queue.Add(to);
            }
        }
        return (steps, [.. queue]);
    }

    // The pixels beside one, up, down, left, right.
    private int Beside(int pixel, Span<int> beside)
    {
        var (width, count) = (_maze.Size.Width, 0);
        if (pixel >= width)
            beside[count++] = pixel - width;
        if (pixel < _maze.Size.Pixels - width)
            beside[count++] = pixel + width;
        if (pixel % width > 0)
            beside[count++] = pixel - 1;
        if (pixel % width < width - 1)
            beside[count++] = pixel + 1;
        return count;
    }
}

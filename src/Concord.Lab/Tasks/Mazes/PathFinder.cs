namespace Concord.Lab.Tasks.Mazes;

/// <summary>Breadth-first search from pixel to neighbouring pixel, with buffers for every maze of one size.</summary>
/// <remarks>
/// Where several paths are shortest, pixels reached first win, and neighbours are tried up, down, left, right; in a
/// perfect maze there is only one path.
/// </remarks>
internal sealed class PathFinder(GridSize size)
{
    // The pixel that a pixel was reached from, plus one; 0 where the search has not been.
    private readonly int[] _from = new int[size.Pixels];
    private readonly int[] _queue = new int[size.Pixels];

    /// <summary>The pixels of a shortest path from the goal back to the start, both included; empty without a path.
    /// </summary>
    /// <remarks>The span is a buffer of this object: it holds until the next call.</remarks>
    public ReadOnlySpan<int> Find(ReadOnlySpan<byte> tokens, int start, int goal)
    {
        if (!Search(tokens, start, goal))
            return [];

        // The search is over, so its queue can hold the path.
        var length = 0;
        for (var at = goal; at != start; at = _from[at] - 1)
            _queue[length++] = at;
        _queue[length++] = start;
        return _queue.AsSpan(0, length);
    }

    /// <summary>The tokens with <see cref="MazeToken.Path"/> on every pixel of the path but its two ends.</summary>
    public static byte[] Mark(ReadOnlySpan<byte> tokens, ReadOnlySpan<int> path)
    {
        var labels = tokens.ToArray();
        foreach (var pixel in path[1..^1])
            labels[pixel] = (byte)MazeToken.Path;
        return labels;
    }

    private bool Search(ReadOnlySpan<byte> tokens, int start, int goal)
    {
        Array.Clear(_from);
        var width = size.Width;
        var end = 0;
        _queue[end++] = start;
        _from[start] = start + 1;
        for (var next = 0; next < end && _from[goal] == 0; next++)
        {
            var here = _queue[next];
            var column = here % width;
            if (here >= width)
                Visit(tokens, here, here - width, ref end);
            if (here < size.Pixels - width)
                Visit(tokens, here, here + width, ref end);
            if (column > 0)
                Visit(tokens, here, here - 1, ref end);
            if (column < width - 1)
                Visit(tokens, here, here + 1, ref end);
        }
        return _from[goal] != 0;
    }

    private void Visit(ReadOnlySpan<byte> tokens, int from, int to, ref int end)
    {
        if (_from[to] != 0 || tokens[to] == (byte)MazeToken.Wall)
            return;
        _from[to] = from + 1;
        _queue[end++] = to;
    }
}

using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>A grid of walls and open pixels with one start and one goal, and a shortest path between them.</summary>
/// <remarks>
/// Any such grid will do: loops, several components and an open border are allowed, and so is a goal that cannot be
/// reached (<see cref="IsSolvable"/>). <see cref="MazeGenerator"/> draws perfect mazes. Never changes once made.
/// </remarks>
public sealed class Maze
{
    private readonly byte[] _tokens;
    private readonly byte[] _labels;
    private ShortestPaths? _paths;

    /// <summary>Copies the tokens, checks them and finds the path.</summary>
    /// <param name="size">Height and width.</param>
    /// <param name="tokens">One <see cref="MazeToken"/> a pixel, by rows: walls, empties, a start and a goal.</param>
    /// <exception cref="ArgumentException">Wrong length, other tokens, or not one start and one goal.</exception>
    public Maze(GridSize size, ReadOnlySpan<byte> tokens)
    {
        Require.Length(tokens, size.Pixels);
        CheckTokens(size, tokens);
        var start = Only(tokens, MazeToken.Start, "start");
        var goal = Only(tokens, MazeToken.Goal, "goal");
        var path = new PathFinder(size).Find(tokens, start, goal);

        Size = size;
        _tokens = tokens.ToArray();
        _labels = path.IsEmpty ? [] : PathFinder.Mark(tokens, path);
        PathSteps = path.IsEmpty ? 0 : path.Length - 1;
    }

    /// <summary>Takes over arrays that are known to be right; nothing is copied or searched.</summary>
    internal Maze(GridSize size, byte[] tokens, byte[] labels)
    {
        Size = size;
        _tokens = tokens;
        _labels = labels;
        PathSteps = labels.Length == 0 ? 0 : labels.AsSpan().Count((byte)MazeToken.Path) + 1;
    }

    /// <summary>Height and width.</summary>
    public GridSize Size { get; }

    /// <summary>One <see cref="MazeToken"/> from 1 to 4 a pixel, row by row: what a model reads.</summary>
    public ReadOnlyMemory<byte> Tokens => _tokens;

    /// <summary>The tokens with the path's pixels set to <see cref="MazeToken.Path"/>; empty without a path.</summary>
    public ReadOnlyMemory<byte> Labels => _labels;

    /// <summary>All its shortest paths, searched when they are first asked for.</summary>
    internal ShortestPaths Paths => _paths ??= new ShortestPaths(this);

    /// <summary>Whether the goal can be reached from the start.</summary>
    public bool IsSolvable => _labels.Length > 0;

    /// <summary>Steps from pixel to pixel on the shortest path: 1 for neighbours, 0 where there is no path.</summary>
    public int PathSteps { get; }

    /// <summary>A 64-bit hash of size and tokens (FNV-1a), the same in every process: equal mazes share it.</summary>
    public ulong Fingerprint
    {
        get
        {
            const ulong prime = 0x100000001B3;
            var hash = 0xCBF29CE484222325;
            hash = (hash ^ (ulong)Size.Height) * prime;
            hash = (hash ^ (ulong)Size.Width) * prime;
            foreach (var token in _tokens)
                hash = (hash ^ token) * prime;
            return hash;
        }
    }

    /// <summary>The labels of the shortest path that is nearest to an answer; <see cref="Labels"/> where there is no
    /// other path that is as short.</summary>
    /// <param name="answer">A token for every pixel, row by row.</param>
    /// <exception cref="ArgumentException">The answer has another length.</exception>
    public ReadOnlyMemory<byte> LabelsNear(ReadOnlySpan<byte> answer)
    {
        Require.Length(answer, Size.Pixels);
        return Paths.AreSeveral ? Paths.Nearest(answer.ToArray()) : _labels;
    }

    /// <summary>The same maze with another start; where the start was, the pixel is empty.</summary>
    /// <exception cref="ArgumentException">The pixel is outside, wall, or the goal.</exception>
    public Maze StartingAt(int pixel)
    {
        Require.Within(pixel, 0, Size.Pixels - 1, "The pixel to start at");
        Require.That(
            (MazeToken)_tokens[pixel] is MazeToken.Empty or MazeToken.Start, "The pixel to start at",
            "must be open and not the goal", (MazeToken)_tokens[pixel]);
        var tokens = _tokens.ToArray();
        tokens.AsSpan().Replace((byte)MazeToken.Start, (byte)MazeToken.Empty);
        tokens[pixel] = (byte)MazeToken.Start;
        return new Maze(Size, tokens);
    }

    private static void CheckTokens(GridSize size, ReadOnlySpan<byte> tokens)
    {
        var wrong = tokens.IndexOfAnyExceptInRange((byte)MazeToken.Wall, (byte)MazeToken.Goal);
        if (wrong >= 0)
        {
            Require.That(
                false,
                $"The token at row {(wrong / size.Width) + 1}, column {(wrong % size.Width) + 1}",
                "must be 1 (wall), 2 (empty), 3 (start) or 4 (goal)",
                tokens[wrong]);
        }
    }

    private static int Only(ReadOnlySpan<byte> tokens, MazeToken token, string name)
    {
        var count = tokens.Count((byte)token);
        if (count != 1)
            throw new ArgumentException($"The maze must have exactly one {name}, but has {count}.");
        return tokens.IndexOf((byte)token);
    }
}

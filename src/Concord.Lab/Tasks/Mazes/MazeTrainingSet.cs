using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>A fixed number of distinct mazes to train on, in two arrays of bytes.</summary>
/// <remarks>
/// Holds each maze once; <see cref="Copy"/> turns it on the way out, so the eight symmetric variants need no memory.
/// Only the mazes themselves are kept apart from the suites for scoring, not their turned variants, as in the
/// Sheaf-ADMM release.
/// </remarks>
public sealed class MazeTrainingSet
{
    /// <summary>How many mazes the paper trains on, before turning them.</summary>
    public const int UsualCount = 10_000;

    private readonly byte[] _tokens;
    private readonly byte[] _labels;

    private MazeTrainingSet(GridSize size, int count)
    {
        Size = size;
        Count = count;
        _tokens = new byte[count * size.Pixels];
        _labels = new byte[count * size.Pixels];
    }

    /// <summary>Height and width of every maze.</summary>
    public GridSize Size { get; }

    /// <summary>How many mazes there are.</summary>
    public int Count { get; }

    /// <summary>One maze, unturned.</summary>
    /// <exception cref="ArgumentException">There is no maze of this index.</exception>
    public Maze this[int index] => new(Size, Tokens(index).ToArray(), Labels(index).ToArray());

    /// <summary>Draws the first mazes of a source that none of the suites for scoring holds.</summary>
    /// <param name="source">Which mazes; <see cref="MazeSuites.Train"/>, or another size or seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="progress">Is told now and then which share is drawn; may throw to end that.</param>
    /// <exception cref="ArgumentException">As <see cref="MazeSuite.Draw"/>.</exception>
    public static MazeTrainingSet Create(
        MazeSuite source, int count = UsualCount, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Create(source, count, MazeSuites.Fingerprints(source.Size), progress);
    }

    /// <summary>Draws the first mazes of a source whose fingerprints are not among those to exclude.</summary>
    /// <exception cref="ArgumentException">As <see cref="MazeSuite.Draw"/>.</exception>
    public static MazeTrainingSet Create(
        MazeSuite source, int count, IEnumerable<ulong> exclude, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.CheckCount(count);
        var set = new MazeTrainingSet(source.Size, count);
        var end = 0;
        foreach (var maze in source.Distinct(source.Seed, [.. exclude]).Take(count))
        {
            maze.Tokens.Span.CopyTo(set._tokens.AsSpan(end));
            maze.Labels.Span.CopyTo(set._labels.AsSpan(end));
            end += source.Size.Pixels;
            if (end % (64 * source.Size.Pixels) == 0)
                progress?.Invoke((double)end / set._tokens.Length);
        }
        return set;
    }

    /// <summary>The tokens of one maze, row by row.</summary>
    /// <exception cref="ArgumentException">There is no maze of this index.</exception>
    public ReadOnlySpan<byte> Tokens(int index) => Slice(_tokens, index);

    /// <summary>The labels of one maze, row by row.</summary>
    /// <exception cref="ArgumentException">There is no maze of this index.</exception>
    public ReadOnlySpan<byte> Labels(int index) => Slice(_labels, index);

    /// <summary>Writes tokens and labels of one maze, turned by a variant of <see cref="Symmetry"/>.</summary>
    /// <param name="index">Which maze.</param>
    /// <param name="variant">0 to 7.</param>
    /// <param name="tokens">As many entries as a maze has pixels.</param>
    /// <param name="labels">As many entries as a maze has pixels.</param>
    /// <exception cref="ArgumentException">An index, a variant or a length is out of range.</exception>
    public void Copy(int index, int variant, Span<byte> tokens, Span<byte> labels)
    {
        Symmetry.Turn(Tokens(index), Size, variant, tokens);
        Symmetry.Turn(Labels(index), Size, variant, labels);
    }

    private ReadOnlySpan<byte> Slice(byte[] grids, int index)
    {
        Require.Within(index, 0, Count - 1, "The index of a maze");
        return grids.AsSpan(index * Size.Pixels, Size.Pixels);
    }
}

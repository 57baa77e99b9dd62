using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Puzzles with the boards they were made from, drawn once and kept.</summary>
/// <remarks>
/// Board i is drawn from the seed's stream i, so the first n are the same however many are asked for. Nothing is
/// compared: two seeds give the same board less than once in a thousand million pairs.
/// </remarks>
public sealed class SudokuBoards
{
    /// <summary>The seed of the boards to train on.</summary>
    public const ulong TrainSeed = 0;

    /// <summary>The seed of the boards to be scored on.</summary>
    public const ulong TestSeed = 1000;

    private readonly byte[] _puzzles;
    private readonly byte[] _solutions;

    private SudokuBoards(int count) =>
        (Count, _puzzles, _solutions) =
            (count, new byte[count * SudokuGraph.Cells], new byte[count * SudokuGraph.Cells]);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Draws boards.</summary>
    /// <param name="generator">How many cells of each are given.</param>
    /// <param name="count">How many; at most a million.</param>
    /// <param name="seed">Which.</param>
    public static SudokuBoards Draw(SudokuGenerator generator, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var boards = new SudokuBoards(Require.Within(count, 1, 1_000_000, "The number of Sudokus"));
        Rng seeds = new(seed), stream = new(seed);
        for (var i = 0; i < count; i++)
        {
            seeds.SplitInto((ulong)i, stream);
            generator.Draw(stream, Of(boards._puzzles, i), Of(boards._solutions, i));
        }
        return boards;
    }

    /// <summary>The tokens of one puzzle, row by row.</summary>
    public ReadOnlySpan<byte> Puzzle(int index) => Of(_puzzles, index);

    /// <summary>The digits of one board, row by row.</summary>
    public ReadOnlySpan<byte> Solution(int index) => Of(_solutions, index);

    private static Span<byte> Of(byte[] all, int index) =>
        all.AsSpan(index * SudokuGraph.Cells, SudokuGraph.Cells);
}

using System.Runtime.ExceptionServices;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Puzzles with their only solutions, drawn once and kept.</summary>
/// <remarks>
/// Board i is drawn from the seed's stream i, so the first n are the same however many are asked for and whatever the
/// threads. Boards of two seeds are not compared: there are 6.7·10²¹, so with a million of each seed the chance that
/// any is in both is below one in a thousand million.
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

    /// <summary>Draws boards, on as many threads as there are cores.</summary>
    /// <param name="generator">How many cells of each are given.</param>
    /// <param name="count">How many; at most a million.</param>
    /// <param name="seed">Which.</param>
    /// <exception cref="ArgumentException">Another count, or as <see cref="SudokuGenerator.Draw"/>.</exception>
    public static SudokuBoards Draw(SudokuGenerator generator, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var boards = new SudokuBoards(Require.Within(count, 1, 1_000_000, "The number of Sudokus"));
        var seeds = new Rng(seed);
        Rng DrawOne(int index, Rng stream)
        {
            seeds.SplitInto((ulong)index, stream);
            generator.Draw(stream, Of(boards._puzzles, index), Of(boards._solutions, index));
            return stream;
        }

        try
        {
            Parallel.For(0, count, () => new Rng(seed), (i, _, stream) => DrawOne(i, stream), _ => { });
        }
        catch (AggregateException failed)
        {
            ExceptionDispatchInfo.Throw(failed.InnerExceptions[0]);
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

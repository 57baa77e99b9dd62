using System.Runtime.ExceptionServices;
using Concord.Lab.Data;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Puzzles with their only solutions, drawn or read once and kept.</summary>
/// <remarks>
/// Board i of those drawn comes from the seed's stream i, so the first n are the same however many are asked for and
/// whatever the threads. Boards of two seeds are not compared: there are 6.7·10²¹ boards, so with a million of each
/// seed the chance that any is in both is below one in a thousand million.
/// </remarks>
public sealed class SudokuBoards
{
    /// <summary>The seed of the boards to train on.</summary>
    public const ulong TrainSeed = 0;

    /// <summary>The seed of the boards to be scored on.</summary>
    public const ulong TestSeed = 1000;

    /// <summary>The most that are drawn or read.</summary>
    public const int Most = 1_000_000;

    private const int MostBytes = 1 << 28;

    private readonly byte[] _puzzles;
    private readonly byte[] _solutions;
    private List<(int First, int Last)> _lines = [];

    private SudokuBoards(byte[] puzzles) => (_puzzles, _solutions) = (puzzles, new byte[puzzles.Length]);

    /// <summary>How many there are.</summary>
    public int Count => _puzzles.Length / SudokuGraph.Cells;

    /// <summary>Draws boards, on as many threads as there are cores.</summary>
    /// <param name="generator">How many cells of each are given.</param>
    /// <param name="count">How many; at most a million.</param>
    /// <param name="seed">Which.</param>
    /// <param name="progress">Is told now and then which share is drawn, by any thread; may throw to end that.</param>
    /// <exception cref="ArgumentException">Another count, or as <see cref="SudokuGenerator.Draw"/>.</exception>
    public static SudokuBoards Draw(SudokuGenerator generator, int count, ulong seed, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Require.Within(count, 1, Most, "The number of Sudokus");
        var boards = new SudokuBoards(new byte[count * SudokuGraph.Cells]);
        var seeds = new Rng(seed);
        var drawn = 0;
        Rng DrawOne(int index, Rng stream)
        {
            seeds.SplitInto((ulong)index, stream);
            generator.Draw(stream, Of(boards._puzzles, index), Of(boards._solutions, index));
            if (Interlocked.Increment(ref drawn) is var done && done % 64 == 0)
                progress?.Invoke((double)done / count);
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

    /// <summary>Reads a file as <see cref="Read(TextReader, string)"/> does.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It holds something wrong; the sentence says where and what.</exception>
    public static SudokuBoards Read(string path) => Read(new StringReader(TextFile.Read(path, MostBytes)), path);

    /// <summary>Reads puzzles to the end of a text, at least one, and solves them.</summary>
    /// <remarks>
    /// A puzzle is a line of 81 signs: a digit, or one of <c>. 0 _ * ? x -</c> or a space for a blank. Other columns
    /// may stand beside it; a second one of 81 signs is its solution and is checked. Or a puzzle is a grid: nine lines
    /// of nine signs, or of nine columns, with frames of <c>| + - = *</c> or of Unicode's lines as one likes. Titles
    /// between puzzles and empty lines do not count, nor does what follows a <c>#</c>, nor sections of a SadMan file
    /// other than <c>[Puzzle]</c>.
    /// </remarks>
    /// <param name="reader">Where the text comes from.</param>
    /// <param name="source">What sentences call the text, such as the name of its file.</param>
    /// <exception cref="InvalidDataException">
    /// A line is wrong, or a puzzle has no solution or several; the sentence says which line and why.
    /// </exception>
    public static SudokuBoards Read(TextReader reader, string source)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var text = new SudokuReader(reader, source);
        var (puzzles, lines) = (new List<byte>(), new List<(int First, int Last)>());
        Span<byte> puzzle = stackalloc byte[SudokuGraph.Cells];
        while (text.Next(puzzle))
        {
            if (lines.Count == Most)
                throw new InvalidDataException($"{source} must hold at most {Most} Sudokus, but holds more.");
            puzzles.AddRange(puzzle);
            lines.Add((text.Line, text.LastLine));
        }
        if (lines.Count == 0)
            throw new InvalidDataException($"{source} must hold a Sudoku, but holds none.");

        var boards = new SudokuBoards([.. puzzles]) { _lines = lines };
        var found = new int[boards.Count];
        Parallel.For(
            0, found.Length, i => found[i] = SudokuSolver.Count(boards.Puzzle(i), 2, Of(boards._solutions, i)));
        var wrong = found.AsSpan().IndexOfAnyExcept(1);
        return wrong < 0 ? boards : throw text.Broken(lines[wrong].First, NotUnique(boards.Puzzle(wrong)));
    }

    /// <summary>The number of the puzzle that was read from a line, or −1 where the line is of none.</summary>
    internal int At(int line) => _lines.FindIndex(lines => lines.First <= line && line <= lines.Last);

    /// <summary>The tokens of one puzzle, row by row.</summary>
    public ReadOnlySpan<byte> Puzzle(int index) => Of(_puzzles, index);

    /// <summary>The digits of one board, row by row.</summary>
    public ReadOnlySpan<byte> Solution(int index) => Of(_solutions, index);

    private static string NotUnique(ReadOnlySpan<byte> puzzle)
    {
        Span<byte> first = stackalloc byte[SudokuGraph.Cells], second = stackalloc byte[SudokuGraph.Cells];
        return SudokuSolver.Count(puzzle, 2, first, second) == 0
            ? "the Sudoku must have a solution, but has none"
            : $"the Sudoku must have one solution, but has several, such as {SudokuText.Write(first)} " +
                $"and {SudokuText.Write(second)}";
    }

    private static Span<byte> Of(byte[] all, int index) =>
        all.AsSpan(index * SudokuGraph.Cells, SudokuGraph.Cells);
}

using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Draws full boards and hides some of their cells.</summary>
/// <remarks>
/// A board is one fixed solution with digits renamed, rows permuted within bands and columns within stacks, bands and
/// stacks permuted, and perhaps turned over its diagonal: 9!·6⁸·2 ways, all within one of the many classes of boards.
/// Which cells stay is uniform and uniqueness is not checked, so a puzzle may have solutions beside the one it was made
/// from; the more cells stay, the rarer that is.
/// </remarks>
public sealed record SudokuGenerator
{
    /// <summary>The token of a cell that is not given.</summary>
    public const byte Blank = 0;

    private const int Side = SudokuGraph.Side;
    private const int Box = 3;

    /// <summary>The fewest cells that stay.</summary>
    public int LeastGivens { get; init => field = Require.Within(value, 0, SudokuGraph.Cells); } = 28;

    /// <summary>The most cells that stay, not below <see cref="LeastGivens"/>.</summary>
    public int MostGivens { get; init => field = Require.Within(value, 0, SudokuGraph.Cells); } = 40;

    /// <summary>Draws a puzzle and the board it was made from.</summary>
    /// <param name="rng">Where boards and cells are drawn from.</param>
    /// <param name="puzzle">81 cells, row by row: a digit from 1 to 9, or <see cref="Blank"/>.</param>
    /// <param name="solution">81 digits.</param>
    /// <exception cref="ArgumentException">A span of other length, or more least than most givens.</exception>
    public void Draw(Rng rng, Span<byte> puzzle, Span<byte> solution)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Require.Length<byte>(puzzle, SudokuGraph.Cells);
        Require.Length<byte>(solution, SudokuGraph.Cells);
        Require.That(
            LeastGivens <= MostGivens, "The fewest givens", $"must be at most {MostGivens}, the most", LeastGivens);
        Fill(rng, solution);
        solution.CopyTo(puzzle);
        Span<byte> cells = stackalloc byte[SudokuGraph.Cells];
        Count(cells);
        rng.Shuffle(cells);
        foreach (var cell in cells[(LeastGivens + rng.Below(MostGivens - LeastGivens + 1))..])
            puzzle[cell] = Blank;
    }

    private static void Fill(Rng rng, Span<byte> board)
    {
        Span<byte> digits = stackalloc byte[Side], rows = stackalloc byte[Side], columns = stackalloc byte[Side];
        Count(digits);
        rng.Shuffle(digits);
        ShuffleLines(rng, rows);
        ShuffleLines(rng, columns);
        var turned = rng.Bit() == 1;
        for (var cell = 0; cell < board.Length; cell++)
        {
            int row = cell / Side, column = cell % Side;
            if (turned)
                (row, column) = (column, row);

            // Each row of a band is the one above moved by a box; the next band starts one cell further on.
            var line = rows[row];
            board[cell] = (byte)(1 + digits[((line % Box * Box) + (line / Box) + columns[column]) % Side]);
        }
    }

    // A permutation of nine lines that keeps the lines of a band, or of a stack, together.
    private static void ShuffleLines(Rng rng, Span<byte> lines)
    {
        Span<byte> bands = stackalloc byte[Box];
        Count(bands);
        rng.Shuffle(bands);
        for (var band = 0; band < Box; band++)
        {
            var part = lines.Slice(band * Box, Box);
            for (var i = 0; i < Box; i++)
                part[i] = (byte)((bands[band] * Box) + i);
            rng.Shuffle(part);
        }
    }

    private static void Count(Span<byte> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (byte)i;
    }
}

using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Draws puzzles with a single solution and a chosen number of givens.</summary>
/// <remarks>
/// The solver fills an empty board with digits in random order. Its cells are then gone through in random order: each
/// is hidden unless the solution would no longer be the only one. The number of givens is drawn first, so it is uniform
/// whatever is hard to reach: where too many cells have to stay, another board is drawn. With 26 givens that takes two
/// or three boards, with 24 about six, with 22 about eighty, and fewer are rarely found.
/// </remarks>
public sealed record SudokuGenerator
{
    /// <summary>The token of a cell that is not given.</summary>
    public const byte Blank = 0;

    /// <summary>No puzzle with fewer givens has a single solution (McGuire, Tugemann and Civario 2012).</summary>
    public const int FewestGivens = 17;

    private const int MostBoards = 1000;
    private const int FirstRun = 16;

    /// <summary>The fewest cells that stay, 17 to 81.</summary>
    public int LeastGivens { get; init => field = Require.Within(value, FewestGivens, SudokuGraph.Cells); } = 30;

    /// <summary>The most cells that stay, 17 to 81 and not below <see cref="LeastGivens"/>.</summary>
    public int MostGivens { get; init => field = Require.Within(value, FewestGivens, SudokuGraph.Cells); } = 40;

    /// <summary>Draws a puzzle and its solution.</summary>
    /// <param name="rng">Where boards and cells are drawn from.</param>
    /// <param name="puzzle">81 cells, row by row: a digit from 1 to 9, or <see cref="Blank"/>.</param>
    /// <param name="solution">81 digits.</param>
    /// <exception cref="ArgumentException">
    /// A span of other length, more least than most givens, or so few givens that too many boards in a row had no such
    /// puzzle.
    /// </exception>
    public void Draw(Rng rng, Span<byte> puzzle, Span<byte> solution)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Require.Length<byte>(puzzle, SudokuGraph.Cells);
        Require.Length<byte>(solution, SudokuGraph.Cells);
        Require.That(
            LeastGivens <= MostGivens, "The fewest givens", $"must be at most {MostGivens}, the most", LeastGivens);
        var givens = LeastGivens + rng.Below(MostGivens - LeastGivens + 1);
        Span<byte> order = stackalloc byte[SudokuGraph.Cells];
        for (var cell = 0; cell < order.Length; cell++)
            order[cell] = (byte)cell;
        for (var left = MostBoards; left > 0; left--)
        {
            SudokuSolver.Fill(rng, solution);
            rng.Shuffle(order);
            solution.CopyTo(puzzle);
            if (Hide(puzzle, order, SudokuGraph.Cells - givens))
                return;
        }
        throw new ArgumentException(
            $"A Sudoku with {givens} givens and one solution must be found within {MostBoards} boards, but none was; " +
            "ask for more givens.");
    }

    // Hiding a run of cells at once ends where hiding them one by one does, since a puzzle with one solution has one
    // with more givens too. A run that is too long is tried again at half the length.
    private static bool Hide(Span<byte> puzzle, ReadOnlySpan<byte> order, int wanted)
    {
        Span<byte> before = stackalloc byte[SudokuGraph.Cells];
        for (var run = FirstRun; wanted > 0;)
        {
            if (order.Length < wanted)
                return false;
            run = Math.Min(run, wanted);
            puzzle.CopyTo(before);
            foreach (var cell in order[..run])
                puzzle[cell] = Blank;
            var unique = SudokuSolver.IsUnique(puzzle);
            if (unique)
                wanted -= run;
            else
                before.CopyTo(puzzle);
            if (unique || run == 1)
                order = order[run..];
            else
                run /= 2;
        }
        return true;
    }
}

using System.Diagnostics;
using System.Numerics;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Finds the solutions of a Sudoku, or fills a board at random.</summary>
/// <remarks>
/// Exact: digits that are the only candidate of a cell, or have one cell left in a row, column or box, are placed until
/// there are none; then both candidates of a cell are tried, or both cells that a digit has left in a row, column or
/// box, or where there are no such, all candidates of a cell with the fewest. Nothing is allocated, and any number of
/// threads may call.
/// </remarks>
public static class SudokuSolver
{
    /// <summary>Counts solutions, always found in the same order.</summary>
    /// <param name="puzzle">81 cells, row by row: a digit from 1 to 9, or 0 where none is given.</param>
    /// <param name="atMost">Stop after so many.</param>
    /// <param name="first">Takes the first solution found, 81 digits; may be empty.</param>
    /// <param name="second">Takes the second likewise.</param>
    /// <returns>How many there are, or <paramref name="atMost"/>; 0 also where givens contradict each other.</returns>
    /// <exception cref="ArgumentException">A span of other length, a number over 9, or none to find.</exception>
    public static int Count(
        ReadOnlySpan<byte> puzzle, int atMost, Span<byte> first = default, Span<byte> second = default)
    {
        SudokuRules.Check(puzzle, "The puzzle");
        Require.Length<byte>(first, first.IsEmpty ? 0 : SudokuGraph.Cells);
        Require.Length<byte>(second, second.IsEmpty ? 0 : SudokuGraph.Cells);
        var search = new Search(Require.Positive(atMost), first, second, null);
        var candidates = new SudokuCandidates();
        if (candidates.Place(puzzle))
            search.Visit(ref candidates);
        return search.Found;
    }

    /// <summary>Whether a puzzle, 81 cells as in <see cref="Count"/>, has exactly one solution.</summary>
    public static bool IsUnique(ReadOnlySpan<byte> puzzle) => Count(puzzle, 2) == 1;

    /// <summary>Draws a full board: digits are tried in random order on an empty one, so any board may come.</summary>
    /// <param name="rng">Where the order is drawn from.</param>
    /// <param name="board">Takes 81 digits, row by row.</param>
    /// <exception cref="ArgumentException">A span of other length.</exception>
    public static void Fill(Rng rng, Span<byte> board)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Require.Length<byte>(board, SudokuGraph.Cells);
        var search = new Search(1, board, default, rng);
        var candidates = new SudokuCandidates();
        search.Visit(ref candidates);
        Debug.Assert(search.Found == 1, "An empty board can be filled.");
    }

    private ref struct Search(int atMost, Span<byte> first, Span<byte> second, Rng? rng)
    {
        private readonly Span<byte> _first = first, _second = second;

        public int Found { get; private set; }

        // Overwrites the candidates.
        public void Visit(ref SudokuCandidates candidates)
        {
            if (!candidates.PlaceHidden())
                return;
            var cell = candidates.Choose();
            if (cell < 0)
            {
                Keep(candidates);
                return;
            }
            var left = candidates[cell];

            // At random only cells are chosen, and all their digits are tried alike.
            if (rng is null && !SudokuCandidates.IsOne(left & (left - 1))
                && candidates.ChooseTwo() is var (first, second, both) && both != 0)
            {
                Try(candidates, first, both);
                Try(candidates, second, both);
                return;
            }
            for (int digit; left != 0; left &= ~digit)
            {
                digit = Pick(left);
                Try(candidates, cell, digit);
            }
        }

        private void Try(in SudokuCandidates candidates, int cell, int digit)
        {
            var guess = candidates;
            if (Found < atMost && guess.Place(cell, digit))
                Visit(ref guess);
        }

        private void Keep(in SudokuCandidates solution)
        {
            var kept = Found == 0 ? _first : Found == 1 ? _second : default;
            solution.CopyTo(kept);
            Found++;
        }

        private readonly int Pick(int candidates)
        {
            if (rng is not null)
                for (var skip = rng.Below(BitOperations.PopCount((uint)candidates)); skip > 0; skip--)
                    candidates &= candidates - 1;
            return candidates & -candidates;
        }
    }
}

using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;

namespace Concord.Lab.Baselines;

/// <summary>The cells of a few Sudokus as vertices of a graph, board after board, row by row.</summary>
/// <remarks>Belongs to one pass; its arrays are used again for the next boards.</remarks>
internal sealed class SudokuCells
{
    /// <summary>Others in a cell's row, column and box.</summary>
    public const int NeighboursOfCell = 20;

    private const int Cells = SudokuGraph.Cells, Side = SudokuGraph.Side;

    // Two cells must differ if an agent sees both.
    private static readonly int[] OfOneBoard =
        [.. from cell in Enumerable.Range(0, Cells)
            from other in Enumerable.Range(0, SudokuGraph.Agents).Select(CellsOf)
                .Where(cells => cells.Contains(cell)).SelectMany(cells => cells).Distinct().Order()
            where other != cell
            select other];

    /// <summary>How many cells there are; the arrays may be longer.</summary>
    public int Count { get; private set; }

    /// <summary>What stands in each cell: 0 for nothing, or a digit.</summary>
    public int[] Tokens { get; private set; } = [];

    /// <summary>The row of each cell on its board.</summary>
    public int[] Rows { get; private set; } = [];

    /// <summary>The column of each cell on its board.</summary>
    public int[] Columns { get; private set; } = [];

    /// <summary>The neighbours of each cell, twenty each.</summary>
    public int[] Neighbours { get; private set; } = [];

    /// <summary>Takes the cells from what the agents see: the first nine agents of a board see its rows.</summary>
    public void Read(SudokuViews views)
    {
        Count = views.Samples * Cells;
        if (Tokens.Length < Count)
            Grow(views.Samples);
        for (var board = 0; board < views.Samples; board++)
            views.Seen.AsSpan(board * SudokuViews.Places, Cells).CopyTo(Tokens.AsSpan(board * Cells));
    }

    private void Grow(int boards)
    {
        Tokens = new int[Count];
        Rows = [.. Enumerable.Range(0, Count).Select(cell => cell % Cells / Side)];
        Columns = [.. Enumerable.Range(0, Count).Select(cell => cell % Side)];
        Neighbours =
            [.. from board in Enumerable.Range(0, boards)
                from other in OfOneBoard
                select (board * Cells) + other];
    }

    private static ArraySegment<int> CellsOf(int agent) => new(SudokuViews.CellAt, agent * Side, Side);
}

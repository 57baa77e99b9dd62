using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>The 27 agents of a Sudoku, one a row, column and box, and where they meet.</summary>
/// <remarks>
/// Seely et al. 2026, section 4.4 of the method. Agents 0 to 8 see rows, 9 to 17 columns, 18 to 26 boxes, the cells of
/// a box row by row. Slot k of an agent is its k-th cell. Every cell of the board is seen by three agents and gives
/// three edges: row and column, row and box, column and box. A row and a box share three cells, so they meet on three
/// edges.
/// </remarks>
public static class SudokuGraph
{
    /// <summary>Cells of a row, a column or a box, and how many of each there are.</summary>
    public const int Side = 9;

    /// <summary>Cells of a board.</summary>
    public const int Cells = Side * Side;

    /// <summary>How many agents there are.</summary>
    public const int Agents = 3 * Side;

    private const int BoxSide = 3;

    /// <summary>The edges, cell by cell of the board.</summary>
    public static IReadOnlyList<Joint> Joints { get; } =
        [.. Enumerable.Range(0, Cells).SelectMany(MeetingsAt)];

    /// <summary>The cell of the board, counted row by row, that an agent has in a slot.</summary>
    public static int Cell(int agent, int slot)
    {
        var which = Require.Within(agent, 0, Agents - 1) % Side;
        Require.Within(slot, 0, Side - 1);
        return (agent / Side) switch
        {
            0 => (which * Side) + slot,
            1 => (slot * Side) + which,
            _ => (((which / BoxSide * BoxSide) + (slot / BoxSide)) * Side)
                + (which % BoxSide * BoxSide) + (slot % BoxSide),
        };
    }

    private static Joint[] MeetingsAt(int cell)
    {
        int row = cell / Side, column = cell % Side;
        var box = (2 * Side) + (row / BoxSide * BoxSide) + (column / BoxSide);
        var inBox = (row % BoxSide * BoxSide) + (column % BoxSide);
        return
        [
            new(row, column, Side + column, row),
            new(row, column, box, inBox),
            new(Side + column, row, box, inBox),
        ];
    }
}

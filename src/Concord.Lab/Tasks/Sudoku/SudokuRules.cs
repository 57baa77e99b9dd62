using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>What a board must obey: 81 cells from 0 to 9, and no digit twice in a row, column or box.</summary>
internal static class SudokuRules
{
    private const int Side = SudokuGraph.Side;

    /// <summary>Throws unless a board has 81 cells, each a digit or blank.</summary>
    public static void Check(ReadOnlySpan<byte> board, string name)
    {
        Require.Length(board, SudokuGraph.Cells, name);
        var wrong = board.IndexOfAnyExceptInRange(SudokuGenerator.Blank, (byte)Side);
        if (wrong >= 0)
            Require.Within(board[wrong], 0, Side, "A digit of a Sudoku");
    }

    /// <summary>Says which digit stands where twice, or null if none does, such as "5 stands twice in row 3, at
    /// columns 2 and 7"; the first of the rows, then the columns, then the boxes.</summary>
    public static string? Clash(ReadOnlySpan<byte> board)
    {
        Span<int> slots = stackalloc int[Side + 1];
        for (var agent = 0; agent < SudokuGraph.Agents; agent++)
        {
            slots.Fill(-1);
            for (var slot = 0; slot < Side; slot++)
            {
                var digit = board[SudokuGraph.Cell(agent, slot)];
                if (digit != SudokuGenerator.Blank && slots[digit] >= 0)
                    return $"{digit} stands twice in {Twice(agent, slots[digit], slot)}";
                slots[digit] = slot;
            }
        }
        return null;
    }

    /// <summary>A cell as people count, such as "row 3, column 7".</summary>
    public static string Name(int cell) => $"row {(cell / Side) + 1}, column {(cell % Side) + 1}";

    private static string Twice(int agent, int first, int second)
    {
        var number = (agent % Side) + 1;
        if (agent < Side)
            return $"row {number}, at columns {first + 1} and {second + 1}";
        if (agent < 2 * Side)
            return $"column {number}, at rows {first + 1} and {second + 1}";
        int from = SudokuGraph.Cell(agent, 0), to = SudokuGraph.Cell(agent, Side - 1);
        return $"the box from {Name(from)} to {Name(to)}, at {Name(SudokuGraph.Cell(agent, first))} " +
            $"and {Name(SudokuGraph.Cell(agent, second))}";
    }
}

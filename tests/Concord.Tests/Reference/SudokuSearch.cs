namespace Concord.Tests.Reference;

/// <summary>Every solution of a Sudoku, by trying all digits in the first blank cell, then in the next.</summary>
public static class SudokuSearch
{
    /// <summary>Solutions of 81 cells, 0 for a blank, the least first.</summary>
    public static IEnumerable<byte[]> Solve(byte[] puzzle) => Obeys(puzzle) ? Extend([.. puzzle]) : [];

    /// <summary>Whether no digit stands twice in a row, column or box.</summary>
    public static bool Obeys(byte[] board)
    {
        for (var a = 0; a < 81; a++)
            for (var b = a + 1; b < 81; b++)
                if (board[a] != 0 && board[a] == board[b] && Meet(a, b))
                    return false;
        return true;
    }

    private static IEnumerable<byte[]> Extend(byte[] board)
    {
        var blank = Array.IndexOf(board, (byte)0);
        if (blank < 0)
            yield return [.. board];
        for (byte digit = 1; blank >= 0 && digit <= 9; digit++)
        {
            if (Enumerable.Range(0, 81).Any(cell => board[cell] == digit && Meet(cell, blank)))
                continue;
            board[blank] = digit;
            foreach (var solution in Extend(board))
                yield return solution;
            board[blank] = 0;
        }
    }

    private static bool Meet(int a, int b) =>
        a / 9 == b / 9 || a % 9 == b % 9 || (a / 27 == b / 27 && a % 9 / 3 == b % 9 / 3);
}

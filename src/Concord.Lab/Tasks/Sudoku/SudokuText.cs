namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Sudokus as text: 81 signs on one line, row by row, a digit for each cell or a sign for a blank.</summary>
/// <remarks><see cref="SudokuBoards.Read(TextReader, string)"/> says what else is read.</remarks>
public static class SudokuText
{
    private const string Blanks = ".0_*?xX";

    /// <summary>The 81 signs of a puzzle or a solution, a dot for each blank.</summary>
    /// <exception cref="ArgumentException">A board of other length, or a number over 9.</exception>
    public static string Write(ReadOnlySpan<byte> board)
    {
        SudokuRules.Check(board, "A board to write");
        return string.Create(SudokuGraph.Cells, board, static (signs, cells) =>
        {
            for (var i = 0; i < signs.Length; i++)
                signs[i] = cells[i] == SudokuGenerator.Blank ? Blanks[0] : (char)('0' + cells[i]);
        });
    }

    /// <summary>The digit that a sign stands for, blank for ".", "0", "_", "*", "?" and "x", −1 for others.</summary>
    internal static int Cell(char sign) =>
        sign is >= '1' and <= '9' ? sign - '0' : Blanks.Contains(sign) ? SudokuGenerator.Blank : -1;
}

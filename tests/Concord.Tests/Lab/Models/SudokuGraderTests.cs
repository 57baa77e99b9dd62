using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class SudokuGraderTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    [InlineData(5, 1)]
    public void Completion_counts_blank_cells_and_accuracy_all_and_givens_stay(int wrongBlanks, int wrongGivens)
    {
        var boards = SudokuSuites.All[0].Boards(2);
        var puzzle = boards.Puzzle(1).ToArray();
        var answer = boards.Solution(1).ToArray();
        var cells = Enumerable.Range(0, SudokuGraph.Cells).ToList();
        var blanks = cells.Where(cell => puzzle[cell] == 0).ToList();
        foreach (var cell in blanks.Take(wrongBlanks).Concat(cells.Except(blanks).Take(wrongGivens)))
            answer[cell] = (byte)((answer[cell] % 9) + 1);

        var grader = new SudokuGrader(boards, most: 2);
        grader.Load(1, 1);
        using var tape = new Tape(recording: false);
        var logits = new float[SudokuViews.Places * SudokuViews.Tokens];
        for (var place = 0; place < SudokuViews.Places; place++)
            logits[(place * SudokuViews.Tokens) + answer[SudokuViews.CellAt[place]]] = 1;
        grader.Read(tape.Input(logits, [SudokuGraph.Agents, logits.Length / SudokuGraph.Agents]), null);

        Span<double> measures = stackalloc double[grader.Measures.Count];
        grader.Grade(1, measures);
        Assert.Equal(wrongBlanks == 0 ? 1 : 0, measures[0]);
        Assert.Equal((81.0 - wrongBlanks) / 81, measures[1], 1e-12);
        Assert.Equal((double)(blanks.Count - wrongBlanks) / blanks.Count, measures[2], 1e-12);
    }
}

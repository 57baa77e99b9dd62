using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>
/// Grades Sudokus: whether all 81 cells are as on the board that the puzzle was made from, the share of cells that are,
/// and the share of those that were blank.
/// </summary>
internal sealed class SudokuGrader(SudokuBoards boards, int most) : IGrader<SudokuViews>
{
    private readonly SudokuViews _views = new();
    private readonly SudokuAnswer _answer = new();
    private readonly byte[] _tokens = new byte[most * SudokuGraph.Cells];
    private int _first;

    public IReadOnlyList<string> Measures { get; } = ["solved", "cell_accuracy", "completion"];

    public SudokuViews Load(int first, int count)
    {
        _first = first;
        for (var i = 0; i < count; i++)
            boards.Puzzle(first + i).CopyTo(_tokens.AsSpan(i * SudokuGraph.Cells));
        _views.Read(count, _tokens.AsSpan(0, count * SudokuGraph.Cells), []);
        return _views;
    }

    public void Read(Tensor logits, AgentWatch? watch) => _answer.Read(_views, logits, watch);

    public bool IsRight(int sample) => _answer.Of(sample - _first).SequenceEqual(boards.Solution(sample));

    public void Grade(int sample, Span<double> measures)
    {
        ReadOnlySpan<byte> answer = _answer.Of(sample - _first), solution = boards.Solution(sample);
        var puzzle = boards.Puzzle(sample);
        int right = 0, filled = 0, blank = puzzle.Count(SudokuGenerator.Blank);
        for (var cell = 0; cell < SudokuGraph.Cells; cell++)
        {
            if (answer[cell] != solution[cell])
                continue;
            right++;
            filled += puzzle[cell] == SudokuGenerator.Blank ? 1 : 0;
        }
        measures[0] = right == SudokuGraph.Cells ? 1 : 0;
        measures[1] = (double)right / SudokuGraph.Cells;
        measures[2] = blank == 0 ? 1 : (double)filled / blank;
    }
}

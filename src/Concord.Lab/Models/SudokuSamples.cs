using Concord.Lab.Tasks.Sudoku;

namespace Concord.Lab.Models;

/// <summary>Sudokus to train on as agents see them.</summary>
/// <remarks>Any board may be drawn, so symmetric copies of one would add nothing: it comes in one variant.</remarks>
public sealed class SudokuSamples(SudokuBoards boards) : ITrainingSamples<SudokuViews>
{
    /// <inheritdoc/>
    public int Count => boards.Count;

    /// <inheritdoc/>
    public int Variants => 1;

    /// <inheritdoc/>
    public ISampleReader<SudokuViews> Open(int most) => new Reader(boards, most);

    private sealed class Reader(SudokuBoards boards, int most) : ISampleReader<SudokuViews>
    {
        private const int Cells = SudokuGraph.Cells;

        private readonly SudokuViews _views = new();
        private readonly byte[] _tokens = new byte[most * Cells];
        private readonly byte[] _labels = new byte[most * Cells];

        public void Put(int place, int sample, int variant)
        {
            boards.Puzzle(sample).CopyTo(_tokens.AsSpan(place * Cells));
            boards.Solution(sample).CopyTo(_labels.AsSpan(place * Cells));
        }

        public SudokuViews Read(int count)
        {
            _views.Read(count, _tokens.AsSpan(0, count * Cells), _labels.AsSpan(0, count * Cells));
            return _views;
        }
    }
}

using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>
/// Puts the agents' guesses together: a blank cell's token is the one with the largest mean logit over row, column and
/// box. Givens stay.
/// </summary>
/// <remarks>Seely et al. 2026, section 3.5 of the method, where givens are guessed like other cells.</remarks>
public sealed class SudokuAnswer
{
    private const int Classes = SudokuViews.Tokens;

    private float[] _sums = [];
    private byte[] _tokens = [];

    /// <summary>Reads the logits of all agents, [agents of all boards, 9 · 10].</summary>
    /// <param name="views">Whose guesses they are.</param>
    /// <param name="logits">The guesses.</param>
    /// <param name="watch">Says which agents are missing; their guesses do not count.</param>
    public void Read(SudokuViews views, Tensor logits, AgentWatch? watch = null)
    {
        Require.Shape(logits.Shape, [views.Rows, SudokuGraph.Side * Classes], "The logits");
        var cells = views.Samples * SudokuGraph.Cells;
        if (_tokens.Length < cells)
            (_tokens, _sums) = (new byte[cells], new float[cells * Classes]);
        Array.Clear(_sums);
        for (var at = 0; at < views.Rows * SudokuGraph.Side; at++)
        {
            int sample = at / SudokuViews.Places, place = at % SudokuViews.Places;
            if (watch?.IsMissing(place / SudokuGraph.Side) == true)
                continue;
            var cell = (sample * SudokuGraph.Cells) + SudokuViews.CellAt[place];
            var sum = _sums.AsSpan(cell * Classes, Classes);
            System.Numerics.Tensors.TensorPrimitives.Add(sum, logits.Values.Slice(at * Classes, Classes), sum);
        }

        // A sum has the same largest entry as a mean, so nobody divides. A blank cell nobody sees stays blank.
        for (var cell = 0; cell < cells; cell++)
        {
            ReadOnlySpan<float> sum = _sums.AsSpan(cell * Classes, Classes);
            _tokens[cell] = (byte)System.Numerics.Tensors.TensorPrimitives.IndexOfMax(sum);
        }
        for (var at = 0; at < views.Samples * SudokuViews.Places; at++)
            if (views.Seen[at] != SudokuGenerator.Blank)
                _tokens[views.CellOf[at]] = (byte)views.Seen[at];
    }

    /// <summary>The tokens of one board, row by row.</summary>
    public ReadOnlySpan<byte> Of(int sample) => _tokens.AsSpan(sample * SudokuGraph.Cells, SudokuGraph.Cells);
}

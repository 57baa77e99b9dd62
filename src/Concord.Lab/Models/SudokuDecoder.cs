using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>Turns what an agent holds of each cell into a guess for it; the view itself is not read again.</summary>
/// <remarks>
/// Seely et al. 2026, section 3.4 of the method: RMSNorm, dense with GELU, dense, plus a dense layer past them; then
/// ten logits. All cells and agents share the weights.
/// </remarks>
public sealed class SudokuDecoder
{
    private readonly RmsNormLayer _norm;
    private readonly DenseLayer _first, _second, _skip, _out;
    private readonly int _cell;

    /// <summary>Adds the decoder's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="cell">Numbers an agent holds of a cell.</param>
    /// <param name="hidden">Width of the hidden layers.</param>
    public SudokuDecoder(Parameters parameters, int cell, int hidden)
    {
        _cell = cell;
        _norm = new RmsNormLayer(parameters, "decoder.norm", cell);
        _first = new DenseLayer(parameters, "decoder.dense1", cell, hidden);
        _second = new DenseLayer(parameters, "decoder.dense2", hidden, hidden);
        _skip = new DenseLayer(parameters, "decoder.skip", cell, hidden);
        _out = new DenseLayer(parameters, "decoder.out_dense", hidden, SudokuViews.Tokens);
    }

    /// <summary>Logits, [agents, 9 cells · 10 classes].</summary>
    /// <param name="state">What the agents hold, nine cells each.</param>
    public Tensor Apply(Tensor state)
    {
        var cells = state.As([state.Shape.Size / _cell, _cell]);
        var deep = _second.Apply(_first.Apply(_norm.Apply(cells), Activation.Gelu));
        var logits = _out.Apply(deep + _skip.Apply(cells));
        return logits.As([logits.Shape.Rows / SudokuGraph.Side, SudokuGraph.Side * SudokuViews.Tokens]);
    }
}

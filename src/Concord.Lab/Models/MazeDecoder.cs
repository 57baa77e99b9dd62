using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>Turns what an agent holds, beside what it sees, into a guess for each pixel of its view.</summary>
/// <remarks>Seely et al. 2026, section 3.4 of the method: RMSNorm, dense 256 with GELU, dense 54.</remarks>
public sealed class MazeDecoder
{
    private readonly RmsNormLayer _norm;
    private readonly DenseLayer _hidden;
    private readonly DenseLayer _out;

    /// <summary>Adds the decoder's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="state">Numbers an agent holds.</param>
    /// <param name="hidden">Width of the hidden layer.</param>
    public MazeDecoder(Parameters parameters, int state, int hidden)
    {
        _norm = new RmsNormLayer(parameters, "decoder.input_norm", MazeViews.Features + state);
        _hidden = new DenseLayer(parameters, "decoder.dense", MazeViews.Features + state, hidden);
        _out = new DenseLayer(parameters, "decoder.out_dense", hidden, MazeViews.Features);
    }

    /// <summary>Logits, [agents, 9 places · 6 classes].</summary>
    /// <param name="oneHot">The views of all agents, [agents, 54].</param>
    /// <param name="state">What the agents hold, [agents, state].</param>
    public Tensor Apply(Tensor oneHot, Tensor state) =>
        _out.Apply(_hidden.Apply(_norm.Apply(RowOperations.Beside(oneHot, state)), Activation.Gelu));
}

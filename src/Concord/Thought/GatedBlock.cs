using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>A dense layer, gates and a norm.</summary>
/// <param name="parameters">The model's parameters.</param>
/// <param name="name">The block's path.</param>
/// <param name="inputs">Numbers read.</param>
/// <param name="outputs">Numbers written.</param>
internal sealed class GatedBlock(Parameters parameters, string name, int inputs, int outputs)
{
    private readonly DenseLayer _dense = Synapse.Layer(parameters, $"{name}.dense", inputs, 2 * outputs);
    private readonly LayerNormLayer _norm = new(parameters, $"{name}.norm", outputs, Synapse.Epsilon);

    /// <summary>[…, inputs] to [rows, outputs].</summary>
    public Tensor Apply(Tensor x) => _norm.Apply(GatedUnit.Glu(_dense.Apply(x)));
}

/// <summary>Two blocks of a dense layer, gates and a norm, the second as wide as what the first gives.</summary>
/// <param name="parameters">The model's parameters.</param>
/// <param name="name">Their path.</param>
/// <param name="inputs">Numbers read.</param>
/// <param name="outputs">Numbers written.</param>
internal sealed class GatedPair(Parameters parameters, string name, int inputs, int outputs)
{
    private readonly GatedBlock _first = new(parameters, $"{name}.first", inputs, outputs);
    private readonly GatedBlock _second = new(parameters, $"{name}.second", outputs, outputs);

    /// <summary>[…, inputs] to [rows, outputs].</summary>
    public Tensor Apply(Tensor x) => _second.Apply(_first.Apply(x));
}

using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>A dense layer, and a small network that adds to what came out of it.</summary>
/// <remarks>
/// Seely et al. 2026, section 3.1 of the method: f + Dense(GELU(Dense(RMSNorm f))) with f = Dense(x).
/// </remarks>
public sealed class ResidualLayers
{
    private readonly DenseLayer _dense, _blockIn, _blockOut;
    private readonly RmsNormLayer _blockNorm;

    /// <summary>Adds the layers' parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">The layers' path.</param>
    /// <param name="inputs">Numbers read.</param>
    /// <param name="width">Numbers written, and of the layers within.</param>
    public ResidualLayers(Parameters parameters, string name, int inputs, int width)
    {
        _dense = new DenseLayer(parameters, $"{name}.dense", inputs, width);
        _blockNorm = new RmsNormLayer(parameters, $"{name}.block_norm", width);
        _blockIn = new DenseLayer(parameters, $"{name}.block_dense1", width, width);
        _blockOut = new DenseLayer(parameters, $"{name}.block_dense2", width, width);
    }

    /// <summary>[rows, inputs] to [rows, width].</summary>
    public Tensor Apply(Tensor x)
    {
        var seen = _dense.Apply(x);
        return seen + _blockOut.Apply(_blockIn.Apply(_blockNorm.Apply(seen), Activation.Gelu));
    }
}

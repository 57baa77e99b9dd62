using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>Three rectified dense layers and a linear one, all of one width.</summary>
internal sealed class Perceptron(Parameters parameters, string name, int inputs, int width)
{
    private readonly DenseLayer _first = new(parameters, $"{name}.dense1", inputs, width);
    private readonly DenseLayer _second = new(parameters, $"{name}.dense2", width, width);
    private readonly DenseLayer _third = new(parameters, $"{name}.dense3", width, width);
    private readonly DenseLayer _last = new(parameters, $"{name}.dense4", width, width);

    /// <summary>[rows, inputs] to [rows, width].</summary>
    public Tensor Apply(Tensor x) =>
        _last.Apply(_third.Apply(_second.Apply(_first.Apply(x, Activation.Relu), Activation.Relu), Activation.Relu));
}

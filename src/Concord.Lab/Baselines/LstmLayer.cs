using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>A long short-term memory: gates decide what is forgotten, written and shown.</summary>
/// <remarks>Hochreiter and Schmidhuber 1997 with the gate of Gers et al. 2000, which starts open.</remarks>
internal sealed class LstmLayer(Parameters parameters, string name, int inputs, int hidden)
{
    private readonly DenseLayer _forget = new(parameters, $"{name}.forget", inputs + hidden, hidden, bias: Start.One);
    private readonly DenseLayer _write = new(parameters, $"{name}.write", inputs + hidden, hidden);
    private readonly DenseLayer _show = new(parameters, $"{name}.show", inputs + hidden, hidden);
    private readonly DenseLayer _candidate = new(parameters, $"{name}.candidate", inputs + hidden, hidden);

    /// <summary>One step: s ← forget ∘ s + write ∘ candidate, h ← show ∘ tanh s.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="h">What was shown, [rows, hidden].</param>
    /// <param name="s">What is remembered, [rows, hidden].</param>
    public (Tensor H, Tensor S) Apply(Tensor input, Tensor h, Tensor s)
    {
        var read = RowOperations.Beside(input, h);
        var kept = Products.Multiply(_forget.Apply(read, Activation.Sigmoid), s);
        var written = Products.Multiply(
            _write.Apply(read, Activation.Sigmoid), _candidate.Apply(read, Activation.Tanh));
        var memory = kept + written;
        var shown = Products.Multiply(
            _show.Apply(read, Activation.Sigmoid), Activations.Apply(memory, Activation.Tanh));
        return (shown, memory);
    }
}

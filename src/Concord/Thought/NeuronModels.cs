using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Every neuron's own small network: it reads the neuron's history and says what the neuron does.</summary>
/// <remarks>
/// Darlow et al. 2025, section 3.2. Deep: two gated layers with H hidden numbers; shallow: one. The history is the last
/// M numbers that the synapse gave; before there are as many, a learned one stands in.
/// </remarks>
public sealed class NeuronModels
{
    private readonly Layer _first;
    private readonly Layer? _second;
    private readonly int _memory;

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">Their path.</param>
    /// <param name="sizes">Neurons, memory and hidden numbers.</param>
    public NeuronModels(Parameters parameters, string name, ThinkerSizes sizes)
    {
        int neurons = sizes.Neurons, hidden = sizes.NeuronHidden;
        _memory = sizes.Memory;
        History = parameters.Add(
            $"{name}.history", [_memory, neurons], Start.Uniform(MathF.Sqrt(1f / (neurons + _memory))));
        _first = new Layer(parameters, $"{name}.first", _memory, hidden == 0 ? 1 : hidden, neurons);
        _second = hidden == 0 ? null : new Layer(parameters, $"{name}.second", hidden, 1, neurons);
    }

    /// <summary>The learned history, [memory, neurons], the oldest first.</summary>
    internal Parameter History { get; }

    /// <summary>What neurons do, [samples, neurons].</summary>
    /// <param name="given">What the synapse gave in every tick so far, [samples, neurons] each; at least once.</param>
    public Tensor Apply(ReadOnlySpan<Tensor> given)
    {
        var recent = given[Math.Max(0, given.Length - _memory)..];
        var z = _first.Apply(recent[0].Tape.Use(History), recent);
        if (_second != null)
            z = _second.Apply(z);
        return z.As([z.Shape[0], z.Shape.Columns]);
    }

    private sealed class Layer(Parameters parameters, string name, int inputs, int outputs, int neurons)
    {
        private readonly Parameter _kernel = parameters.Add(
            $"{name}.kernel", [inputs, 2 * outputs, neurons], Start.Uniform(1 / MathF.Sqrt(inputs + (2 * outputs))));

        private readonly Parameter _bias = parameters.Add($"{name}.bias", [2 * outputs, neurons], Start.Zero);
        private readonly Parameter _temperature = parameters.Add($"{name}.temperature", [1], Start.One);

        public Tensor Apply(Tensor start, ReadOnlySpan<Tensor> recent)
        {
            var tape = start.Tape;
            return PrivateGates.Apply(start, recent, tape.Use(_kernel), tape.Use(_bias), tape.Use(_temperature));
        }

        public Tensor Apply(Tensor hidden)
        {
            var tape = hidden.Tape;
            return PrivateGates.Apply(hidden, tape.Use(_kernel), tape.Use(_bias), tape.Use(_temperature));
        }
    }
}

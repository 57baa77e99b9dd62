using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Layers of long short-term memory, one above the other.</summary>
/// <remarks>
/// What they hold between ticks is the caller's: of each layer in turn what it shows and what it remembers. Layers have
/// two biases each, as PyTorch's have, so that numbers of parameters agree.
/// </remarks>
/// <param name="parameters">The model's parameters.</param>
/// <param name="sizes">Sizes.</param>
/// <param name="inputs">Numbers that the lowest layer reads.</param>
internal sealed class LstmStack(Parameters parameters, LstmSizes sizes, int inputs)
{
    private readonly Layer[] _layers = [.. Enumerable.Range(0, sizes.Layers).Select(i => new Layer(
        parameters, $"lstm{i}", i == 0 ? inputs : sizes.Hidden, sizes.Hidden))];

    /// <summary>How many tensors are held between ticks.</summary>
    public int Slots => 2 * _layers.Length;

    /// <summary>The learned start of what is held in a slot, [1, hidden].</summary>
    public Parameter StartOf(int slot) => slot % 2 == 0 ? _layers[slot / 2].Shown : _layers[slot / 2].Memory;

    /// <summary>Takes a tick.</summary>
    /// <param name="below">[samples, inputs].</param>
    /// <param name="held">[samples, hidden] in every slot; takes what is held afterwards.</param>
    /// <returns>What the highest layer shows, [samples, hidden].</returns>
    public Tensor Next(Tensor below, Span<Tensor> held)
    {
        for (var i = 0; i < _layers.Length; i++)
            below = _layers[i].Next(below, ref held[2 * i], ref held[(2 * i) + 1]);
        return below;
    }

    private sealed class Layer
    {
        private readonly DenseLayer _fromBelow, _fromBefore;

        public Layer(Parameters parameters, string name, int inputs, int hidden)
        {
            var start = Start.Uniform(1 / MathF.Sqrt(hidden));
            Shown = parameters.Add($"{name}.start", [1, hidden], start);
            Memory = parameters.Add($"{name}.memory", [1, hidden], start);
            _fromBelow = new(parameters, $"{name}.below", inputs, 4 * hidden, start, start);
            _fromBefore = new(parameters, $"{name}.before", hidden, 4 * hidden, start, start);
        }

        public Parameter Shown { get; }

        public Parameter Memory { get; }

        public Tensor Next(Tensor below, ref Tensor shown, ref Tensor memory)
        {
            var sums = _fromBelow.Apply(below) + _fromBefore.Apply(shown);
            memory = LstmGates.Remember(sums, memory);
            return shown = LstmGates.Show(sums, memory);
        }
    }
}

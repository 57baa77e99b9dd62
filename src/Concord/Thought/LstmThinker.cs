using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Sizes of an <see cref="LstmThinker"/>.</summary>
public sealed record LstmSizes
{
    /// <summary>Numbers that a layer shows and remembers.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 1 << 14); } = 256;

    /// <summary>Layers, one above the other.</summary>
    public int Layers { get; init => field = Require.Within(value, 1, 64); } = 1;
}

/// <summary>A long short-term memory that reads and speaks as a <see cref="Thinker"/> does, to compare it with.
/// </summary>
/// <remarks>
/// The baseline of Darlow et al. 2025: in a tick, what the last layer showed asks a question of what is seen, the
/// answer goes through the layers, and what the last layer shows then is what is said. Starts are learned. Layers have
/// two biases each, as PyTorch's have, so that numbers of parameters agree.
/// </remarks>
public sealed class LstmThinker : IThinker
{
    private readonly Reader _reader;
    private readonly DenseLayer? _query;
    private readonly Layer[] _layers;
    private readonly DenseLayer _say;

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="reader">What is read in a tick.</param>
    /// <param name="outputs">Numbers said in a tick.</param>
    public LstmThinker(Parameters parameters, LstmSizes sizes, Reader reader, int outputs)
    {
        _reader = reader;
        _query = reader.IsAsked ? Synapse.Layer(parameters, "sight.query", sizes.Hidden, reader.Width) : null;
        _layers = [.. Enumerable.Range(0, sizes.Layers).Select(i => new Layer(
            parameters, $"lstm{i}", i == 0 ? reader.Width : sizes.Hidden, sizes.Hidden))];
        _say = Synapse.Layer(parameters, "say", sizes.Hidden, outputs);
    }

    /// <inheritdoc/>
    public void Think(
        Scene shown, int ticks, bool training, Thoughts thoughts, Func<int, bool>? enough = null)
    {
        thoughts.Begin(ticks);
        _reader.Look(shown, training, thoughts);
        var tape = shown.Numbers.Tape;
        var states = tape.Recycled<States>();
        states.Begin(_layers, tape, thoughts.Zeros(shown.Samples), shown.Samples);
        for (var tick = 0; tick < ticks; tick++)
        {
            var asked = states.Shown[_layers.Length - 1];
            var read = _reader.Read(thoughts, tick, _query?.Apply(asked), out var weights);
            var up = read;
            for (var i = 0; i < _layers.Length; i++)
            {
                (states.Shown[i], states.Held[i]) = _layers[i].Next(up, states.Shown[i], states.Held[i]);
                up = states.Shown[i];
            }
            thoughts.Add(tick, new(asked, weights, read, up, up));
            if (enough?.Invoke(tick + 1) == true)
                break;
        }
    }

    /// <inheritdoc/>
    public Tensor Say(Tensor saying) => _say.Apply(saying);

    /// <summary>What layers show and hold between ticks.</summary>
    private sealed class States
    {
        public Tensor[] Shown { get; private set; } = [];

        public Tensor[] Held { get; private set; } = [];

        public void Begin(Layer[] layers, Tape tape, int[] zeros, int samples)
        {
            if (Shown.Length < layers.Length)
                (Shown, Held) = (new Tensor[layers.Length], new Tensor[layers.Length]);
            for (var i = 0; i < layers.Length; i++)
                (Shown[i], Held[i]) = layers[i].Begin(tape, zeros, samples);
        }
    }

    private sealed class Layer
    {
        private readonly Parameter _shown, _held;
        private readonly DenseLayer _fromBelow, _fromBefore;

        public Layer(Parameters parameters, string name, int inputs, int hidden)
        {
            var start = Start.Uniform(1 / MathF.Sqrt(hidden));
            _shown = parameters.Add($"{name}.start", [1, hidden], start);
            _held = parameters.Add($"{name}.memory", [1, hidden], start);
            _fromBelow = new(parameters, $"{name}.below", inputs, 4 * hidden, start, start);
            _fromBefore = new(parameters, $"{name}.before", hidden, 4 * hidden, start, start);
        }

        public (Tensor Shown, Tensor Held) Begin(Tape tape, int[] zeros, int samples) => (
            RowOperations.Gather(tape.Use(_shown), zeros, samples),
            RowOperations.Gather(tape.Use(_held), zeros, samples));

        public (Tensor Shown, Tensor Held) Next(Tensor below, Tensor shown, Tensor held)
        {
            var sums = _fromBelow.Apply(below) + _fromBefore.Apply(shown);
            var memory = LstmGates.Remember(sums, held);
            return (LstmGates.Show(sums, memory), memory);
        }
    }
}

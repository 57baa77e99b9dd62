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
/// answer goes through the layers, and what the last layer shows then is what is said. Starts are learned.
/// </remarks>
public sealed class LstmThinker : IThinker
{
    private readonly Reader _reader;
    private readonly DenseLayer? _query;
    private readonly LstmStack _layers;
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
        _layers = new(parameters, sizes, reader.Width);
        _say = Synapse.Layer(parameters, "say", sizes.Hidden, outputs);
    }

    /// <inheritdoc/>
    public void Think(
        Scene shown, int ticks, bool training, Thoughts thoughts, Func<int, bool>? enough = null)
    {
        thoughts.Begin(ticks);
        _reader.Look(shown, training, thoughts);
        var tape = shown.Numbers.Tape;
        var held = tape.Recycled<States>().Of(_layers.Slots);
        for (var slot = 0; slot < held.Length; slot++)
            held[slot] = RowOperations.Gather(
                tape.Use(_layers.StartOf(slot)), thoughts.Zeros(shown.Samples), shown.Samples);
        for (var tick = 0; tick < ticks; tick++)
        {
            var asked = held[^2];
            var read = _reader.Read(thoughts, tick, _query?.Apply(asked), out var weights);
            var up = _layers.Next(read, held);
            thoughts.Add(tick, new(asked, weights, read, up, up));
            if (enough?.Invoke(tick + 1) == true)
                break;
        }
    }

    /// <inheritdoc/>
    public Tensor Say(Tensor saying) => _say.Apply(saying);

    private sealed class States
    {
        private Tensor[] _held = [];

        public Span<Tensor> Of(int slots)
        {
            if (_held.Length < slots)
                _held = new Tensor[slots];
            return _held.AsSpan(0, slots);
        }
    }
}

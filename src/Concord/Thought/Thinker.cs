using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Neurons with histories of their own that think in ticks and are read by their synchrony.</summary>
/// <remarks>
/// Darlow et al. 2025, "Continuous Thought Machines" (arXiv 2505.05522). In a tick the neurons' synchrony asks a
/// question of what is seen, a synapse joins the answer with what all neurons do, every neuron's own model turns its
/// history into what it does next, and the synchrony of other pairs is what is said. What is read in a tick is up to a
/// <see cref="Reader"/>; where it asks nothing, there is no synchrony to ask with.
/// </remarks>
public sealed class Thinker : IThinker
{
    private readonly Parameter _start;
    private readonly Reader _reader;
    private readonly DenseLayer? _query;
    private readonly Synapse _synapse;
    private readonly NeuronModels? _neurons;
    private readonly Synchrony? _action, _out;
    private readonly DenseLayer _say;

    /// <summary>Adds the parameters of a thinker that looks at places.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="sizes">Sizes, which must fit each other.</param>
    /// <param name="backbone">What makes features of what is shown.</param>
    /// <param name="places">How places are told apart.</param>
    /// <param name="outputs">Numbers said in a tick.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit each other.</exception>
    public Thinker(Parameters parameters, ThinkerSizes sizes, Backbone backbone, PlaceKind places, int outputs)
        : this(parameters, sizes, new Sight(parameters, backbone, places, sizes.Width, sizes.Heads), outputs)
    {
    }

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="sizes">Sizes, which must fit each other; width and heads are the reader's own.</param>
    /// <param name="reader">What is read in a tick.</param>
    /// <param name="outputs">Numbers said in a tick.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit each other.</exception>
    public Thinker(Parameters parameters, ThinkerSizes sizes, Reader reader, int outputs)
        : this(
            parameters, sizes, reader, outputs, Drawn(sizes, sizes.PairsOut, last: false),
            Drawn(sizes, sizes.PairsAction, last: true))
    {
    }

    /// <inheritdoc cref="Thinker(Parameters, ThinkerSizes, Reader, int)"/>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="sizes">Sizes, which must fit each other; width and heads are the reader's own.</param>
    /// <param name="reader">What is read in a tick.</param>
    /// <param name="outputs">Numbers said in a tick.</param>
    /// <param name="pairsOut">The pairs that are said.</param>
    /// <param name="pairsAction">The pairs that ask.</param>
    internal Thinker(
        Parameters parameters, ThinkerSizes sizes, Reader reader, int outputs, ColumnPairs pairsOut,
        ColumnPairs pairsAction)
    {
        sizes.Check();
        (Sizes, _reader) = (sizes, reader);
        _start = parameters.Add("start", [1, sizes.Neurons], Start.Uniform(MathF.Sqrt(1f / sizes.Neurons)));
        var hasSynchrony = sizes.HasSynchrony;
        if (reader.IsAsked)
        {
            _action = hasSynchrony ? new(parameters, "action", pairsAction) : null;
            _query = Synapse.Layer(
                parameters, "sight.query", hasSynchrony ? pairsAction.Count : sizes.Neurons, reader.Width);
        }
        _out = hasSynchrony ? new(parameters, "out", pairsOut) : null;
        _synapse = Synapse.Of(
            parameters, "synapse", reader.Width + sizes.Neurons, sizes.Neurons, sizes.SynapseDepth);
        _neurons = sizes.HasNeuronModels ? new(parameters, "neurons", sizes) : null;
        _say = Synapse.Layer(parameters, "say", hasSynchrony ? pairsOut.Count : sizes.Neurons, outputs);
    }

    /// <summary>The sizes it was made with.</summary>
    public ThinkerSizes Sizes { get; }

    /// <inheritdoc/>
    public void Think(
        Scene shown, int ticks, bool training, Thoughts thoughts, Func<int, bool>? enough = null)
    {
        thoughts.Begin(ticks);
        _reader.Look(shown, training, thoughts);
        var z = RowOperations.Gather(
            shown.Numbers.Tape.Use(_start), thoughts.Zeros(shown.Samples), shown.Samples);
        var action = _action?.Begin(z);
        var said = _out?.Begin(z);
        for (var tick = 0; tick < ticks; tick++)
        {
            if (tick > 0)
                action = action is { } before ? _action!.Next(before, z) : null;
            var asked = action is { } now ? Synchrony.Read(now) : z;
            var read = _reader.Read(thoughts, tick, _query?.Apply(asked), out var weights);    // a) look
            thoughts.Given[tick] = _synapse.Apply(RowOperations.Beside(read, z));              // b) think
            z = _neurons?.Apply(thoughts.Given[..(tick + 1)]) ?? thoughts.Given[tick];
            said = said is { } sofar ? _out!.Next(sofar, z) : null;
            var saying = said is { } sum ? Synchrony.Read(sum) : z;                            // c) speak
            thoughts.Add(tick, new(_query == null ? null : asked, weights, read, z, saying));
            if (enough?.Invoke(tick + 1) == true)
                break;
        }
    }

    /// <inheritdoc/>
    public Tensor Say(Tensor saying) => _say.Apply(saying);

    private static ColumnPairs Drawn(ThinkerSizes sizes, int j, bool last)
    {
        sizes.Check();
        return NeuronPairs.Choose(sizes, j, last, new Rng(sizes.PairSeed).Split(last ? 1u : 0u));
    }
}

/// <summary>What happened in a tick, of all samples.</summary>
/// <param name="Asked">The synchrony that asked, [samples, action pairs]; null where nothing was asked.</param>
/// <param name="Weights">
/// How much of each place was read, [samples, heads, places]; null where no places were chosen from.
/// </param>
/// <param name="Read">What was read, [samples, width].</param>
/// <param name="Done">What neurons do, [samples, neurons].</param>
/// <param name="Saying">The synchrony that is said, [samples, out pairs].</param>
public readonly record struct Tick(Tensor? Asked, Tensor? Weights, Tensor Read, Tensor Done, Tensor Saying);

/// <summary>What happened in every tick of a thought; belongs to one thread and is used again.</summary>
public sealed class Thoughts
{
    private Tick[] _ticks = [];
    private Tensor[] _given = [];
    private Tensor[] _saying = [];
    private int[] _zeros = [];

    /// <summary>How many ticks there were.</summary>
    public int Count { get; private set; }

    /// <summary>What was looked at, one view after the other; none where nothing has places.</summary>
    public IList<Sight.View> Views { get; } = [];

    /// <summary>What was looked at first.</summary>
    public Sight.View View => Views[0];

    /// <summary>What else a reader made of what it was shown.</summary>
    public IList<Tensor> Made { get; } = [];

    /// <summary>A tick, from 0.</summary>
    public Tick this[int tick] => _ticks[tick];

    /// <summary>What the synapse gave in every tick, [samples, neurons] each.</summary>
    public Span<Tensor> Given => _given;

    /// <summary>The synchrony that was said in every tick so far.</summary>
    public ReadOnlySpan<Tensor> Saying => _saying.AsSpan(0, Count);

    internal void Begin(int ticks)
    {
        Require.Positive(ticks, "The number of ticks");
        if (_ticks.Length < ticks)
            (_ticks, _given, _saying) = (new Tick[ticks], new Tensor[ticks], new Tensor[ticks]);
        Count = 0;
        Views.Clear();
        Made.Clear();
    }

    internal void Add(int tick, Tick happened)
    {
        (_ticks[tick], _saying[tick]) = (happened, happened.Saying);
        Count = tick + 1;
    }

    internal int[] Zeros(int count) => _zeros.Length < count ? _zeros = new int[count] : _zeros;
}

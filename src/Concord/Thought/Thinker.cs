using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Neurons with histories of their own that think in ticks and are read by their synchrony.</summary>
/// <remarks>
/// Darlow et al. 2025, "Continuous Thought Machines" (arXiv 2505.05522). In a tick the neurons' synchrony asks a
/// question of what is seen, a synapse joins the answer with what all neurons do, every neuron's own model turns its
/// history into what it does next, and the synchrony of other pairs is what is said.
/// </remarks>
public sealed class Thinker : IThinker
{
    private readonly Parameter _start;
    private readonly Sight _sight;
    private readonly Synapse _synapse;
    private readonly NeuronModels _neurons;
    private readonly Synchrony _action, _out;
    private readonly DenseLayer _say;

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="sizes">Sizes, which must fit each other.</param>
    /// <param name="backbone">What makes features of what is shown.</param>
    /// <param name="places">How places are told apart.</param>
    /// <param name="outputs">Numbers said in a tick.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit each other.</exception>
    public Thinker(Parameters parameters, ThinkerSizes sizes, Backbone backbone, PlaceKind places, int outputs)
        : this(parameters, sizes, backbone, places, outputs, Drawn(sizes, sizes.PairsOut, last: false),
            Drawn(sizes, sizes.PairsAction, last: true))
    {
    }

    /// <inheritdoc cref="Thinker(Parameters, ThinkerSizes, Backbone, PlaceKind, int)"/>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="sizes">Sizes, which must fit each other.</param>
    /// <param name="backbone">What makes features of what is shown.</param>
    /// <param name="places">How places are told apart.</param>
    /// <param name="outputs">Numbers said in a tick.</param>
    /// <param name="pairsOut">The pairs that are said.</param>
    /// <param name="pairsAction">The pairs that look.</param>
    internal Thinker(
        Parameters parameters, ThinkerSizes sizes, Backbone backbone, PlaceKind places, int outputs,
        ColumnPairs pairsOut, ColumnPairs pairsAction)
    {
        sizes.Check();
        Sizes = sizes;
        _start = parameters.Add("start", [1, sizes.Neurons], Start.Uniform(MathF.Sqrt(1f / sizes.Neurons)));
        _action = new(parameters, "action", pairsAction);
        _out = new(parameters, "out", pairsOut);
        _sight = new(parameters, backbone, places, sizes.Width, sizes.Heads, pairsAction.Count);
        _synapse = Synapse.Of(
            parameters, "synapse", sizes.Width + sizes.Neurons, sizes.Neurons, sizes.SynapseDepth);
        _neurons = new(parameters, "neurons", sizes);
        _say = Synapse.Layer(parameters, "say", pairsOut.Count, outputs);
    }

    /// <summary>The sizes it was made with.</summary>
    public ThinkerSizes Sizes { get; }

    /// <inheritdoc/>
    public void Think(
        Tensor shown, int ticks, bool training, Thoughts thoughts, Func<int, bool>? enough = null)
    {
        thoughts.Begin(ticks);
        var view = _sight.Look(shown, training);
        thoughts.View = view;
        var z = RowOperations.Gather(shown.Tape.Use(_start), thoughts.Zeros(shown.Shape.Rows), shown.Shape.Rows);
        var action = _action.Begin(z);
        var said = _out.Begin(z);
        for (var tick = 0; tick < ticks; tick++)
        {
            if (tick > 0)
                action = _action.Next(action, z);
            var asked = Synchrony.Read(action);
            var read = _sight.Read(view, asked, out var weights);         // a) look
            thoughts.Given[tick] = _synapse.Apply(RowOperations.Beside(read, z));
            z = _neurons.Apply(thoughts.Given[..(tick + 1)]);             // b) think
            said = _out.Next(said, z);
            var saying = Synchrony.Read(said);                            // c) speak
            thoughts.Add(tick, new(asked, weights, read, z, saying));
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
/// <param name="Asked">The synchrony that looked, [samples, action pairs].</param>
/// <param name="Weights">How much of each place was read, [samples, heads, places].</param>
/// <param name="Read">What was read, [samples, width].</param>
/// <param name="Done">What neurons do, [samples, neurons].</param>
/// <param name="Saying">The synchrony that is said, [samples, out pairs].</param>
public readonly record struct Tick(Tensor Asked, Tensor Weights, Tensor Read, Tensor Done, Tensor Saying);

/// <summary>What happened in every tick of a thought; belongs to one thread and is used again.</summary>
public sealed class Thoughts
{
    private Tick[] _ticks = [];
    private Tensor[] _given = [];
    private Tensor[] _saying = [];
    private int[] _zeros = [];

    /// <summary>How many ticks there were.</summary>
    public int Count { get; private set; }

    /// <summary>What was looked at.</summary>
    public Sight.View View { get; internal set; }

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
    }

    internal void Add(int tick, Tick happened)
    {
        (_ticks[tick], _saying[tick]) = (happened, happened.Saying);
        Count = tick + 1;
    }

    internal int[] Zeros(int count) => _zeros.Length < count ? _zeros = new int[count] : _zeros;
}

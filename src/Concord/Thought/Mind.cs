using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>What thinks for agents: it goes on in every step of an environment where it stopped in the last.</summary>
/// <remarks>Holds parameters alone, so it may serve many threads; what is carried is the callers'.</remarks>
public abstract class Mind
{
    /// <summary>Numbers that a step's thought ends with.</summary>
    public abstract int Width { get; }

    /// <summary>How many tensors are carried from step to step.</summary>
    internal abstract int Slots { get; }

    /// <summary>What is carried in a slot before an episode's first step, [1, n], learned.</summary>
    internal abstract Tensor Start(Tape tape, int slot);

    /// <summary>Thinks for a step.</summary>
    /// <param name="features">Of what is observed, [samples, features].</param>
    /// <param name="carried">[samples, n] in every slot; takes what is carried on.</param>
    /// <returns>[samples, width].</returns>
    internal abstract Tensor Think(Tensor features, Span<Tensor> carried);
}

/// <summary>Neurons with histories of their own, read by their synchrony, that go on from step to step.</summary>
/// <remarks>
/// Darlow et al. 2025, the machine of their reinforcement learning: there is no attention, every tick reads all
/// features. The last M numbers that neurons were given and the last M that they did are carried. After a step's last
/// tick, with z of k ticks back and w = exp(−k · decay), the synchrony of a pair is Σ w zₗ zᵣ / √Σ w over those M, the
/// learned start among them in an episode's first ticks; a decay is kept between 0 and 4. Both starts are drawn alike.
/// </remarks>
public sealed class NeuronMind : Mind
{
    private const float MostDecay = 4;

    private readonly GatedPair _synapse;
    private readonly NeuronModels _neurons;
    private readonly Parameter _done;
    private readonly Synchrony _out;
    private readonly int[][] _rows;
    private readonly int _ticks;

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="sizes">
    /// Neurons, memory, hidden numbers of neurons and ticks; pairs out says of how many of the last neurons all pairs
    /// are read. Its other sizes play no part.
    /// </param>
    /// <param name="features">Features of an observation.</param>
    /// <exception cref="ArgumentException">Fewer neurons than are to be paired.</exception>
    public NeuronMind(Parameters parameters, ThinkerSizes sizes, int features)
    {
        int neurons = sizes.Neurons, paired = sizes.PairsOut;
        Require.Within(paired, 1, neurons, "The number of neurons to pair");
        _ticks = sizes.Ticks;
        _synapse = new(parameters, "synapse", features + neurons, neurons);
        _neurons = new(parameters, "neurons", sizes);
        _done = parameters.Add("done.history", _neurons.History.Shape, _neurons.History.Start);
        int[] last = [.. Enumerable.Range(neurons - paired, paired)];
        _out = new(parameters, "out", NeuronPairs.Triangle(last, last), MostDecay);
        _rows = [.. Enumerable.Range(0, sizes.Memory).Select(row => (int[])[row])];
    }

    /// <inheritdoc/>
    public override int Width => _out.Pairs.Count;

    private int Memory => _rows.Length;

    // What neurons were given, the oldest first, then what they did.
    internal override int Slots => 2 * Memory;

    internal override Tensor Start(Tape tape, int slot) => RowOperations.Gather(
        tape.Use(slot < Memory ? _neurons.History : _done), _rows[slot % Memory], 1);

    internal override Tensor Think(Tensor features, Span<Tensor> carried)
    {
        Span<Tensor> given = carried[..Memory], done = carried[Memory..];
        for (var tick = 0; tick < _ticks; tick++)
        {
            Append(given, _synapse.Apply(RowOperations.Beside(features, done[^1])));
            Append(done, _neurons.Apply(given));
        }
        var said = _out.Begin(done[0]);
        foreach (var z in done[1..])
            said = _out.Next(said, z);
        return Synchrony.Read(said);
    }

    private static void Append(Span<Tensor> window, Tensor newest)
    {
        window[1..].CopyTo(window);
        window[^1] = newest;
    }
}

/// <summary>A long short-term memory that goes on from step to step, to compare with.</summary>
/// <remarks>
/// The baseline of Darlow et al. 2025 in reinforcement learning: in every tick of a step it reads the step's features.
/// </remarks>
/// <param name="parameters">The model's parameters.</param>
/// <param name="sizes">Sizes.</param>
/// <param name="features">Features of an observation.</param>
/// <param name="ticks">T, ticks of a step.</param>
public sealed class LstmMind(Parameters parameters, LstmSizes sizes, int features, int ticks) : Mind
{
    private readonly LstmStack _layers = new(parameters, sizes, Require.Positive(features));
    private readonly int _ticks = Require.Positive(ticks);

    /// <inheritdoc/>
    public override int Width { get; } = sizes.Hidden;

    internal override int Slots => _layers.Slots;

    internal override Tensor Start(Tape tape, int slot) => tape.Use(_layers.StartOf(slot));

    internal override Tensor Think(Tensor features, Span<Tensor> carried)
    {
        for (var tick = 1; tick < _ticks; tick++)
            _layers.Next(features, carried);
        return _layers.Next(features, carried);
    }
}

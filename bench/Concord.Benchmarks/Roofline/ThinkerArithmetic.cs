using Concord.Tensors;
using Concord.Thought;

namespace Concord.Benchmarks.Roofline;

/// <summary>Counts the multiply-adds of a training step of a Continuous Thought Machine from its sizes.</summary>
/// <remarks>
/// Counted are products and the traces of pairs; not counted are norms, gates, softmax and all else that is one number
/// at a time, so the share of the peak that follows is a lower bound. The way back costs twice the way forward, what is
/// said is learned from in two ticks only, and keys and values are projected once.
/// </remarks>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Sizes">The machine.</param>
/// <param name="Places">Places that are looked at.</param>
/// <param name="Channels">Numbers of a place's features.</param>
/// <param name="Outputs">Numbers said in a tick.</param>
/// <param name="Backbone">Multiply-adds of the features of a sample.</param>
/// <param name="Batch">Samples of a step.</param>
internal sealed record ThinkerArithmetic(
    string Name, ThinkerSizes Sizes, int Places, int Channels, int Outputs, double Backbone, int Batch)
{
    private const int WithBack = 3;

    /// <summary>Strings of 32.</summary>
    public static ThinkerArithmetic Parity { get; } = new(
        "parity", new() { Pairing = Pairing.Random }, Places: 32, Channels: 64, Outputs: 64, Backbone: 0, Batch: 64);

    /// <summary>15x15 mazes, routes to 50 steps: a residual network of one stage, at 8x8 places from then on.</summary>
    public static ThinkerArithmetic Route { get; } = new(
        "route", new() { SynapseDepth = 4, PairsOut = 64, PairsAction = 64, Ticks = 20 }, Places: 8 * 8, Channels: 64,
        Outputs: 5 * 50, Backbone: (15 * 15 * ((3 * 3) + (9 * 3 * 64))) + (8 * 8 * 4 * 9.0 * 64 * 64), Batch: 32);

    /// <summary>MNIST: two convolutions, at 28x28 and 14x14 places.</summary>
    public static ThinkerArithmetic Digits { get; } = new(
        "digits",
        new()
        {
            Neurons = 128, Width = 32, Heads = 1, Ticks = 30, Memory = 15, Pairing = Pairing.FirstLast, PairsOut = 16,
            PairsAction = 16,
        },
        Places: 7 * 7, Channels: 32, Outputs: 10, Backbone: (28 * 28 * 9 * 32) + (14 * 14 * 9.0 * 32 * 32), Batch: 64);

    /// <summary>The machine of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ThinkerArithmetic Named(string name)
    {
        ThinkerArithmetic[] all = [Parity, Route, Digits];
        var found = Array.Find(all, thinker => thinker.Name == name);
        Require.That(found != null, "The thinker", "must be one of parity, route, digits", name);
        return found!;
    }

    /// <summary>Features, keys and values of a sample.</summary>
    public double Looking => Backbone + ((double)Places * Sizes.Width * (Channels + (2 * Sizes.Width)));

    /// <summary>A tick of a sample but for what is said.</summary>
    public double Tick
    {
        get
        {
            double d = Sizes.Width, neurons = Sizes.Neurons;
            double action = Sizes.Pairs(Sizes.PairsAction), said = Sizes.Pairs(Sizes.PairsOut);
            var query = (action * d) + (d * d);
            var attention = (2 * Places * d) + (d * d);
            var models = neurons * ((Sizes.Memory * 2 * Sizes.NeuronHidden) + (Sizes.NeuronHidden * 2));
            return query + attention + Synapse + models + (2 * (action + said));
        }
    }

    /// <summary>A training step.</summary>
    public double Step
    {
        get
        {
            var said = (double)Sizes.Pairs(Sizes.PairsOut) * Outputs;
            return Batch * ((WithBack * (Looking + (Sizes.Ticks * Tick))) + ((Sizes.Ticks + (2 * WithBack)) * said));
        }
    }

    private double Synapse
    {
        get
        {
            double inputs = Sizes.Width + Sizes.Neurons, neurons = Sizes.Neurons;
            if (Sizes.SynapseDepth == 1)
                return inputs * 2 * neurons;
            var widths = Concord.Thought.Synapse.Widths(Sizes.Neurons, Sizes.SynapseDepth);
            return (inputs * neurons) + (2.0 * widths.Zip(widths.Skip(1), (a, b) => (double)a * b).Sum());
        }
    }
}

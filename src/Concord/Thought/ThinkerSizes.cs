using Concord.Tensors;

namespace Concord.Thought;

/// <summary>How the pairs of neurons are chosen whose synchrony is read.</summary>
public enum Pairing
{
    /// <summary>Dense: all pairs among J neurons, the first J for what is said, the last J for what is looked at.
    /// </summary>
    FirstLast,

    /// <summary>Semi-dense: all pairs of J neurons drawn as left with J drawn as right, each at or behind the left
    /// one's place.</summary>
    Random,

    /// <summary>Random: J pairs drawn one by one.</summary>
    RandomPairing,
}

/// <summary>Sizes of a <see cref="Thinker"/>.</summary>
/// <remarks>
/// Darlow et al. 2025, "Continuous Thought Machines" (arXiv 2505.05522); names in brackets are those of the paper's
/// code.
/// </remarks>
public sealed record ThinkerSizes
{
    /// <summary>D, neurons (d_model).</summary>
    public int Neurons { get; init => field = Require.Within(value, 1, 1 << 16); } = 256;

    /// <summary>d, numbers of a key, a value and what is read in a tick (d_input).</summary>
    public int Width { get; init => field = Require.Within(value, 1, 1 << 14); } = 64;

    /// <summary>Heads of the attention; they divide <see cref="Width"/>.</summary>
    public int Heads { get; init => field = Require.Within(value, 1, 1024); } = 4;

    /// <summary>1: one gated layer joins what is read and what neurons do; more: a U-Net of as many widths.</summary>
    public int SynapseDepth { get; init => field = Require.Within(value, 1, 64); } = 1;

    /// <summary>J of the pairs whose synchrony is spoken (n_synch_out).</summary>
    public int PairsOut { get; init => field = Require.Within(value, 1, 1 << 16); } = 32;

    /// <summary>J of the pairs whose synchrony looks (n_synch_action).</summary>
    public int PairsAction { get; init => field = Require.Within(value, 1, 1 << 16); } = 32;

    /// <summary>How pairs are chosen (neuron_select_type).</summary>
    public Pairing Pairing { get; init; } = Pairing.RandomPairing;

    /// <summary>How many random pairs are a neuron with itself (n_random_pairing_self).</summary>
    public int SelfPairs { get; init => field = Require.NotNegative(value); }

    /// <summary>Which pairs are drawn.</summary>
    public ulong PairSeed { get; init; } = 1;

    /// <summary>M, ticks that a neuron remembers (memory_length).</summary>
    public int Memory { get; init => field = Require.Within(value, 1, 1024); } = 10;

    /// <summary>H, hidden numbers of every neuron's own model (memory_hidden_dims); 0: its model is a single layer.
    /// </summary>
    public int NeuronHidden { get; init => field = Require.Within(value, 0, 1024); } = 8;

    /// <summary>Whether neurons have models of their own; without, they do what the synapse gives.</summary>
    public bool HasNeuronModels { get; init; } = true;

    /// <summary>Whether synchrony asks and speaks; without, what neurons do does.</summary>
    public bool HasSynchrony { get; init; } = true;

    /// <summary>T, ticks (iterations).</summary>
    public int Ticks { get; init => field = Require.Within(value, 1, 10_000); } = 25;

    /// <summary>Throws a sentence where sizes do not fit each other.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check()
    {
        Require.That(Width % Heads == 0, "The number of heads", $"must divide the width of {Width}", Heads);
        if (Pairing == Pairing.FirstLast)
            Require.That(
                (long)PairsOut + PairsAction <= Neurons, "The neurons to pair first and last",
                $"must be at most the {Neurons} neurons", PairsOut + PairsAction);
        if (Pairing == Pairing.RandomPairing)
            Require.That(
                SelfPairs <= Math.Min(PairsOut, PairsAction), "The number of self pairs",
                $"must be at most the {Math.Min(PairsOut, PairsAction)} pairs", SelfPairs);
    }

    /// <summary>How many pairs J gives.</summary>
    public int Pairs(int j) => Pairing == Pairing.RandomPairing ? j : checked(j * (j + 1) / 2);
}

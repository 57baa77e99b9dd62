using Concord.Tensors;

namespace Concord.Lab;

/// <summary>Which part of the agents' memory an intervention is about.</summary>
public enum MemoryPart
{
    /// <summary>None.</summary>
    None,

    /// <summary>u, the accumulated disagreement.</summary>
    Dual,

    /// <summary>z, what neighbours agreed on.</summary>
    Consensus,

    /// <summary>Both.</summary>
    All,
}

/// <summary>
/// What is done to a team of agents while it works: broken links, lost agents, slow messages, damaged memory.
/// </summary>
/// <remarks>
/// Cut edges and dropped agents hold from the start. Lost messages, delays and a missing u act at every iteration. The
/// others happen once, after iteration <see cref="At"/>. Everything random follows from the seed and the sample's
/// number.
/// </remarks>
public sealed record Disturbance
{
    /// <summary>The share of edges that are missing.</summary>
    public double CutEdges { get; init => field = Require.Within(value, 0, 1); }

    /// <summary>The share of agents that are missing, with their edges; nobody counts their guesses.</summary>
    public double DropAgents { get; init => field = Require.Within(value, 0, 1); }

    /// <summary>The chance that an edge falls silent for an iteration.</summary>
    public double LoseMessages { get; init => field = Require.Within(value, 0, 1); }

    /// <summary>By how many iterations what neighbours agreed on reaches the agents late.</summary>
    public int Delay { get; init => field = Require.Within(value, 0, 1000); }

    /// <summary>Whether u stays zero all the time: agents do not count how far they are from what was agreed.</summary>
    public bool NoDual { get; init; }

    /// <summary>The iteration after which memory is damaged; 0 for the middle of the run.</summary>
    public int At { get; init => field = Require.Within(value, 0, 1_000_000); }

    /// <summary>What is set to zero.</summary>
    public MemoryPart Zero { get; init; }

    /// <summary>Whether u changes its sign.</summary>
    public bool FlipDual { get; init; }

    /// <summary>Noise on z and u, in standard deviations of each.</summary>
    public double Noise { get; init => field = Require.NotNegative(value); }

    /// <summary>Whether z and u are exchanged with those of another sample.</summary>
    public bool Swap { get; init; }

    /// <summary>The seed of all that is random.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether memory is damaged once.</summary>
    public bool HasMoment => Zero != MemoryPart.None || FlipDual || Noise > 0 || Swap;
}

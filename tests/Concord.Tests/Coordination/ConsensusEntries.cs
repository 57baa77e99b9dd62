using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Tests.Coordination;

/// <summary>A consensus step as the contract runs it: enough steps to come near the exact answer.</summary>
/// <param name="Name">What is run.</param>
/// <param name="Pull">γ where it is soft; null where it is hard.</param>
/// <param name="Make">The step over a sheaf.</param>
/// <param name="Tolerance">How near the exact answer it must come, relative to the target.</param>
internal sealed record ConsensusEntry(string Name, float? Pull, Func<BoundSheaf, IConsensus> Make, double Tolerance)
{
    /// <summary>Whether a ρ of each coordinate's own is served, or else refused in a sentence.</summary>
    public bool ServesPricesPerCoordinate { get; init; } = true;

    /// <summary>The exact step that this one approximates.</summary>
    public ExactConsensus Exact(BoundSheaf sheaf) =>
        Pull is { } pull ? ExactConsensus.Soft(sheaf, pull) : ExactConsensus.Hard(sheaf);
}

/// <summary>All consensus steps there are. A new one adds its line here and is tested like the others.</summary>
internal static class ConsensusEntries
{
    private const float Pull = 2;

    public static IReadOnlyList<ConsensusEntry> All { get; } =
    [
        new("exact soft", Pull, sheaf => ExactConsensus.Soft(sheaf, Pull), 1e-6),
        new("exact hard", null, ExactConsensus.Hard, 1e-6),
        new("conjugate gradients soft", Pull, sheaf => ConjugateGradients.Soft(sheaf, Pull) with { Steps = 100 }, 1e-4),
        new("conjugate gradients hard", null,
            sheaf => ConjugateGradients.Hard(sheaf) with { Steps = 300, Start = CgStart.Target }, 2e-3),
        new("Nesterov soft", Pull,
            sheaf => NesterovDescent.Soft(sheaf, Pull, Rate(sheaf, Pull)) with { Steps = 1500 }, 1e-3),
        new("Nesterov hard", null, sheaf => NesterovDescent.Hard(sheaf, Rate(sheaf, 1)) with { Steps = 3000 }, 1e-3)
        {
            ServesPricesPerCoordinate = false,
        },
        new("edge space soft", Pull, sheaf => EdgeSpace.Soft(sheaf, Pull) with { Steps = 100 }, 1e-4),
        new("edge space hard", null, sheaf => EdgeSpace.Hard(sheaf) with { Steps = 200 }, 1e-3),
        new("edge space soft with memory", Pull,
            sheaf => EdgeSpace.Soft(sheaf, Pull) with { Steps = 100, Memory = new EdgeMultipliers() }, 1e-4),
    ];

    public static ConsensusEntry Named(string name) => All.Single(entry => entry.Name == name);

    // The examples' largest eigenvalue is below 60.
    private static Tensor Rate(BoundSheaf sheaf, float pull) => sheaf.Tape.Input([1 / (60 * pull)], []);
}

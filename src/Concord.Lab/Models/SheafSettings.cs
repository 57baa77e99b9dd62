namespace Concord.Lab.Models;

/// <summary>What users may change about every model of agents on a sheaf.</summary>
/// <remarks>
/// Maps come first: other maps set rank and edge stalk too, and what a user says about those counts.
/// </remarks>
internal static class SheafSettings
{
    /// <summary>Of agents on a lattice, whose own vector may have any length too.</summary>
    /// <param name="usual">The task's options of which users are told as the usual ones.</param>
    public static IReadOnlyList<Setting> Of<TViews>(LatticeSheafOptions<TViews> usual)
        where TViews : AgentViews =>
    [
        .. Of(usual, "numbers neighbours compare"),
        AgentExperiment<TViews>.Number(
            "stalk", "d_v", $"d_v, numbers an agent holds ({usual.VertexStalk})",
            (options, n) => options is LatticeSheafOptions<TViews> sheaf ? sheaf with { VertexStalk = n } : null),
    ];

    /// <summary>What agents compare, what it costs them and how they agree.</summary>
    /// <param name="usual">The task's options of which users are told as the usual ones.</param>
    /// <param name="edgeStalk">What the numbers of an edge stalk are in this task.</param>
    public static IReadOnlyList<Setting> Of<TViews>(SheafOptions<TViews> usual, string edgeStalk)
        where TViews : AgentViews =>
    [
        Choice<TViews, MapKind>(
            "maps", "what neighbours compare: learned maps of their states, whole states, or shared cells (learned)",
            [("learned", MapKind.Learned), ("identity", MapKind.Identity), ("selectors", MapKind.Selectors)],
            (sheaf, maps) => sheaf.WithMaps(maps)),
        Choice<TViews, CostKind>(
            "costs", "what a state costs: all that the task has, Q and q alone, or its distance from h (full)",
            [("full", CostKind.Full), ("quadratic", CostKind.Quadratic), ("fixed", CostKind.Fixed)],
            (sheaf, costs) => sheaf with { Costs = costs }),
        Choice<TViews, ConsensusKind>(
            "consensus", "how neighbours agree: conjugate gradients, or descent with a learned step (cg)",
            [("cg", ConsensusKind.ConjugateGradients), ("nesterov", ConsensusKind.Nesterov)],
            (sheaf, consensus) => sheaf with { Consensus = consensus }),
        Number<TViews>("cg-steps", "T", $"T, conjugate gradient steps per iteration ({usual.CgSteps})", WithCgSteps),
        Number<TViews>(
            "edge-stalk", "d_e", $"d_e, {edgeStalk} ({usual.EdgeStalk})", (sheaf, n) => sheaf with { EdgeStalk = n }),
        Number<TViews>(
            "rank", "The rank", $"rank by which views change the maps, or 0 ({usual.Rank})",
            (sheaf, n) => sheaf with { Rank = n }),
    ];

    private static SheafOptions<TViews> WithCgSteps<TViews>(SheafOptions<TViews> options, int steps)
        where TViews : AgentViews =>
        options.Consensus == ConsensusKind.ConjugateGradients
            ? options with { CgSteps = steps }
            : throw new ArgumentException(
                $"T must be an option of agents that agree by conjugate gradients, but is {steps} for others.");

    private static Setting Number<TViews>(
        string name, string word, string about, Func<SheafOptions<TViews>, int, SheafOptions<TViews>> change)
        where TViews : AgentViews =>
        AgentExperiment<TViews>.Number(
            name, word, about, (options, n) => options is SheafOptions<TViews> sheaf ? change(sheaf, n) : null);

    private static Setting Choice<TViews, TKind>(
        string name, string about, (string Word, TKind Kind)[] kinds,
        Func<SheafOptions<TViews>, TKind, SheafOptions<TViews>> change)
        where TViews : AgentViews =>
        AgentExperiment<TViews>.Choice(
            name, "The value", about, kinds,
            (options, kind) => options is SheafOptions<TViews> sheaf ? change(sheaf, kind) : null);
}

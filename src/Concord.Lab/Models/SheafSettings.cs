namespace Concord.Lab.Models;

/// <summary>What users may change about every model of agents on a sheaf.</summary>
/// <remarks>
/// A task lists these before its own: other maps set rank and edge stalk too, and what a user says about those counts.
/// </remarks>
internal static class SheafSettings
{
    /// <summary>The options by which what agents compare, what it costs them and how they agree is chosen.</summary>
    /// <typeparam name="TViews">How the agents see.</typeparam>
    public static IReadOnlyList<Setting> Of<TViews>()
        where TViews : AgentViews =>
    [
        Choice<TViews, MapKind>(
            "maps", "what neighbours compare: learned maps of their states, whole states, or shared cells (learned)",
            [("learned", MapKind.Learned), ("identity", MapKind.Identity), ("selectors", MapKind.Selectors)],
            (options, maps) => options.WithMaps(maps)),
        Choice<TViews, CostKind>(
            "costs", "what a state costs: all that the task has, Q and q alone, or its distance from h (full)",
            [("full", CostKind.Full), ("quadratic", CostKind.Quadratic), ("fixed", CostKind.Fixed)],
            (options, costs) => options with { Costs = costs }),
        Choice<TViews, ConsensusKind>(
            "consensus", "how neighbours agree: conjugate gradients, or descent with a learned step (cg)",
            [("cg", ConsensusKind.ConjugateGradients), ("nesterov", ConsensusKind.Nesterov)],
            (options, consensus) => options with { Consensus = consensus }),
        AgentExperiment<TViews>.Number(
            "cg-steps", "T", "T, conjugate gradient steps per iteration (5)",
            (options, steps) => options is SheafOptions<TViews> sheaf ? WithCgSteps(sheaf, steps) : null),
    ];

    private static SheafOptions<TViews> WithCgSteps<TViews>(SheafOptions<TViews> options, int steps)
        where TViews : AgentViews =>
        options.Consensus == ConsensusKind.ConjugateGradients
            ? options with { CgSteps = steps }
            : throw new ArgumentException(
                $"T must be an option of agents that agree by conjugate gradients, but is {steps} for others.");

    private static Setting Choice<TViews, TKind>(
        string name, string about, (string Word, TKind Kind)[] kinds,
        Func<SheafOptions<TViews>, TKind, SheafOptions<TViews>> change)
        where TViews : AgentViews =>
        AgentExperiment<TViews>.Choice(
            name, "The value", about, kinds,
            (options, kind) => options is SheafOptions<TViews> sheaf ? change(sheaf, kind) : null);
}

using Concord.Lab.Models;

namespace Concord.Lab.Baselines;

/// <summary>The options on the command line that message passing has in every task.</summary>
internal static class MessageSettings
{
    private static readonly (string Word, Aggregation Value)[] Aggregations =
        [("max", Aggregation.Max), ("mean", Aggregation.Mean)];

    /// <summary>The settings of a task.</summary>
    /// <param name="usual">The task's options of which users are told as the usual ones.</param>
    public static IEnumerable<Setting> Of<TViews>(MessageOptions<TViews> usual)
        where TViews : AgentViews =>
    [
        AgentExperiment<TViews>.Number(
            "state", "The state", $"numbers an agent holds in the model mpnn ({usual.State})",
            (options, n) => options is MessageOptions<TViews> message ? message with { State = n } : null),
        AgentExperiment<TViews>.Number(
            "message", "The message", $"numbers in a message of the model mpnn ({usual.Message})",
            (options, n) => options is MessageOptions<TViews> message ? message with { Message = n } : null),
        AgentExperiment<TViews>.Choice(
            "aggregation", "The aggregation",
            $"what an agent of the model mpnn keeps of its messages ({Word(usual.Aggregation)})", Aggregations,
            (options, way) => options is MessageOptions<TViews> message ? message with { Aggregation = way } : null),
    ];

    private static string Word(Aggregation aggregation) =>
        Aggregations.First(choice => choice.Value == aggregation).Word;
}

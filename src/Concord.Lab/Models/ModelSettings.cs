namespace Concord.Lab.Models;

/// <summary>What users may change about every model that has it, whichever kind of model it is.</summary>
internal static class ModelSettings
{
    /// <summary>The width of hidden layers.</summary>
    /// <param name="about">What it is in the models of a task.</param>
    public static Setting Hidden<TViews>(string about)
        where TViews : AgentViews =>
        AgentExperiment<TViews>.Number("hidden", "The hidden width", about, (options, n) => options.WithHidden(n));

    /// <summary>The numbers that describe a cell.</summary>
    /// <param name="about">What they are in the models of a task.</param>
    public static Setting Channels<TViews>(string about)
        where TViews : AgentViews =>
        AgentExperiment<TViews>.Number(
            "channels", "The number of channels", about, (options, n) => options.WithChannels(n));

    /// <summary>K of every training step and of every evaluation.</summary>
    /// <param name="training">The usual K of the models of a task in training.</param>
    /// <param name="evaluation">And in an evaluation.</param>
    public static IReadOnlyList<Setting> Iterations<TViews>(string training, string evaluation)
        where TViews : AgentViews =>
    [
        AgentExperiment<TViews>.Number(
            "iterations", "K", $"K of every training step ({training})", (options, k) => options.WithIterations(k)),
        AgentExperiment<TViews>.Number(
            "eval-iterations", "K", $"K of every evaluation ({evaluation})",
            (options, k) => options.WithIterationsToEvaluate(k)),
    ];
}

using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Tensors;
using static Concord.Lab.Setting;

namespace Concord.Lab.Tasks.Parity;

/// <summary>Reads a string of ±1 and says, at each position, whether the −1 so far are odd in number.</summary>
/// <remarks>
/// From Darlow et al. 2025, "Continuous Thought Machines". The last answer depends on every position and no shortcut
/// exists, so this is the cheapest test of a model that computes over time.
/// </remarks>
public sealed class ParityTask : ITask
{
    /// <inheritdoc/>
    public string Name => "parity";

    /// <inheritdoc/>
    public string Goal => "say at each position of a string of +1 and -1 whether the -1 so far are odd in number";

    /// <inheritdoc/>
    public double ScoreOfGuessing => 0.5;

    /// <inheritdoc/>
    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        new("ctm", "neurons with histories of their own think in ticks and read by their synchrony",
            new ParityExperiment()),
        new("lstm", "the usual way to compute over time: a long short-term memory that looks with attention",
            new ParityExperiment
            {
                Options = new LstmOptions<ThoughtViews>(ParityStrings.Asks(ParityStrings.UsualLength)),
            }) { IsBaseline = true },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("paper", "strings of 64, batch 64, 200,000 steps, as in the paper", experiment =>
            ThoughtPlans.Paper(experiment, rate: 1e-4f, steps: 200_000, warmup: 500)),
        new("short", "strings of 16, batch 64, 10,000 steps, cooling down: minutes", experiment =>
            ThoughtPlans.Short(
                ((ParityExperiment)experiment with { Tile = 16 }).Asking(ParityStrings.Asks(16)), steps: 10_000,
                cooling: 2000)),
        new("tiny", "strings of 8: minutes, to see that everything works", experiment =>
            ThoughtPlans.Tiny(((ParityExperiment)experiment).Asking(ParityStrings.Asks(8)), rate: 1e-3f)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        ThoughtExperiment.Asking(
            "length", "The length of a string", "positions of a string (64)", (_, n) => ParityStrings.Asks(n)),
        new("strings", "how many strings to train on (1000000)",
            (e, v) => (ParityExperiment)e with { Strings = Whole(v, "The number of strings") }),
        new("tile", "strings one thread works on at a time (32)",
            (e, v) => (ParityExperiment)e with { Tile = Whole(v, "The tile") }),
        ModelSettings.Hidden<ThoughtViews>("hidden numbers of every neuron's own model, 0 for none (8)"),
        .. ModelSettings.Iterations<ThoughtViews>("the model's ticks", "the same"),
        .. ThoughtSettings.Of<ThoughtViews>(ParityExperiment.UsualSizes),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SuiteEntry> Suites { get; } =
        [new("test", "strings of the training length that training has not drawn", ParityStrings.TestSeed)];

    /// <inheritdoc/>
    public string? Shipped(string model) => model == "ctm" ? "parity.safetensors" : null;

    /// <inheritdoc/>
    public void CheckSize(string size) => ParseLength(size);

    /// <inheritdoc/>
    public Film Film(IStudy study, Block weights, Showing showing) =>
        ParityFilm.Shoot((AgentStudy<ThoughtViews>)study, weights, showing);

    /// <inheritdoc/>
    public Diagnosis Diagnose(IStudy study, Block weights) => ThoughtExperiment.Diagnose(study, weights);

    internal static int ParseLength(string text) =>
        ParityStrings.Asks(Whole(text, "The length of a string")).Places;
}

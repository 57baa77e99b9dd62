using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Tensors;
using static Concord.Lab.Setting;

namespace Concord.Lab.Tasks.Sorting;

/// <summary>Reads numbers and says their places in rising order, one after the other.</summary>
/// <remarks>
/// From Darlow et al. 2025, "Continuous Thought Machines". In every tick one place or nothing is said, in whatever
/// rhythm the model finds, so this shows a model that takes its time where that is hard.
/// </remarks>
public sealed class SortingTask : ITask
{
    /// <inheritdoc/>
    public string Name => "sorting";

    /// <inheritdoc/>
    public string Goal => "say the places of numbers in rising order, one or none in a tick";

    /// <inheritdoc/>
    public double ScoreOfGuessing => 0.1;

    /// <inheritdoc/>
    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        new("ctm", "neurons with histories of their own think in ticks and read by their synchrony",
            new SortingExperiment()),
        new("lstm", "the usual way to compute over time: a long short-term memory that reads the same",
            new SortingExperiment
            {
                Options = new LstmOptions<ThoughtViews>(SortingNumbers.Asks(SortingNumbers.UsualCount))
                {
                    Sizes = new() { Hidden = 128 }, Rounds = SortingExperiment.UsualSizes.Ticks,
                },
            }) { IsBaseline = true },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("paper", "30 numbers, batch 32, 100,000 steps, ctm with the paper's 512 neurons", experiment =>
            ThoughtPlans.Paper(
                AsInPaper((SortingExperiment)experiment), rate: 1e-3f, steps: 100_000, warmup: 5000) with
            {
                Batch = 32,
            }),
        new("short", "10 numbers, batch 64, 10,000 steps, cooling down: minutes", experiment =>
            ThoughtPlans.Short(experiment, steps: 10_000, cooling: 3000)),
        new("tiny", "4 numbers: a minute, to see that everything works", experiment =>
            ThoughtPlans.Tiny(((SortingExperiment)experiment).Asking(SortingNumbers.Asks(4)), rate: 2e-3f)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        ThoughtExperiment.Asking(
            "numbers", "The number of numbers to sort", "numbers of a list (10)", (_, n) => SortingNumbers.Asks(n)),
        new("lists", "how many lists to train on (10000000)",
            (e, v) => (SortingExperiment)e with { Lists = Whole(v, "The number of lists") }),
        new("tile", "lists one thread works on at a time (32)",
            (e, v) => (SortingExperiment)e with { Tile = Whole(v, "The tile") }),
        ModelSettings.Hidden<ThoughtViews>("hidden numbers of every neuron's own model, 0 for none (4)"),
        .. ModelSettings.Iterations<ThoughtViews>("the model's ticks", "the same"),
        .. ThoughtSettings.OfNeurons<ThoughtViews>(SortingExperiment.UsualSizes),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SuiteEntry> Suites { get; } =
        [new("test", "lists of as many numbers that training has not drawn", SortingNumbers.TestSeed)];

    /// <inheritdoc/>
    public string? Shipped(string model) => null;

    /// <inheritdoc/>
    public void CheckSize(string size) => ParseCount(size);

    /// <inheritdoc/>
    public Film Film(IStudy study, Block weights, Showing showing) =>
        SortingFilm.Shoot((AgentStudy<ThoughtViews>)study, weights, showing);

    /// <inheritdoc/>
    public Diagnosis Diagnose(IStudy study, Block weights) => ThoughtExperiment.Diagnose(study, weights);

    /// <summary>Refuses a size that is not the one a model is made for.</summary>
    internal static void CheckCount(string size, int numbers) => Require.That(
        ParseCount(size) == numbers, "The number of numbers to sort",
        $"must be {numbers}, which the model is made for", size);

    private static int ParseCount(string text) =>
        SortingNumbers.Asks(Whole(text, "The number of numbers to sort")).Places;

    private static ThoughtExperiment AsInPaper(SortingExperiment experiment) =>
        (experiment.Options switch
        {
            ThoughtOptions<ThoughtViews> thought => experiment with
            {
                Options = thought with { Sizes = SortingExperiment.PaperSizes },
            },
            LstmOptions<ThoughtViews> lstm => experiment with
            {
                Options = lstm with { Rounds = SortingExperiment.PaperSizes.Ticks },
            },
            _ => experiment,
        }).Asking(SortingNumbers.Asks(SortingNumbers.PaperCount));
}

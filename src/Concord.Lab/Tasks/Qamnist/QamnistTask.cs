using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;
using Concord.Thought;
using static Concord.Lab.Setting;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>Sees digits one after the other, then hears which to add and subtract, and says the result.</summary>
/// <remarks>
/// From Darlow et al. 2025, "Continuous Thought Machines". The digits are gone when the question comes, so the model
/// has to remember them. A trained model may be asked questions of any size.
/// </remarks>
public sealed class QamnistTask : ITask
{
    /// <summary>From how many images the digits of tests are taken.</summary>
    internal const int TestImages = 2000;

    private static readonly (string Word, bool Drawn)[] Lengths = [("fixed", false), ("drawn", true)];

    /// <inheritdoc/>
    public string Name => "qamnist";

    /// <inheritdoc/>
    public string Goal => "see digits, then hear which of them to add and subtract, and say the result modulo 10";

    /// <inheritdoc/>
    public double ScoreOfGuessing => 0.1;

    /// <inheritdoc/>
    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        new("ctm", "neurons with histories of their own think in ticks and read by their synchrony",
            new QamnistExperiment { Source = DigitSource.Usual }),
        new("lstm", "the usual way to compute over time: a long short-term memory that looks with attention",
            new QamnistExperiment
            {
                Source = DigitSource.Usual,
                Options = new LstmOptions<ThoughtViews>(QamnistExperiment.Usual)
                {
                    Rounds = QamnistExperiment.UsualSizes.Ticks,
                },
            }) { IsBaseline = true },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("paper", "1 to 4 digits and operations, batch 64, 300,000 steps, ctm with 1,024 neurons", experiment =>
            ThoughtPlans.Paper(
                AsInPaper((QamnistExperiment)experiment), rate: 1e-4f, steps: 300_000, warmup: 500)),
        new("short", "2 digits, 1 operation, batch 64, 10,000 steps, cooling down", experiment =>
            ThoughtPlans.Short((QamnistExperiment)experiment with { Tile = 16 }, steps: 10_000, cooling: 3000)),
        new("tiny", "1 digit, 1 operation: minutes, to see that everything works", experiment =>
            ThoughtPlans.Tiny(
                ((QamnistExperiment)experiment).With(new(digits: 1, operations: 1), repeats: 1), rate: 2e-3f) with
            {
                ScoreCount = 100,
            }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new("data", "MNIST, drawn digits, or a folder with MNIST (mnist if it is found)", (e, v) =>
            (QamnistExperiment)e with { Source = ((QamnistExperiment)e).Source.From(v) }) { Value = "mnist|drawn|DIR" },
        new("images", "how many images to train on (all, or 10000 where they are drawn)",
            (e, v) => (QamnistExperiment)e with { Images = Whole(v, "The number of images") }),
        Asking("digits", "The number of digits", "digits that are shown (2)",
            (size, repeats, n) => (new(n, size.Operations), repeats)),
        Asking("operations", "The number of operations", "additions and subtractions that are asked for (1)",
            (size, repeats, n) => (new(size.Digits, n), repeats)),
        new("lengths", "fixed: all questions have so many of both; drawn: 1 to so many, anew for every tile (fixed)",
            (e, v) => (QamnistExperiment)e with { DrawnLengths = OneOf(v, "The choice of lengths", Lengths) })
            { Value = "fixed|drawn" },
        Asking("repeats", "The ticks of a digit and a symbol", "ticks of each digit and symbol (1)",
            (size, repeats, n) => (size, n)),
        new("questions", "how many questions to train on (10000000)",
            (e, v) => (QamnistExperiment)e with { Questions = Whole(v, "The number of questions") }),
        new("tile", "questions one thread works on at a time (32)",
            (e, v) => (QamnistExperiment)e with { Tile = Whole(v, "The tile") }),
        ModelSettings.Hidden<ThoughtViews>("hidden numbers of every neuron's own model, 0 for none (8)"),
        .. ModelSettings.Iterations<ThoughtViews>("3 more than digits and question take", "the same"),
        .. ThoughtSettings.Of<ThoughtViews>(QamnistExperiment.UsualSizes),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SuiteEntry> Suites { get; } =
        [
            new("test", "new questions about images that training has not seen, or of another size: 6x3, 10x10",
                QamnistQuestions.TestSeed),
        ];

    /// <inheritdoc/>
    public string? Shipped(string model) => null;

    /// <inheritdoc/>
    public void CheckSize(string size) => QamnistSize.Parse(size);

    /// <inheritdoc/>
    public Film Film(IStudy study, Block weights, Showing showing) =>
        QamnistFilm.Shoot((AgentStudy<ThoughtViews>)study, weights, showing);

    /// <inheritdoc/>
    public Diagnosis Diagnose(IStudy study, Block weights)
    {
        var thought = ThoughtExperiment.Diagnose(study, weights);
        var grid = QamnistGrid.Of(study, weights, count: 50);
        return new([.. thought.Values, .. grid.Values]) { Figures = [.. thought.Figures, .. grid.Figures] };
    }

    private static Setting Asking(
        string name, string word, string about, Func<QamnistSize, int, int, (QamnistSize Size, int Repeats)> change) =>
        new(name, about, (e, v) =>
        {
            var experiment = (QamnistExperiment)e;
            var question = experiment.Question;
            var (size, repeats) = change(
                QamnistQuestions.SizeOf(question), question.Script!.Repeats, Whole(v, word));
            return experiment.With(size, repeats);
        });

    private static QamnistExperiment AsInPaper(QamnistExperiment experiment)
    {
        var asked = experiment.With(new(digits: 4, operations: 4), repeats: 1) with { DrawnLengths = true };
        return asked.Options is not ThoughtOptions<ThoughtViews> thought ? asked : asked with
        {
            Options = thought with
            {
                Sizes = new ThinkerSizes
                {
                    Neurons = 1024, Pairing = Pairing.Random, Memory = 3, NeuronHidden = 16,
                    Ticks = asked.Question.Silence + 1,
                },
            },
        };
    }
}

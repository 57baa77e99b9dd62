using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Learning;
using Concord.Thought;
using Concord.Tensors;
using static Concord.Lab.Setting;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Calls the digit that an image shows, of which every agent sees nine pixels.</summary>
/// <remarks>
/// From Seely et al. 2026, "Learning Multi-Agent Coordination via Sheaf-ADMM", section 4.3 of the method.
/// </remarks>
public sealed class DigitTask : ITask
{
    /// <inheritdoc/>
    public string Name => "digits";

    /// <inheritdoc/>
    public string Goal => "call the digit that an image shows; every agent sees 3x3 pixels";

    /// <inheritdoc/>
    public double ScoreOfGuessing => 0.1;

    /// <inheritdoc/>
    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        new("sheaf-admm", "agents with maps of their own agree on the digit as by a projection",
            new DigitExperiment { Source = DigitSource.Usual }),
        new("mpnn", "gated recurrent message passing on the same lattice, read from the mean of all states",
            new DigitExperiment { Source = DigitSource.Usual, Options = new DigitMessageOptions() })
            { IsBaseline = true },
        new("cnn", "a convolutional network that sees the whole image and keeps where it sees what",
            new DigitExperiment { Source = DigitSource.Usual, Options = new DigitGridOptions() })
            { IsBaseline = true },
        new("cnn-pool", "a convolutional network that averages over the whole image",
            new DigitExperiment { Source = DigitSource.Usual, Options = new DigitPoolingOptions() })
            { IsBaseline = true },
        new("nca", "a neural cellular automaton: one small rule, applied by half of the cells at a time",
            new DigitExperiment { Source = DigitSource.Usual, Options = new DigitAutomatonOptions() })
            { IsBaseline = true },
        new("ctm", "a Continuous Thought Machine: neurons with histories think in ticks and are read by synchrony",
            new DigitExperiment { Source = DigitSource.Usual, Options = Thought, Tile = 32 }) { IsBaseline = true },
        new("lstm", "a long short-term memory that looks at the image with attention, in ticks",
            new DigitExperiment
            {
                Source = DigitSource.Usual,
                Options = new LstmOptions<DigitViews>(Thought.Question) { Width = 32, Heads = 1, Rounds = 30 },
                Tile = 32,
            }) { IsBaseline = true },
        new("mlp", "a deep, narrow network whose layers learn by a rule: predictive coding, PC-ALM, back-propagation",
            new DigitExperiment { Source = DigitSource.Usual, Options = new LayersOptions(), Tile = 32 })
            { IsBaseline = true },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("paper", "MNIST, as in the paper: batch 128, 20 epochs; mlp batch 64, one epoch", experiment =>
            experiment.Kind is LayersOptions ? OneEpoch(experiment) : new Plan
        {
            Experiment = experiment,
            Steps = 9380,
            ScoreSuite = "clean",
            Optimizer = new AdamW { Rate = 1e-3f, Decay = 1e-7f },
        }),
        new("swift", "MNIST, batch 64, 12,000 steps, cooling down: what ships", experiment => new Plan
        {
            Experiment = experiment,
            Steps = 12_000,
            Batch = 64,
            ScoreEvery = 500,
            ScoreSuite = "clean",
            Optimizer = new AdamW { Rate = 1e-3f, Decay = 1e-7f, CoolFrom = 10_500, CoolFor = 1500 },
        }),
        new("short", "MNIST, batch 64, 10,000 steps, cooling down: for models that see the whole image", experiment =>
            new Plan
        {
            Experiment = (DigitExperiment)experiment with { Tile = 32 },
            Steps = 10_000,
            Batch = 64,
            ScoreEvery = 500,
            ScoreSuite = "clean",
            CheckpointEvery = 500,
            Optimizer = new AdamW
            {
                Rate = 1e-3f, Decay = 0, Warmup = 200, CoolFrom = 7000, CoolFor = 3000, AverageWarmup = true,
            },
        }),
        new("tiny", "5,000 images, a small model: minutes, to see that everything works", experiment => new Plan
        {
            Experiment = Small((DigitExperiment)experiment) with { Images = 5000 },
            Steps = 500,
            Batch = 32,
            ScoreEvery = 100,
            ScoreSuite = "clean",
            ScoreCount = 100,
            CheckpointEvery = 100,
            Optimizer = new AdamW { Rate = 2e-3f, Warmup = 50, Average = 0.98f },
        }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new("data", "MNIST, drawn digits, or a folder with MNIST (mnist if it is found)",
            (e, v) => With(e, s => s.From(v))) { Value = "mnist|drawn|DIR" },
        new("canvas", "height and width of the images to train on, which lie in the middle (their own)",
            (e, v) => With(e, s => s with { Canvas = DigitSource.ParseSide(v) })),
        new("images", "how many images to train on (all, or 10000 where they are drawn)",
            (e, v) => (DigitExperiment)e with { Images = Whole(v, "The number of images") }),
        new("tile", "images one thread works on at a time (4)",
            (e, v) => (DigitExperiment)e with { Tile = Whole(v, "The tile") }),
        ModelSettings.Hidden<DigitViews>(
            "width of the encoder (256), of the dense layer of cnn and cnn-pool (128), of the rule of nca (128), "
            + "of every neuron's own model in ctm (8)"),
        ModelSettings.Channels<DigitViews>("numbers that describe a cell (nca: 32; sheaf-admm on Sudokus: 128)"),
        .. SheafSettings.Of(new DigitSheafOptions()),
        .. ModelSettings.Iterations<DigitViews>(
            "sheaf-admm, mpnn: 20; nca: drawn from 15 to 25 anew", "sheaf-admm: 100; mpnn, nca: 50"),
        .. MessageSettings.Of(new DigitMessageOptions()),
        .. RuleSettings.All,
        .. ThoughtSettings.Of<DigitViews>(Thought.Sizes),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SuiteEntry> Suites { get; } =
        [.. DigitSuite.All.Select(suite => new SuiteEntry(suite.Name, suite.About, DigitSuite.Seed))];

    /// <inheritdoc/>
    public string? Shipped(string model) => model == "sheaf-admm" ? "digits.safetensors" : null;

    /// <inheritdoc/>
    public void CheckSize(string size) => DigitSource.ParseSide(size);

    /// <inheritdoc/>
    public Film Film(IStudy study, Block weights, Showing showing) =>
        DigitFilm.Shoot((AgentStudy<DigitViews>)study, weights, showing);

    /// <inheritdoc/>
    public Diagnosis Diagnose(IStudy study, Block weights)
    {
        var agents = (AgentStudy<DigitViews>)study;
        return agents.Model switch
        {
            SheafModel<DigitViews> sheaf => SheafDiagnosis.Of(sheaf, weights, Some(agents, 1)),
            DigitLayersModel layers => LayersDiagnosis.Of(layers, weights, Some(agents, 64)),
            ThoughtModel<DigitViews> thought => ThoughtDiagnosis.Of(
                thought, weights, Reader(agents, 1000, 50).InBatches(1000, 50)),
            _ => Diagnosis.None,
        };
    }

    // The sizes of the original's tutorial.
    private static ThoughtOptions<DigitViews> Thought { get; } = new(new Question
    {
        Sight = SightKind.Image,
        Height = 28,
        Width = 28,
        Places = 1,
        Classes = DigitGenerator.Classes,
    })
    {
        Sizes = new ThinkerSizes
        {
            Neurons = 128,
            Width = 32,
            Heads = 1,
            Ticks = 30,
            Memory = 15,
            NeuronHidden = 8,
            Pairing = Pairing.FirstLast,
            PairsOut = 16,
            PairsAction = 16,
        },
    };

    private static DigitViews Some(AgentStudy<DigitViews> study, int count) =>
        Reader(study, count, count).InBatches(count, count).Single();

    private static ISampleReader<DigitViews> Reader(AgentStudy<DigitViews> study, int count, int most)
    {
        var source = ((DigitExperiment)study.Experiment).Source with { Canvas = null };
        return new DigitSamples(source.ToTest(count, DigitSuite.Seed)).Open(most);
    }

    // 937 batches of 64 are an epoch; Adam without warm-up, decay, clipping or averages.
    private static Plan OneEpoch(Experiment experiment) => new()
    {
        Experiment = experiment,
        Steps = 937,
        Batch = 64,
        ScoreSuite = "clean",
        ScoreCount = 1000,
        ScoreEvery = 200,
        CheckpointEvery = 200,
        Optimizer = new AdamW { Rate = 1e-3f, Decay = 0, Warmup = 0, Clip = 1e9f, Average = 0 },
    };

    private static DigitExperiment Small(DigitExperiment digits) => digits.Options is DigitSheafOptions sheaf
        ? digits with { Options = sheaf with { Hidden = 64, Iterations = 10, IterationsToEvaluate = 40 } }
        : digits;

    private static DigitExperiment With(Experiment experiment, Func<DigitSource, DigitSource> change)
    {
        var digits = (DigitExperiment)experiment;
        return digits with { Source = change(digits.Source) };
    }
}

using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Runs;
using Concord.Learning;
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
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("paper", "MNIST, batch 128, 20 epochs, as in the paper", experiment => new Plan
        {
            Experiment = experiment,
            Steps = 9380,
            ScoreSuite = "clean",
            Optimizer = new AdamW { Rate = 1e-3f, Decay = 1e-7f },
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
        DigitExperiment.Number(
            "hidden", "The hidden width",
            "width of the encoder (256), of the dense layer of cnn and cnn-pool (128), of the rule of nca (128)",
            (o, n) => o switch
            {
                DigitSheafOptions sheaf => sheaf with { Hidden = n },
                DigitMessageOptions message => message with { Hidden = n },
                DigitConvolutionOptions network => network with { Hidden = n },
                DigitAutomatonOptions automaton => automaton with { Hidden = n },
                _ => null,
            }),
        DigitExperiment.Number(
            "channels", "The number of channels", "numbers that describe a cell (nca: 32; sheaf-admm on Sudokus: 128)",
            (o, n) => o is DigitAutomatonOptions automaton ? automaton with { Channels = n } : null),
        .. SheafSettings.Of<DigitViews>(),
        Sheaf("stalk", "d_v", "d_v, numbers an agent holds (32)", (o, n) => o with { VertexStalk = n }),
        Sheaf("edge-stalk", "d_e", "d_e, numbers neighbours compare (24)", (o, n) => o with { EdgeStalk = n }),
        Sheaf("rank", "The rank", "rank by which views change the maps, or 0 (8)", (o, n) => o with { Rank = n }),
        DigitExperiment.Number(
            "iterations", "K", "K of every training step (sheaf-admm, mpnn: 20; nca: drawn from 15 to 25 anew)",
            (o, n) => o switch
            {
                DigitSheafOptions sheaf => sheaf with { Iterations = n, Window = Math.Clamp(n, 1, sheaf.Window) },
                DigitMessageOptions message => message with { Rounds = n },
                DigitAutomatonOptions automaton => automaton.Fixed(n),
                _ => null,
            }),
        DigitExperiment.Number("eval-iterations", "K", "K of every evaluation (sheaf-admm: 100; mpnn, nca: 50)",
            (o, n) => o switch
            {
                DigitSheafOptions sheaf => sheaf with { IterationsToEvaluate = n },
                DigitMessageOptions message => message with { RoundsToEvaluate = n },
                DigitAutomatonOptions automaton => automaton with { StepsToEvaluate = n },
                _ => null,
            }),
        .. MessageSettings.Of(new DigitMessageOptions()),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SuiteEntry> Suites { get; } =
        [.. DigitSuite.All.Select(suite => new SuiteEntry(suite.Name, suite.About, DigitSuite.Seed))];

    /// <inheritdoc/>
    public string? Shipped(string model) => null;

    /// <inheritdoc/>
    public void CheckSize(string size) => DigitSource.ParseSide(size);

    /// <inheritdoc/>
    public Film Film(IStudy study, Block weights, Showing showing) =>
        DigitFilm.Shoot((AgentStudy<DigitViews>)study, weights, showing);

    /// <inheritdoc/>
    public IReadOnlyList<Measurement> Diagnose(IStudy study, Block weights)
    {
        if (((AgentStudy<DigitViews>)study).Model is not SheafModel<DigitViews> model)
            return [];
        var reader = new DigitSamples(new DigitSource().ToTest(1, DigitSuite.Seed)).Open(1);
        reader.Put(0, 0, variant: 0);
        return SheafSpectrum.Measure(model, weights, reader.Read(1));
    }

    private static DigitExperiment Small(DigitExperiment digits) => digits.Options is DigitSheafOptions sheaf
        ? digits with { Options = sheaf with { Hidden = 64, Iterations = 10, IterationsToEvaluate = 40 } }
        : digits;

    private static DigitExperiment With(Experiment experiment, Func<DigitSource, DigitSource> change)
    {
        var digits = (DigitExperiment)experiment;
        return digits with { Source = change(digits.Source) };
    }

    private static Setting Sheaf(
        string name, string word, string about, Func<DigitSheafOptions, int, DigitSheafOptions> change) =>
        DigitExperiment.Number(
            name, word, about, (options, number) => options is DigitSheafOptions sheaf ? change(sheaf, number) : null);
}

using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Digits;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>The digit model and the drawn digits it trains on.</summary>
public sealed record DigitExperiment : Experiment
{
    private const string Suite = "test";
    private const ulong SeedToTrain = 0, SeedToTest = 1000;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "digits";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Model => "sheaf-admm";

    /// <summary>The model's sizes and constants.</summary>
    public DigitSheafOptions Options { get; init; } = new();

    /// <summary>Height and width of the images.</summary>
    public int Side { get; init => field = Require.Within(value, 5, 1000); } = 28;

    /// <summary>How many images to train on.</summary>
    public int Images { get; init => field = Require.Within(value, 1, 1_000_000); } = 10_000;

    /// <summary>Images that one thread works on at a time, of the same batch.</summary>
    public int Tile { get; init => field = Require.Within(value, 1, 1024); } = 4;

    /// <summary>What a user may change.</summary>
    internal static IReadOnlyList<Setting> Settings { get; } =
    [
        new("tile", "images one thread works on at a time (4)",
            (e, v) => (DigitExperiment)e with { Tile = Setting.Whole(v, "The tile") }),
        With("hidden", "The hidden width", "width of the encoder (256)", (o, n) => o with { Hidden = n }),
        With("stalk", "d_v", "d_v, numbers an agent holds (32)", (o, n) => o with { VertexStalk = n }),
        With("edge-stalk", "d_e", "d_e, numbers neighbours compare (24)", (o, n) => o with { EdgeStalk = n }),
        With("rank", "The rank", "rank by which views change the maps (8)", (o, n) => o with { Rank = n }),
        With("iterations", "K", "K of every training step (20)",
            (o, n) => o with { Iterations = n, Window = Math.Clamp(n, 1, o.Window) }),
        With("cg-steps", "T", "T, conjugate gradient steps per iteration (5)", (o, n) => o with { CgSteps = n }),
    ];

    /// <inheritdoc/>
    public override IStudy Open() => new Study(this);

    private static Setting With(
        string name, string word, string about, Func<DigitSheafOptions, int, DigitSheafOptions> change) =>
        new(name, about, (experiment, text) =>
        {
            var digits = (DigitExperiment)experiment;
            return digits with { Options = change(digits.Options, Setting.Whole(text, word)) };
        });

    private sealed class Study(DigitExperiment experiment) : IStudy
    {
        private readonly DigitSheafModel _model = new(experiment.Options);

        public Parameters Parameters => _model.Parameters;

        public int IterationsToEvaluate => _model.IterationsToEvaluate;

        public int? IterationsToTrain => _model.IterationsToTrain;

        public ILearner Learner(int batch, Rng rng)
        {
            var digits = DigitSet.Draw(experiment.Side, experiment.Side, experiment.Images, SeedToTrain);
            return new SampleLearner<DigitViews>(_model, new DigitSamples(digits), batch, experiment.Tile, rng);
        }

        public IExaminer Examiner(Block weights, Examination examination, int threads)
        {
            Require.Within(examination.Iterations, 1, 1_000_000, "The number of iterations");
            Require.That(examination.Suite == Suite, "The digit suite", $"must be {Suite}", examination.Suite);
            Require.That(
                examination.Size == null, "The size of digits to score on", "must be that of training",
                examination.Size);
            var digits = DigitSet.Draw(
                experiment.Side, experiment.Side, examination.Count, examination.Seed ?? SeedToTest);
            var samples = new DigitSamples(digits);
            // A swap exchanges the memory of two images, of three where one would be left over.
            var room = Math.Max(3, experiment.Tile);
            return new SampleExaminer<DigitViews>(
                _model, weights, examination, experiment.Tile,
                Enumerable.Range(0, threads).Select(_ => new DigitGrader(digits, samples.Open(room))));
        }
    }
}

using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Sudoku;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>The Sudoku model and the puzzles it trains on.</summary>
public sealed record SudokuExperiment : Experiment
{
    private const string Suite = "test";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "sudoku";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Model => "sheaf-admm";

    /// <summary>The model's sizes and constants.</summary>
    public SudokuOptions Options { get; init; } = new();

    /// <summary>How many cells of a board are given, in training and in scores.</summary>
    public SudokuGenerator Generator { get; init; } = new();

    /// <summary>How many boards to train on.</summary>
    public int Boards { get; init => field = Require.Within(value, 1, 1_000_000); } = 50_000;

    /// <summary>Boards that one thread works on at a time, of the same batch.</summary>
    public int Tile { get; init => field = Require.Within(value, 1, 1024); } = 4;

    /// <summary>What a user may change.</summary>
    internal static IReadOnlyList<Setting> Settings { get; } =
    [
        new("tile", "boards one thread works on at a time (8)",
            (e, v) => (SudokuExperiment)e with { Tile = Setting.Whole(v, "The tile") }),
        With("hidden", "The hidden width", "width of the decoder (256)", (o, n) => o with { Hidden = n }),
        With("channels", "The number of channels", "numbers by which the encoder describes a cell (128)",
            (o, n) => o with { Channels = n }),
        With("edge-stalk", "d_e", "d_e, numbers an agent holds of each cell (32)", (o, n) => o with { EdgeStalk = n }),
        With("iterations", "K", "K of every training step (20)",
            (o, n) => o with { Iterations = n, Window = Math.Clamp(n, 1, o.Window) }),
        With("cg-steps", "T", "T, conjugate gradient steps per iteration (5)", (o, n) => o with { CgSteps = n }),
    ];

    /// <inheritdoc/>
    public override IStudy Open() => new Study(this);

    private static Setting With(
        string name, string word, string about, Func<SudokuOptions, int, SudokuOptions> change) =>
        new(name, about, (experiment, text) =>
        {
            var sudoku = (SudokuExperiment)experiment;
            return sudoku with { Options = change(sudoku.Options, Setting.Whole(text, word)) };
        });

    private sealed class Study(SudokuExperiment experiment) : IStudy
    {
        private readonly SudokuSheafModel _model = new(experiment.Options);

        public Parameters Parameters => _model.Parameters;

        public int? IterationsToTrain => _model.IterationsToTrain;

        public int IterationsToEvaluate => _model.IterationsToEvaluate;

        public ILearner Learner(int batch, Rng rng)
        {
            var boards = SudokuBoards.Draw(experiment.Generator, experiment.Boards, SudokuBoards.TrainSeed);
            return new SampleLearner<SudokuViews>(_model, new SudokuSamples(boards), batch, experiment.Tile, rng);
        }

        public IExaminer Examiner(Block weights, Examination examination, int threads)
        {
            Require.Within(examination.Iterations, 1, 1_000_000, "The number of iterations");
            Require.That(examination.Suite == Suite, "The Sudoku suite", $"must be {Suite}", examination.Suite);
            Require.That(
                examination.Size is null or "9x9", "The size of a Sudoku", "must be 9x9", examination.Size);
            var boards = SudokuBoards.Draw(
                experiment.Generator, examination.Count, examination.Seed ?? SudokuBoards.TestSeed);
            // A swap exchanges the memory of two boards, of three where one would be left over.
            var room = Math.Max(3, experiment.Tile);
            return new SampleExaminer<SudokuViews>(
                _model, weights, examination, experiment.Tile,
                Enumerable.Range(0, threads).Select(_ => new SudokuGrader(boards, room)));
        }
    }
}

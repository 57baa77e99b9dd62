using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Sudoku;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>The Sudoku model and the puzzles it trains on.</summary>
public sealed record SudokuExperiment : Experiment
{
    private const string Suite = "test";
    private const int TileToScore = 8;

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
    public int Tile { get; init => field = Require.Within(value, 1, 1024); } = 8;

    /// <inheritdoc/>
    public override IStudy Open() => new Study(this);

    /// <summary>The model laid out.</summary>
    internal sealed class Study(SudokuExperiment experiment) : IStudy
    {
        public SudokuSheafModel Model { get; } = new(experiment.Options);

        public Parameters Parameters => Model.Parameters;

        public int IterationsToEvaluate => Model.IterationsToEvaluate;

        public ILearner Learner(int batch, Rng rng)
        {
            var boards = SudokuBoards.Draw(experiment.Generator, experiment.Boards, SudokuBoards.TrainSeed);
            return new SampleLearner<SudokuViews>(Model, new SudokuSamples(boards), batch, experiment.Tile, rng);
        }

        public IExaminer Examiner(Block weights, Examination examination, int threads)
        {
            Require.Within(examination.Iterations, 1, 1_000_000, "The number of iterations");
            Require.That(examination.Suite == Suite, "The Sudoku suite", $"must be {Suite}", examination.Suite);
            Require.That(
                examination.Size is null or "9x9", "The size of a Sudoku", "must be 9x9", examination.Size);
            var boards = SudokuBoards.Draw(
                experiment.Generator, examination.Count, examination.Seed ?? SudokuBoards.TestSeed);
            return new SampleExaminer<SudokuViews>(
                Model, weights, examination, TileToScore,
                Enumerable.Range(0, threads).Select(_ => new SudokuGrader(boards, TileToScore)));
        }
    }
}

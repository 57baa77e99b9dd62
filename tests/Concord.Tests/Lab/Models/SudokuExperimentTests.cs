using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;
using Concord.Learning;
using Concord.Tensors;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class SudokuExperimentTests
{
    private static readonly SudokuExperiment _small = new()
    {
        Options = new SudokuSheafOptions { EdgeStalk = 4, Channels = 8, Blocks = 1, Hidden = 16, Iterations = 3 },
        Generator = new SudokuGenerator { LeastGivens = 60, MostGivens = 75 },
        Boards = 40,
        Tile = 3,
    };

    [Fact]
    public void Training_lowers_the_loss_and_allocates_nothing()
    {
        var study = _small.Open();
        using var workers = new Workers(1);
        using var state = new TrainingState(study.Parameters, new Rng(1));
        using var trainer = new Trainer(
            study.Learner(8, new Rng(2)), new AdamW { Rate = 1e-2f, Warmup = 5 }, state, workers);
        var first = trainer.Step().Loss;
        for (var step = 1; step < 59; step++)
            trainer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var last = trainer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(last.Finite);
        Assert.InRange(last.Loss, 0, 0.8 * first);
    }

    [Fact]
    public void One_and_two_threads_give_the_same_bits()
    {
        float[] Trained(int threads)
        {
            var study = _small.Open();
            using var workers = new Workers(threads);
            using var state = new TrainingState(study.Parameters, new Rng(1));
            using var trainer = new Trainer(study.Learner(8, new Rng(2)), new AdamW(), state, workers);
            for (var step = 0; step < 4; step++)
                trainer.Step();
            return state.Weights.Span.ToArray();
        }

        Assert.Equal(Trained(1), Trained(2));
    }

    [Fact]
    public void A_loss_does_not_depend_on_how_a_batch_is_cut()
    {
        double Loss(int tile)
        {
            var study = (_small with { Tile = tile }).Open();
            using var workers = new Workers(1);
            using var state = new TrainingState(study.Parameters, new Rng(1));
            using var trainer = new Trainer(study.Learner(8, new Rng(2)), new AdamW(), state, workers);
            return trainer.Differentiate().Loss;
        }

        Assert.Equal(Loss(8), Loss(3), 1e-6);
    }

    [Fact]
    public void Scores_are_shares_and_repeat_with_a_disturbance()
    {
        var study = _small.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(2);
        var examination = new Examination("test", 11, 4);
        var score = study.Score(weights, examination, workers);
        Assert.Equal(["solved", "cell_accuracy", "completion"], score.Values.Select(value => value.Name));
        Assert.InRange(score["cell_accuracy"], 0.01, 0.99);
        Assert.Equal(score.Values, study.Score(weights, examination, workers).Values);

        var cut = examination with { Disturbance = new Disturbance { CutEdges = 0.5, DropAgents = 0.2 } };
        Assert.NotEqual(score["cell_accuracy"], study.Score(weights, cut, workers)["cell_accuracy"]);
    }

    [Fact]
    public void Suites_of_files_have_as_many_puzzles_as_the_file()
    {
        SharedData.Require("sudoku/top95.txt");
        var study = _small.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(1);
        Assert.Equal(11, study.Score(weights, new Examination("hardest11", 1000, 1), workers).Count);
        Assert.Equal(3, study.Score(weights, new Examination("top95", 3, 1), workers).Count);
    }

    [Fact]
    public void Other_suites_and_sizes_are_refused()
    {
        var study = _small.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        string Refusal(Examination examination) =>
            Assert.Throws<ArgumentException>(() => study.Examiner(weights, examination, 1)).Message;

        Assert.Equal(
            "The Sudoku suite must be one of test, givens24, givens26, givens28, givens30, givens32, givens34, "
            + "givens36, givens38, givens40, givens50, easy50, top95, hardest11, mixed10k, but is 2x.",
            Refusal(new Examination("2x", 5, 4)));
        Assert.Equal(
            "The size of a Sudoku must be 9x9, but is 16x16.",
            Refusal(new Examination("test", 5, 4) { Size = "16x16" }));
    }

    [Fact]
    public void Boards_to_train_on_and_to_be_scored_on_differ()
    {
        var train = SudokuBoards.Draw(_small.Generator, 200, SudokuBoards.TrainSeed);
        var test = SudokuBoards.Draw(_small.Generator, 200, SudokuBoards.TestSeed);
        Assert.Equal(
            400,
            Enumerable.Range(0, 200)
                .SelectMany(i => new[] { train.Solution(i).ToArray(), test.Solution(i).ToArray() })
                .Select(Convert.ToHexString).Distinct().Count());
    }
}

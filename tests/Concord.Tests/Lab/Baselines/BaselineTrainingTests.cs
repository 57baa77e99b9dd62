using Concord.Lab;
using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Runs;
using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Sudoku;
using Concord.Learning;
using Concord.Predictive;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Baselines;

/// <summary>What holds for every baseline while it trains, at sizes of a few seconds.</summary>
[Trait("Speed", "Slow")]
public sealed class BaselineTrainingTests
{
    private static readonly Dictionary<string, Experiment> _small = new()
    {
        ["rrn"] = new SudokuExperiment
        {
            Options = new SudokuRelationalOptions { Hidden = 24, Embedding = 4, Steps = 3 },
            Generator = new SudokuGenerator { LeastGivens = 60, MostGivens = 75 },
            Boards = 40,
            Tile = 3,
        },
        ["nca digits"] = new DigitExperiment
        {
            Options = new DigitAutomatonOptions { Channels = 12, Hidden = 24, LeastSteps = 6, MostSteps = 9 },
            Source = new DigitSource { Canvas = 20 },
            Images = 100,
            Tile = 3,
        },
        ["nca mazes"] = new MazeExperiment
        {
            Options = new MazeAutomatonOptions
            {
                Channels = 8,
                Hidden = 16,
                DecoderHidden = 16,
                LeastSteps = 4,
                MostSteps = 6,
            },
            Side = 7,
            LeastSteps = 4,
            Mazes = 50,
            Tile = 3,
        },
        ["mlp bp"] = Layers(RuleKind.Bp),
        ["mlp pc-alm"] = Layers(RuleKind.PcAlm),
        ["mlp pc-nesterov"] = Layers(RuleKind.PcNesterov),
        ["mlp ipc"] = Layers(RuleKind.Ipc),
        ["mlp epc"] = Layers(RuleKind.Epc),
    };

    private static DigitExperiment Layers(RuleKind kind) => new()
    {
        Options = new LayersOptions { Depth = 5, Width = 12, Rule = new RuleOptions { Kind = kind, Cycles = 6 } },
        Images = 100,
        Tile = 3,
    };

    public static TheoryData<string> Names => [.. _small.Keys];

    [Theory]
    [InlineData("rrn", 60)]
    [InlineData("nca digits", 250)]
    [InlineData("nca mazes", 100)]
    [InlineData("mlp bp", 60)]
    [InlineData("mlp pc-alm", 60)]
    [InlineData("mlp pc-nesterov", 60)]
    [InlineData("mlp ipc", 120)]
    [InlineData("mlp epc", 60)]
    public void Training_lowers_the_loss_and_allocates_nothing(string name, int steps)
    {
        using var workers = new Workers(1);
        using var state = new TrainingState(_small[name].Open().Parameters, new Rng(1));
        using var trainer = Trainer(name, state, workers);
        var first = Enumerable.Range(0, 5).Average(_ => trainer.Step().Loss);
        for (var step = 5; step < steps; step++)
            trainer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0.0;
        for (var step = 0; step < 5; step++)
            sum += trainer.Step().Loss;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(sum / 5, 0, 0.9 * first);
    }

    [Theory, MemberData(nameof(Names))]
    public void One_and_two_threads_give_the_same_bits(string name)
    {
        float[] Trained(int threads)
        {
            using var workers = new Workers(threads);
            using var state = new TrainingState(_small[name].Open().Parameters, new Rng(1));
            using var trainer = Trainer(name, state, workers);
            for (var step = 0; step < 4; step++)
                trainer.Step();
            return state.Weights.Span.ToArray();
        }

        Assert.Equal(Trained(1), Trained(2));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_loss_does_not_depend_on_how_a_batch_is_cut(string name)
    {
        double Loss(Experiment experiment)
        {
            var study = experiment.Open();
            using var workers = new Workers(1);
            using var state = new TrainingState(study.Parameters, new Rng(1));
            var rng = new Rng(3);
            foreach (ref var weight in state.Weights.Span)
                weight += (float)(0.1 * rng.Normal());
            using var trainer = new Trainer(study.Learner(8, new Rng(2)), new AdamW(), state, workers);
            return trainer.Differentiate().Loss;
        }

        Experiment whole = _small[name] switch
        {
            SudokuExperiment sudoku => sudoku with { Tile = 8 },
            DigitExperiment digits => digits with { Tile = 8 },
            var mazes => (MazeExperiment)mazes with { Tile = 8 },
        };
        Assert.Equal(Loss(whole), Loss(_small[name]), 2e-6);
    }

    [Theory, MemberData(nameof(Names))]
    public void Scores_repeat_on_any_number_of_threads(string name)
    {
        var study = _small[name].Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        var rng = new Rng(3);
        foreach (ref var weight in weights.Span)
            weight += (float)(0.3 * rng.Normal());
        var suite = Catalog.Task(_small[name].Task).Suites[0].Name;
        IReadOnlyList<Measurement> Score(int threads)
        {
            using var workers = new Workers(threads);
            return study.Score(weights, new Examination(suite, 11, 5), workers).Values;
        }

        Assert.Equal(Score(1), Score(2));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_plan_reads_back_as_it_was(string name)
    {
        var plan = new Plan { Experiment = _small[name], Steps = 1 };
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, plan.ToJson());
            Assert.Equal(plan, Plan.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Trainer Trainer(string name, TrainingState state, Workers workers) => new(
        _small[name].Open().Learner(8, new Rng(2)), new AdamW { Rate = 1e-2f, Warmup = 5 }, state, workers);
}

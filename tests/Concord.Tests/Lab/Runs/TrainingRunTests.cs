using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Runs;
using Concord.Learning;
using Concord.Predictive;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Runs;

/// <summary>A run is determined by its plan, whatever happens to the process that carries it out.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("concord-").FullName;

    /// <summary>A plan of a few seconds: 7×7 mazes, a handful of mazes a step.</summary>
    internal static Plan Small(long steps) => new()
    {
        Experiment = new MazeExperiment
        {
            Side = 7,
            LeastSteps = 4,
            Mazes = 50,
            Tile = 4,
            Options = new MazeSheafOptions
            {
                Hidden = 16,
                LeastIterations = 4,
                MostIterations = 8,
                IterationsToEvaluate = 8,
            },
        },
        Seed = 3,
        Batch = 16,
        Steps = steps,
        ScoreEvery = 0,
        CheckpointEvery = 5,
        LogEvery = 5,
        Optimizer = new AdamW { Rate = 1e-3f, Warmup = 20 },
    };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void One_and_two_threads_give_the_same_bits() =>
        Assert.Equal(Weights("one", threads: 1), Weights("two", threads: 2));

    [Fact]
    public void A_run_does_not_go_on_behind_the_end_of_its_rate()
    {
        var plan = Small(20) with { Optimizer = new AdamW { Warmup = 0, CoolFrom = 20, CoolFor = 20 } };
        var folder = RunFolder.Create(Path.Combine(_root, "cooled"), plan);
        Assert.Equal((40L, null), (folder.Extended(40, null).Plan.Steps, folder.Extended(40, null).Plan.Minutes));
        Assert.Equal((40L, 3.0), (folder.Extended(null, 3).Plan.Steps, folder.Extended(null, 3).Plan.Minutes));
        Assert.EndsWith(
            "the number of steps must be at most 40, where the learning rate of the plan has fallen to its end, but is "
            + "41; begin a run of as many instead.",
            Assert.Throws<ArgumentException>(() => folder.Extended(41, null)).Message);
        Assert.Equal(40, RunFolder.Open(folder.Path).Plan.Steps);
    }

    [Fact]
    public void A_run_that_is_interrupted_again_and_again_ends_with_the_same_bits()
    {
        var whole = Weights("whole", threads: 2);
        var folder = RunFolder.Create(Path.Combine(_root, "pieces"), Small(60));
        var rng = new Rng(17);
        for (var status = RunStatus.Interrupted; status == RunStatus.Interrupted;)
        {
            using var run = new TrainingRun(RunFolder.Open(folder.Path), threads: 1);
            using var stop = new CancellationTokenSource();
            var left = 1 + rng.Below(4);
            status = run.Run(_ => CancelWhenZero(ref left, stop), stop.Token);
        }
        Assert.Equal(whole, File.ReadAllBytes(folder.Weights));
    }

    [Fact]
    public void Where_weights_step_several_times_on_a_batch_a_run_pauses_between_batches()
    {
        const int Cycles = 6;
        var plan = Small(60) with
        {
            Experiment = new DigitExperiment
            {
                Options = new LayersOptions
                {
                    Depth = 4,
                    Width = 8,
                    Rule = new RuleOptions { Kind = RuleKind.Ipc, Cycles = Cycles },
                },
                Images = 60,
                Tile = 8,
            },
            CheckpointEvery = 4,
            LogEvery = 1,
        };
        var whole = RunFolder.Create(Path.Combine(_root, "whole"), plan);
        using (var run = new TrainingRun(whole, threads: 2))
            run.Run(null, CancellationToken.None);
        var folder = RunFolder.Create(Path.Combine(_root, "pieces"), plan);
        var rng = new Rng(5);
        for (var status = RunStatus.Interrupted; status == RunStatus.Interrupted;)
        {
            using var run = new TrainingRun(RunFolder.Open(folder.Path), threads: 1);
            using var stop = new CancellationTokenSource();
            var left = 1 + rng.Below(20);
            status = run.Run(_ => CancelWhenZero(ref left, stop), stop.Token);
            Assert.Equal(0, run.State.Step % Cycles);
        }
        Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(folder.Weights));
    }

    [Fact]
    public void Events_are_not_doubled_by_resuming()
    {
        var folder = RunFolder.Create(Path.Combine(_root, "log"), Small(20));
        using (var run = new TrainingRun(folder, threads: 1))
            run.Run(null, CancellationToken.None);
        // As if the process had died between the last checkpoint and the log: the log is ahead of it.
        File.Delete(Checkpoint.Last(folder.Path)!);
        using (var run = new TrainingRun(RunFolder.Open(folder.Path), threads: 1))
            run.Run(null, CancellationToken.None);
        Assert.Equal([5L, 10, 15, 20], EventLog.Read(folder.Log.Path).Select(e => e.Step));
    }

    [Fact]
    public void A_run_whose_numbers_break_keeps_the_last_good_state()
    {
        var plan = Small(200) with { Optimizer = new AdamW { Rate = 1e30f, Warmup = 0, Clip = 1e30f } };
        var folder = RunFolder.Create(Path.Combine(_root, "diverged"), plan);
        using var run = new TrainingRun(folder, threads: 1);
        Assert.Equal(RunStatus.Diverged, run.Run(null, CancellationToken.None));
        using var kept = Checkpoint.ReadLast(folder.Path, plan.Experiment.Open().Parameters);
        Assert.NotNull(kept);
        Assert.False(File.Exists(folder.Weights));
        foreach (var weight in kept.Weights.Span)
            Assert.True(float.IsFinite(weight));
    }

    [Fact]
    public void A_training_step_allocates_nothing()
    {
        var plan = Small(1) with { Batch = 32 };
        // One worker, so that all of a step happens on this thread, whose allocations are counted.
        using var workers = new Workers(1);
        var study = plan.Experiment.Open();
        using var state = new TrainingState(study.Parameters, new Rng(1));
        using var trainer = new Trainer(study.Learner(plan.Batch, new Rng(2)), plan.Optimizer, state, workers);
        for (var i = 0; i < 60; i++)
            trainer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            trainer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_plan_reads_back_as_it_was()
    {
        var plan = Small(7) with { Minutes = 1.5, ScoreSize = "9" };
        var path = Path.Combine(_root, "plan.json");
        File.WriteAllBytes(path, plan.ToJson());
        Assert.Equal(plan, Plan.Read(path));
    }

    [Theory]
    [InlineData("{", "valid JSON")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("{\"experiment\":{\"task\":\"maize\"}}", "valid JSON")]
    [InlineData("{\"experiment\":{\"task\":\"maze\",\"side\":8}}", "must be odd, but is 8")]
    [InlineData("{\"experiment\":{\"task\":\"maze\"},\"batch\":0}", "batch must lie between 1 and 1000000, but is 0")]
    [InlineData("{\"experiment\":{\"task\":\"maze\"},\"bach\":1}", "bach is not known; the nearest is batch.")]
    [InlineData(
        "{\"experiment\":{\"task\":\"maze\",\"options\":{\"model\":\"sheaf-admm\",\"maps\":1}}}", "valid JSON")]
    public void A_broken_plan_is_refused_with_a_sentence(string json, string sentence)
    {
        var path = Path.Combine(_root, "plan.json");
        File.WriteAllText(path, json);
        var refusal = Assert.Throws<InvalidDataException>(() => Plan.Read(path));
        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    private byte[] Weights(string name, int threads)
    {
        var folder = RunFolder.Create(Path.Combine(_root, name), Small(60));
        using var run = new TrainingRun(folder, threads);
        Assert.Equal(RunStatus.Finished, run.Run(null, CancellationToken.None));
        return File.ReadAllBytes(folder.Weights);
    }

    private static void CancelWhenZero(ref int left, CancellationTokenSource stop)
    {
        if (--left == 0)
            stop.Cancel();
    }
}

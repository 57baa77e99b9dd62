using System.Text.RegularExpressions;
using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Runs;
using Concord.Predictive;
using Concord.Tensors;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Runs;

/// <summary>The log of a run that was cut off and resumed is that of one that was not, but for the seconds.</summary>
public sealed partial class ResumedLogTests : IDisposable
{
    private const int Steps = 18;

    private static readonly Plan s_plan = TrainingRunTests.Small(Steps) with
    {
        LogEvery = 5, ScoreEvery = 6, CheckpointEvery = 7, ScoreSize = "7", ScoreCount = 3,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_ended_at_any_step_goes_on_with_the_lines_of_a_longer_one()
    {
        var whole = Whole(s_plan);
        Assert.Equal([5L, 6, 10, 12, 15, 18, 18], EventLog.Read(whole.Log.Path).Select(e => e.Step));
        for (var step = 1; step < Steps; step++)
        {
            var part = RunFolder.Create(_folder.File($"to-{step}"), s_plan with { Steps = step });
            Continue(part, to: null);
            Assert.Equal(step % 6 == 0 ? [step, step] : [step], Last(part, step));
            Continue(part, to: Steps);
            Assert.Equal(Lines(whole), Lines(part));
            Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(part.Weights));
        }
    }

    [Fact]
    public void A_run_that_was_killed_after_its_checkpoint_takes_the_later_lines_again()
    {
        var whole = Whole(s_plan);
        for (var step = 4; step < Steps; step += 3)
        {
            var part = RunFolder.Create(_folder.File($"killed-{step}"), s_plan with { Steps = step });
            Continue(part, to: null);
            File.WriteAllText(part.Log.Path, File.ReadAllText(whole.Log.Path) + "{\"step\":9");
            File.Delete(part.Weights);
            Continue(part, to: Steps);
            Assert.Equal(Lines(whole), Lines(part));
        }
    }

    [Fact]
    public void What_was_due_when_a_run_was_interrupted_is_logged_when_it_is_resumed()
    {
        var plan = s_plan with { LogEvery = 1, ScoreEvery = 3 };
        var whole = Whole(plan);
        for (var step = 1; step <= Steps; step++)
        {
            var part = RunFolder.Create(_folder.File($"cut-{step}"), plan);
            using (var stop = new CancellationTokenSource())
            using (var run = new TrainingRun(part, threads: 1))
            {
                var last = step;
                var status = run.Run(at => CancelAt(last, at, stop), stop.Token);
                Assert.Equal((RunStatus.Interrupted, step), (status, run.State.Step));
            }
            Continue(part, to: null);
            Assert.Equal(Lines(whole), Lines(part));
        }

        static void CancelAt(int step, RunProgress at, CancellationTokenSource stop)
        {
            if (at.Step == step)
                stop.Cancel();
        }
    }

    [Fact]
    public void A_score_is_not_lost_at_a_step_that_cannot_be_saved()
    {
        var plan = s_plan with
        {
            Experiment = new DigitExperiment
            {
                Options = new LayersOptions
                {
                    Depth = 4, Width = 8, Rule = new RuleOptions { Kind = RuleKind.Ipc, Cycles = 6 },
                },
                Images = 40,
                Tile = 8,
            },
            Steps = 24, LogEvery = 1, ScoreEvery = 4, ScoreSuite = "clean", ScoreSize = null, CheckpointEvery = 5,
        };
        var whole = Whole(plan);
        var part = RunFolder.Create(_folder.File("part"), plan);
        var rng = new Rng(3);
        for (var status = RunStatus.Interrupted; status == RunStatus.Interrupted;)
        {
            using var stop = new CancellationTokenSource();
            using var run = new TrainingRun(RunFolder.Open(part.Path), threads: 1);
            var left = 1 + rng.Below(9);
            status = run.Run(_ => CancelAfter(ref left, stop), stop.Token);
        }
        Assert.Equal(Lines(whole), Lines(part));

        static void CancelAfter(ref int left, CancellationTokenSource stop)
        {
            if (--left == 0)
                stop.Cancel();
        }
    }

    [Fact]
    public void The_score_at_the_end_is_logged_once()
    {
        var folder = Whole(s_plan with { ScoreEvery = 0 });
        for (var time = 0; time < 2; time++)
        {
            using var run = new TrainingRun(RunFolder.Open(folder.Path), threads: 1);
            Assert.Equal(RunStatus.Finished, run.Run(null, CancellationToken.None));
            var score = run.ScoreNow(progress: null, CancellationToken.None);
            Assert.Same(score, run.ScoreNow(progress: null, CancellationToken.None));
            var events = EventLog.Read(folder.Log.Path);
            Assert.Equal([5L, 10, 15, 18, 18], events.Select(e => e.Step));
            Assert.Equal(score.Values, events[^1].Values);
        }
        RunReport.Write(folder);
        Assert.Contains("Finished. At step 18: solved ", File.ReadAllText(folder.Report));
    }

    [Fact]
    public void A_checkpoint_without_the_mean_of_the_loss_is_read_and_a_broken_note_refused()
    {
        var folder = Whole(s_plan);
        var parameters = folder.Plan.Experiment.Open().Parameters;
        using var state = Checkpoint.ReadLast(folder.Path, parameters)!;
        Assert.Equal(3, state.Loss.Steps);
        state.Loss = default;
        using var earlier = Checkpoint.Read(Checkpoint.Write(folder.Path, parameters, state), parameters);
        Assert.Equal(default, earlier.Loss);
    }

    private RunFolder Whole(Plan plan)
    {
        var whole = RunFolder.Create(_folder.File("whole"), plan);
        Continue(whole, to: null);
        return whole;
    }

    private static void Continue(RunFolder folder, long? to)
    {
        using var run = new TrainingRun(RunFolder.Open(folder.Path), threads: 1);
        run.Extend(to, minutes: null);
        Assert.Equal(RunStatus.Finished, run.Run(null, CancellationToken.None));
    }

    private static IEnumerable<int> Last(RunFolder folder, int step) =>
        EventLog.Read(folder.Log.Path).Where(e => e.Step >= step).Select(e => (int)e.Step);

    private static List<string> Lines(RunFolder folder) =>
        [.. File.ReadAllLines(folder.Log.Path).Select(line => Seconds().Replace(line, ""))];

    [GeneratedRegex("\"seconds\":[^,}]*")]
    private static partial Regex Seconds();
}

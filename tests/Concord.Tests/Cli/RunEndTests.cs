using System.Diagnostics;
using System.Text.RegularExpressions;
using Concord.Lab;
using Concord.Lab.Runs;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

/// <summary>What a training leaves behind and says in the end.</summary>
public sealed partial class RunEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Terminal_report_and_JSON_give_the_same_loss_and_the_last_score_is_kept()
    {
        var run = _folder.File("it's a $run");
        string[] options = ["--preset", "tiny", "--mazes", "50", "--batch", "8", "--score-every", "0"];
        var first = CliProcess.Here(["train", "maze", .. options, "--steps", "23", "--run", run]);
        Assert.True(first.Code == 0, first.Error);
        var json = CliProcess.Here("train", "--resume", run, "--json").Json();

        var events = EventLog.Read(Path.Combine(run, "events.jsonl"));
        Assert.Equal([20L, 23, 23], events.Select(entry => entry.Step));
        Assert.Equal(events[1]["loss"], json.GetProperty("loss").GetDouble());
        Assert.Equal(3, json.GetProperty("loss_steps").GetInt32());
        Assert.Contains($"{events[1]["loss"]:g4}, mean of the last 3 steps", first.Out);
        Assert.Equal(events[2]["solved"], json.GetProperty("scores")[0].GetProperty("solved").GetDouble());
        var report = File.ReadAllText(Path.Combine(run, "report.html"));
        Assert.Contains("Finished. At step 23: solved ", report);
        Assert.Contains(" at step 23, mean of 3 steps</td>", report);
        Assert.False(File.Exists(Path.Combine(run, "lock")));
        // Every command names the folder so that a shell reads it back.
        var commands = first.Out.Split('\n').Where(line => line.StartsWith("  concord ", StringComparison.Ordinal));
        Assert.Equal(5, commands.Count());
        Assert.All(commands, line => Assert.Contains(ShellWords.Quote(run), line));
    }

    [Theory]
    [InlineData("maze", "tiny", null, true)]
    [InlineData("maze", "tiny", "mpnn", false)]
    [InlineData("sudoku", "tiny", null, true)]
    [InlineData("parity", "tiny", null, false)]
    [InlineData("digits", null, "mlp", false)]
    public void Only_what_a_model_can_do_is_proposed(string task, string? preset, string? model, bool hasMemory)
    {
        var entry = Catalog.Task(task);
        var experiment = entry.Models.First(m => model == null || m.Name == model).Experiment;
        var plan = entry.Presets.First(p => preset == null || p.Name == preset).Plan(experiment);
        var steps = NextSteps.OfFinished(RunFolder.Create(_folder.File("-run"), plan), plan.Steps!.Value);
        Assert.Equal(hasMemory, steps.Any(step => step.Command.Contains("--zero all")));
        Assert.All(steps, step => Assert.Contains("./", step.Command.Replace(_folder.Path, ".")));
        Assert.Contains(
            steps, step => step.Command.StartsWith($"concord eval {task} ", StringComparison.Ordinal)
                && (plan.ScoreSize == null || step.Command.EndsWith($"--size {plan.ScoreSize}"))
                && step.Command.Contains("--suite") == (plan.ScoreSuite != entry.Suites[0].Name));
    }

    [Fact]
    public void A_rate_that_has_fallen_to_its_end_is_not_trained_further()
    {
        var plan = Catalog.Task("sudoku").Presets.First(preset => preset.Name == "swift")
            .Plan(Catalog.Task("sudoku").Models[0].Experiment);
        var folder = RunFolder.Create(_folder.File("run"), plan);
        Assert.DoesNotContain(NextSteps.OfFinished(folder, 8500), step => step.Command.Contains("--resume"));
        Assert.Contains(NextSteps.OfFinished(folder, 8000), step => step.Command.EndsWith("--steps 8500"));
    }

    [Fact]
    public async Task An_interrupt_while_the_end_is_scored_says_what_is_saved()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill and env of GNU.");
        var run = _folder.File("run");
        // 200 mazes of 19x19 take seconds to score.
        using var training = CliProcess.Start(
            [
                "train", "maze", "--mazes", "20", "--batch", "2", "--steps", "1", "--score-every", "0",
                "--threads", "1", "--json", "--run", run,
            ],
            hearsInterrupts: true);
        while (!File.Exists(Path.Combine(run, "weights.safetensors")) && !training.HasExited)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-INT", $"{training.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var end = CliProcess.End(training);

        Assert.True(end.Code == 130, $"exit code {end.Code}: {end.Error}");
        Assert.Contains(
            $"Interrupted while scoring; saved at step 1; go on with: concord train maze --resume {run}\n", end.Error);
        Assert.DoesNotContain("nothing was changed", end.Error);
        Assert.Contains("\"status\":\"interrupted\"", end.Out);
        Assert.DoesNotContain("solved", File.ReadAllText(Path.Combine(run, "events.jsonl")));
    }

    [Fact]
    public async Task A_run_of_another_process_is_left_to_it_until_that_is_killed()
    {
        var run = _folder.File("run");
        using var training = CliProcess.Start(
            [
                "train", "maze", "--preset", "tiny", "--mazes", "50", "--batch", "8", "--steps", "10000000",
                "--score-every", "0", "--run", run,
            ]);
        while (Checkpoints(run).Length == 0 && !training.HasExited)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        foreach (string[] words in (string[][])[["--resume", run], ["maze", "--run", run]])
        {
            var second = CliProcess.Here(["train", .. words]);
            Assert.True(second.Code == 2, second.Error);
            Assert.Matches(OwnerOrFull(), second.Error);
        }
        Assert.Equal(0, CliProcess.Here("inspect", run).Code);
        training.Kill();
        await training.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(run, "lock")));
        var step = Checkpoint.Reached(run)!.Value.Step + 1;
        Assert.Equal(0, CliProcess.Here("train", "--resume", run, "--steps", $"{step}").Code);
        Assert.False(File.Exists(Path.Combine(run, "lock")));
    }

    private static string[] Checkpoints(string run) =>
        Directory.Exists(run) ? Directory.GetFiles(run, "checkpoint-*.safetensors") : [];

    [GeneratedRegex("is being trained by process [0-9]+, |needs an empty folder")]
    private static partial Regex OwnerOrFull();
}

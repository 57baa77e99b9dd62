using System.Diagnostics;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

[Trait("Speed", "Slow")]
public sealed class InterruptTests
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_saves_the_run_and_says_how_to_resume(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill and env of GNU.");
        using var folder = new TemporaryFolder();
        var run = folder.File("run");
        using var training = CliProcess.Start(
            [
                "train", "maze", "--preset", "tiny", "--mazes", "50", "--batch", "8", "--steps", "10000000",
                "--score-every", "0", "--run", run,
            ],
            hearsInterrupts: true);
        var clock = Stopwatch.StartNew();
        while (!File.Exists(Path.Combine(run, "events.jsonl")) && clock.Elapsed < _longest && !training.HasExited)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", [$"-{signal}", $"{training.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var end = CliProcess.End(training);

        Assert.True(end.Code == 130, $"exit code {end.Code}: {end.Error}");
        Assert.Contains($"concord train maze --resume {run}", end.Error);
        Assert.DoesNotContain("   at ", end.Error);
        var checkpoint = Path.GetFileNameWithoutExtension(Directory.GetFiles(run, "checkpoint-*").Order().Last());
        var step = long.Parse(checkpoint["checkpoint-".Length..]);
        Assert.True(step >= 20, checkpoint);
        var resumed = CliProcess.Here("train", "maze", "--resume", run, "--steps", $"{step + 3}", "--json").Json();
        Assert.Equal(step + 3, resumed.GetProperty("steps").GetInt64());
    }
}

using System.Diagnostics;
using Concord.Lab.Runs;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Runs;

/// <summary>Kills the training process without warning, twenty times at random moments, and resumes it.</summary>
[Trait("Speed", "Slow")]
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const ulong Seed = 2026;

    private readonly string _root = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_run_killed_twenty_times_ends_with_the_bits_of_one_that_was_not()
    {
        var plan = TrainingRunTests.Small(4000);
        var whole = RunFolder.Create(Path.Combine(_root, "whole"), plan);
        using (var process = Resume(whole.Path, new ManualResetEventSlim()))
            process.WaitForExit();
        Assert.True(File.Exists(whole.Weights), "the uninterrupted run has ended");

        var killed = RunFolder.Create(Path.Combine(_root, "killed"), plan);
        var rng = new Rng(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var opened = new ManualResetEventSlim();
            using var process = Resume(killed.Path, opened);
            // Most kills come while it trains and writes, every fifth while it starts.
            if (kill % 5 != 0)
                opened.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.False(
                process.WaitForExit(TimeSpan.FromMilliseconds(rng.Below(300))), $"the run ended before kill {kill}");
            process.Kill();
            process.WaitForExit();
            // At every moment the folder holds a plan, and a state that can be read or none yet.
            using var state = Checkpoint.ReadLast(killed.Path, plan.Experiment.Open().Parameters);
        }
        using (var process = Resume(killed.Path, new ManualResetEventSlim()))
            process.WaitForExit();
        Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(killed.Weights));
        Assert.Empty(Directory.EnumerateFiles(killed.Path, "*.tmp"));
    }

    private static Process Resume(string run, ManualResetEventSlim opened)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        var program = Path.Combine(AppContext.BaseDirectory, "concord.dll");
        foreach (var argument in new[] { program, "train", "maze", "--resume", run, "--threads", "2" })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data != null)
                opened.Set();
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}

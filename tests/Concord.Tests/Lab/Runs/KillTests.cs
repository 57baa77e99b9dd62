using System.Diagnostics;
using Concord.Lab.Runs;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Runs;

/// <summary>Kills the training process without warning, twenty times at random moments, and resumes it.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const ulong Seed = 2026;

    private readonly string _root = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_run_killed_twenty_times_ends_with_the_bits_of_one_that_was_not()
    {
        var plan = TrainingRunTests.Small(1200);
        var whole = RunFolder.Create(Path.Combine(_root, "whole"), plan);
        Resume(whole.Path).WaitForExit();
        Assert.True(File.Exists(whole.Weights), "the uninterrupted run has ended");

        var killed = RunFolder.Create(Path.Combine(_root, "killed"), plan);
        var rng = new Rng(Seed);
        var kills = 0;
        while (!File.Exists(killed.Weights))
        {
            using var process = Resume(killed.Path);
            if (kills < Kills && !process.WaitForExit(TimeSpan.FromMilliseconds(100 + rng.Below(900))))
            {
                process.Kill();
                kills++;
            }
            process.WaitForExit();
            // At every moment the folder holds a plan and a state that can be read, or none yet.
            using var state = Checkpoint.ReadLast(killed.Path, plan.Experiment.Open().Parameters);
        }
        Assert.True(kills >= Kills / 2, $"only {kills} kills happened before the run ended: let it take more steps");
        Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(killed.Weights));
    }

    private static Process Resume(string run)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        var program = Path.Combine(AppContext.BaseDirectory, "concord.dll");
        foreach (var argument in new[] { program, "train", "maze", "--resume", run, "--threads", "2" })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}

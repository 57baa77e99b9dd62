using Concord.Lab.Runs;
using Concord.Tests.Cli;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Runs;

/// <summary>What cannot be resumed is refused, with the run as it was; what can be is, with a word.</summary>
public sealed class ResumeRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--steps", "9", "--steps must be 10 or more, since the run is at step 10, but is 9.")]
    [InlineData("--minutes", "0.0000001", " or more, since the run has trained as long, but is 1E-07.")]
    public void A_run_is_not_made_shorter_than_it_is(string option, string value, string refusal)
    {
        var folder = Trained(10);
        var before = Contents(folder);
        CliProcess.Here("train", "--resume", folder.Path, option, value).IsRefusedWith(refusal);
        Assert.Equal(before, Contents(folder));
        Assert.Throws<ArgumentException>(
            () => folder.Extended(option == "--steps" ? 9 : null, option == "--steps" ? null : 1e-7));
        Assert.Equal(before, Contents(folder));
    }

    [Fact]
    public void A_run_whose_checkpoints_are_gone_is_not_begun_anew_in_silence()
    {
        var folder = Trained(10);
        foreach (var checkpoint in Directory.GetFiles(folder.Path, "checkpoint-*"))
            File.Delete(checkpoint);
        var before = Contents(folder);
        CliProcess.Here("train", "--resume", folder.Path, "--steps", "20")
            .IsRefusedWith("a run that got to step 10 must have a checkpoint to go on from, but has none");
        Assert.Equal(before, Contents(folder));
    }

    [Fact]
    public void A_run_that_was_killed_before_its_first_checkpoint_begins_again()
    {
        var folder = RunFolder.Create(_folder.File("run"), TrainingRunTests.Small(10) with { CheckpointEvery = 100 });
        folder.Log.Append(new(5, 1, [new("loss", 1)]));
        using var run = new TrainingRun(folder, threads: 1);
        Assert.Equal(["No checkpoint was written yet, so it begins at step 0."], run.Warnings);
        run.Run(null, CancellationToken.None);
        Assert.Equal([5L, 10], EventLog.Read(folder.Log.Path).Select(e => e.Step));
    }

    [Fact]
    public void A_checkpoint_that_is_cut_short_is_replaced_by_training_on_from_the_one_before()
    {
        var folder = Trained(15);
        var weights = File.ReadAllBytes(folder.Weights);
        var last = Checkpoint.Last(folder.Path)!;
        File.WriteAllBytes(last, File.ReadAllBytes(last)[..1000]);
        Assert.Equal(10, Checkpoint.Reached(folder.Path)!.Value.Step);

        var end = CliProcess.Here("train", "--resume", folder.Path);

        Assert.Equal(0, end.Code);
        Assert.Contains(last, end.Error);
        Assert.Contains("It goes on from step 10, the last checkpoint that can be read.", end.Error);
        Assert.Equal(weights, File.ReadAllBytes(folder.Weights));
        Assert.Equal(15, Checkpoint.Reached(folder.Path)!.Value.Step);
    }

    [Fact]
    public void Where_no_checkpoint_can_be_read_nothing_is_changed()
    {
        var folder = Trained(10);
        foreach (var checkpoint in Directory.GetFiles(folder.Path, "checkpoint-*"))
            File.WriteAllText(checkpoint, "torn");
        var before = Contents(folder);
        CliProcess.Here("train", "--resume", folder.Path, "--steps", "20")
            .IsRefusedWith("no other checkpoint can be read in its stead.");
        Assert.Equal(before, Contents(folder));
    }

    [Theory]
    [InlineData("checkpoint-0000000015.safetensors", "step 10 is kept in ")]
    [InlineData("events.jsonl", "step 15 is kept in ")]
    public void A_file_that_cannot_be_written_takes_as_little_as_possible_with_it(string file, string kept)
    {
        var folder = Trained(10);
        // A folder in the file's place, which is not empty, so that it cannot be replaced.
        File.Delete(Path.Combine(folder.Path, file));
        Directory.CreateDirectory(Path.Combine(folder.Path, file, "in the way"));
        var end = CliProcess.Here("train", "--resume", folder.Path, "--steps", "20");
        Assert.Equal((2, ""), (end.Code, end.Out));
        Assert.Contains("could not be written: ", end.Error);
        Assert.Contains("Training stopped at step 15; " + kept, end.Error);
        Assert.EndsWith($"go on with: concord train maze --resume {folder.Path}\n", end.Error);
        Directory.Delete(Path.Combine(folder.Path, file), recursive: true);
        Assert.Equal(0, CliProcess.Here("train", "--resume", folder.Path).Code);
        Assert.Equal(20, Checkpoint.Reached(folder.Path)!.Value.Step);
    }

    [Fact]
    public void Opening_a_run_can_be_given_up()
    {
        var folder = Trained(5);
        using var owner = RunLock.Take(folder.Path);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => TrainingRun.Open(folder, 1, owner, progress: null, stop.Token));
    }

    private RunFolder Trained(long steps)
    {
        var folder = RunFolder.Create(
            _folder.File("run"), TrainingRunTests.Small(steps) with { ScoreSize = "7", ScoreCount = 2 });
        using var run = new TrainingRun(folder, threads: 1);
        Assert.Equal(RunStatus.Finished, run.Run(null, CancellationToken.None));
        return folder;
    }

    private static IEnumerable<(string, string)> Contents(RunFolder folder) =>
        [.. Directory.GetFiles(folder.Path).Order()
            .Select(path => (path, Convert.ToHexString(File.ReadAllBytes(path))))];
}

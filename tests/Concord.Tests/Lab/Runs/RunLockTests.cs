using Concord.Lab.Runs;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Runs;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_owner_is_told_who_the_first_is()
    {
        var run = _folder.File("run");
        using (RunLock.Take(run))
        {
            Assert.True(RunLock.IsHeld(run));
            Assert.StartsWith(
                $"{run} is being trained by process {Environment.ProcessId}, ",
                Assert.Throws<IOException>(() => RunLock.Take(run)).Message);
        }
        Assert.False(RunLock.IsHeld(run));
        Assert.Empty(Directory.EnumerateFileSystemEntries(run));
        RunLock.Take(run).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("process 1\nhost elsewhere\nabc\n")]
    [InlineData("no lock of ours")]
    public void A_lock_that_a_killed_process_left_counts_for_nothing(string text)
    {
        File.WriteAllText(_folder.File("lock"), text);
        using var taken = RunLock.Take(_folder.Path);
        Assert.Contains($"process {Environment.ProcessId}\n", File.ReadAllText(_folder.File("lock")));
    }

    [Fact]
    public void Of_many_that_begin_at_once_one_has_the_folder()
    {
        for (var round = 0; round < 50; round++)
        {
            int owners = 0, most = 0, taken = 0;
            File.WriteAllText(_folder.File("lock"), "left by a killed process");
            Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ =>
            {
                try
                {
                    using var owner = RunLock.Take(_folder.Path);
                    Interlocked.Increment(ref taken);
                    var now = Interlocked.Increment(ref owners);
                    InterlockedMax(ref most, now);
                    Thread.Yield();
                    Interlocked.Decrement(ref owners);
                }
                catch (IOException)
                {
                    // Another has it.
                }
            });
            Assert.True(taken > 0, "one of them begins");
            Assert.Equal(1, most);
        }
    }

    [Fact]
    public void A_run_that_is_trained_is_neither_resumed_nor_begun_anew_but_read()
    {
        var folder = RunFolder.Create(_folder.File("run"), TrainingRunTests.Small(5));
        using var run = new TrainingRun(folder, threads: 1);
        Assert.Throws<IOException>(() => new TrainingRun(RunFolder.Open(folder.Path), threads: 1));
        run.Run(null, CancellationToken.None);
        Assert.Equal(5, EventLog.Read(folder.Log.Path)[^1].Step);
        using var weights = global::Concord.Lab.TrainedModel.Open(folder.Path).Weights;
        Assert.True(weights.Length > 0);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_not_said_to_be_in_use()
    {
        File.WriteAllText(_folder.File("file"), "");
        Assert.Contains(
            "must be writable", Assert.Throws<IOException>(() => RunLock.Take(_folder.File("file"))).Message);
        Directory.CreateDirectory(_folder.File("run/lock"));
        Assert.Contains(
            "must be writable", Assert.Throws<IOException>(() => RunLock.Take(_folder.File("run"))).Message);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}

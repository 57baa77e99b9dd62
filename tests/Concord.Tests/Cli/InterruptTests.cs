using System.Diagnostics;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

[Trait("Speed", "Slow")]
public sealed class InterruptTests(TrainedRun run)
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);

    // Processor seconds that a start takes at least, and how long a program that waits for its input takes none.
    private const double _start = 0.1;
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
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

    [Fact]
    public async Task A_film_ends_at_the_iteration_and_shows_what_was_seen()
    {
        using var folder = new TemporaryFolder();
        var page = folder.File("film.html");
        var end = await Interrupted(
            secondsOfWork: 3, "solve", "maze", "--iterations", "100000", "--html", page, "--weights", run.Folder);
        Assert.Matches("iteration +primal", end.Out);
        Assert.Matches(
            $@"Interrupted after \d+ of 100000 iterations; {System.Text.RegularExpressions.Regex.Escape(page)} was not",
            end.Error);
        Assert.Empty(folder.Names());
    }

    [Fact]
    public async Task Suites_that_are_scored_are_printed()
    {
        string[] words =
        [
            "eval", "maze", "--suite", "test,4x", "--count", "600", "--weights", run.Folder, "--threads", "1", "--json",
        ];
        var end = await Interrupted(secondsOfWork: 8, words);
        var json = System.Text.Json.JsonDocument.Parse(Assert.Single(end.Out.TrimEnd().Split('\n'))).RootElement;
        Assert.True(json.GetProperty("interrupted").GetBoolean());
        var suite = Assert.Single(json.GetProperty("suites").EnumerateArray());
        Assert.Equal("test", suite.GetProperty("name").GetString());
        Assert.Contains("Interrupted; the suite above was finished.", end.Error);
    }

    [Theory]
    [InlineData("solve maze -")]
    [InlineData("eval maze --count 200000")]
    [InlineData("bench maze --steps 100000")]
    [InlineData("inspect WEIGHTS")]
    public async Task Any_verb_ends_soon_where_there_is_nothing_to_keep(string line)
    {
        var words = line.Replace("WEIGHTS", run.Weights).Split(' ');
        var end = await Interrupted(secondsOfWork: 0.5, words);
        Assert.EndsWith("Interrupted; nothing was changed.\n", end.Error);
        Assert.Equal("", end.Out);
    }

    // Interrupts a command once it has worked so long, by its own processor time, or waits; it must end at once.
    private static async Task<CliResult> Interrupted(double secondsOfWork, params string[] words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill and env of GNU.");
        using var process = CliProcess.Start(words, hearsInterrupts: true);
        var clock = Stopwatch.StartNew();
        var (worked, since) = (0.0, clock.Elapsed);
        while (worked < secondsOfWork && (worked < _start || clock.Elapsed - since < _rest) && clock.Elapsed < _longest)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            if (Seconds(process) is var now && now > worked)
                (worked, since) = (now, clock.Elapsed);
        }
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        clock.Restart();
        // Reading goes on meanwhile, and an input that is open keeps nobody.
        var (error, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(_longest);
        var end = new CliResult(process.ExitCode, await output, await error);
        Assert.True(end.Code == 130, $"exit code {end.Code}: {end.Error}");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
        return end;
    }

    private static double Seconds(Process process)
    {
        process.Refresh();
        return process.HasExited ? double.PositiveInfinity : process.TotalProcessorTime.TotalSeconds;
    }
}

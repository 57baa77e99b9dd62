using System.Diagnostics;
using System.Text;
using Concord.Cli.Terminals;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

/// <summary>Streams that are closed or cannot be written: messages may be lost, work and exit codes not.</summary>
public sealed class StandardStreamTests
{
    private const string Train =
        "train maze --preset tiny --mazes 50 --batch 8 --steps 2 --score-every 0 --threads 1 --run \"$RUN\"";

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData("<&- 2>&-")]
    [InlineData("2>/dev/full <&-")]
    public void Training_goes_on_where_messages_cannot_be_written(string streams)
    {
        using var folder = new TemporaryFolder();
        var (code, output, _) = Shell($"$CONCORD {Train} --json {streams}", folder.File("run"));
        Assert.True(code == 0, $"exit code {code}");
        Assert.Contains("\"steps\":2", output);
        Assert.True(File.Exists(folder.File("run/weights.safetensors")));
        foreach (var line in File.ReadAllLines(folder.File("run/events.jsonl")))
            Assert.StartsWith("{\"step\":2,", line);
    }

    [Theory]
    [InlineData("nonsense 2>/dev/full", "")]
    [InlineData("nonsense 2>&-", "")]
    [InlineData("catalog >/dev/full 2>/dev/full", "")]
    [InlineData("catalog >/dev/full", "Standard output could not be written: no space is left on the disk.")]
    [InlineData("catalog >&-", "Standard output must be open, but is closed.")]
    [InlineData("catalog >&- 2>&- <&-", "")]
    [InlineData("solve maze - <&-", "Standard input must be open, but is closed.")]
    [InlineData("solve sudoku - <&-", "Standard input must be open, but is closed.")]
    [InlineData("solve digits - <&-", "Standard input must be open, but is closed.")]
    public void A_result_or_a_refusal_that_cannot_be_written_ends_with_2(string words, string sentence)
    {
        var (code, output, error) = Shell($"timeout 60 $CONCORD {words}", run: "");
        Assert.True(code == 2, $"exit code {code}");
        Assert.Equal("", output);
        if (sentence.Length > 0)
            Assert.Contains(sentence, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_failure()
    {
        var (code, _, error) = Shell("$CONCORD catalog | head -1 >/dev/null; exit ${PIPESTATUS[0]}", run: "");
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public void What_cannot_be_written_is_dropped_and_all_else_passed_on()
    {
        using var inner = new StringWriter();
        using (var writer = new LossyWriter(inner))
        {
            writer.Write("a");
            writer.Write('b');
            writer.Write(['c', 'd'], 1, 1);
            writer.WriteLine("e");
            writer.WriteLine();
            writer.Write($"{1}");
            writer.Flush();
            Assert.Equal(inner.Encoding, writer.Encoding);
        }
        Assert.Equal($"abde{Environment.NewLine}{Environment.NewLine}1", inner.ToString());

        using var full = new StreamWriter(new ClosedStream("A log")) { AutoFlush = true };
        using var lossy = new LossyWriter(full);
        lossy.WriteLine("lost");
        lossy.Write(new string('x', 10_000));
        lossy.Flush();
    }

    private static (int Code, string Out, string Error) Shell(string command, string run)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Streams are closed by a shell and /dev/full.");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CONCORD"] = $"{host} {Path.Combine(AppContext.BaseDirectory, "concord.dll")}";
        start.Environment["RUN"] = run;
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        using var process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.Append(line.Data is { } text ? text + "\n" : "");
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.ToString());
    }
}

using System.Diagnostics;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

/// <summary>Standard streams as a shell hands them over: closed, full, or named as the file of an output.</summary>
public sealed class ShellStreamTests(TrainedRun run)
{
    [Theory]
    [InlineData("maze")]
    [InlineData("sudoku")]
    [InlineData("digits")]
    [InlineData("parity")]
    public void An_input_that_is_closed_is_refused_at_once(string task)
    {
        var result = Shell($"\"$@\" solve {task} - <&-");
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Equal("Standard input must be open, but is closed.\n", result.Error);
    }

    [Theory]
    [InlineData(">&-", "must be open, but is closed")]
    [InlineData("> /dev/full", "could not be written: no space is left on the disk")]
    public void An_output_that_takes_nothing_is_named(string redirection, string reason)
    {
        var result = Shell($"\"$@\" catalog {redirection}");
        Assert.Equal(2, result.Code);
        Assert.Equal($"Standard output {reason}.\n", result.Error);
    }

    [Fact]
    public void Closed_streams_that_are_not_needed_do_no_harm()
    {
        Assert.Equal((2, ""), (Shell("\"$@\" nonsense 2>&-").Code, Shell("\"$@\" nonsense 2>&-").Out));
        Assert.Equal(CliProcess.Here("catalog").Out, Shell("\"$@\" catalog <&- 2>&-").Out);
    }

    [Fact]
    public void A_page_may_go_to_standard_output_before_the_one_line_of_json()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in (string[])["/dev/stdout", "/dev/fd/1"])
        {
            var solve = $"\"$@\" solve maze --size 9 --iterations 3 --weights {run.Folder} --html {path} --json";
            var lines = Shell(solve).Out.TrimEnd('\n').Split('\n');
            Assert.Equal("<!DOCTYPE html>", lines[0]);
            Assert.StartsWith("{\"task\":\"maze\"", lines[^1]);
            // Into a file, too, both are there one behind the other.
            Shell($"{solve} > {folder.File("both")}");
            Assert.Equal(lines, File.ReadAllText(folder.File("both")).TrimEnd('\n').Split('\n'));
        }
        Assert.Equal("/proc/self/fd/1", new FileInfo("/dev/stdout").LinkTarget);
    }

    // The program's words stand in the positional parameters of the script.
    private static CliResult Shell(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Streams are closed by a shell.");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(
            "bash", ["-c", script, "bash", host, Path.Combine(AppContext.BaseDirectory, "concord.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        return CliProcess.End(process);
    }
}

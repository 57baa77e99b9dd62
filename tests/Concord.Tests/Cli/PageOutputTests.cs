using System.Diagnostics;
using System.Text;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

/// <summary>Where pages go: checked before the work, named as the user named them.</summary>
public sealed class PageOutputTests(TrainedRun run)
{
    [Theory]
    [InlineData("solve maze --size 9 --html")]
    [InlineData("inspect WEIGHTS --html")]
    [InlineData("reproduce sheaf-pc --html")]
    [InlineData("reproduce sheaf-admm --budget shipped --html")]
    public void A_page_that_cannot_be_written_is_refused_before_the_work(string line)
    {
        string[] words = line.Replace("WEIGHTS", run.Weights).Split(' ');
        CliProcess.Here([.. words, "/nowhere/page.html"]).IsRefusedWith(
            "--html: /nowhere/page.html could not be written: there is no folder /nowhere.");
        CliProcess.Here([.. words, "/"]).IsRefusedWith("--html: / could not be written: it is a folder.");
        CliProcess.Here([.. words, "-"]).IsRefusedWith("--html must be the name of a file, but is -;");
    }

    [Fact]
    public void A_page_may_go_to_standard_output_before_the_one_line_of_json()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The devices of Linux.");
        using var folder = new TemporaryFolder();
        foreach (var path in (string[])["/dev/stdout", "/dev/fd/1"])
        {
            var solve = $"\"$@\" solve maze --size 9 --iterations 3 --weights {run.Folder} --html {path} --json";
            var lines = Shell(solve).TrimEnd('\n').Split('\n');
            Assert.Equal("<!DOCTYPE html>", lines[0]);
            Assert.StartsWith("{\"task\":\"maze\"", lines[^1]);
            // Into a file, too, both are there one behind the other.
            Shell($"{solve} > {folder.File("both")}");
            Assert.Equal(lines, File.ReadAllText(folder.File("both")).TrimEnd('\n').Split('\n'));
        }
        Assert.Equal("/proc/self/fd/1", new FileInfo("/dev/stdout").LinkTarget);
        // Another descriptor that stands for a file is written to behind what is there.
        Shell($"echo before > {folder.File("third")}; \"$@\" solve maze --size 9 --iterations 3 "
            + $"--weights {run.Folder} --html /dev/fd/3 3>> {folder.File("third")}");
        Assert.StartsWith("before\n<!DOCTYPE html>", File.ReadAllText(folder.File("third")), StringComparison.Ordinal);
    }

    // The program's words stand in the positional parameters of the script.
    private static string Shell(string script)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(
            "bash", ["-c", script, "bash", host, Path.Combine(AppContext.BaseDirectory, "concord.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var end = CliProcess.End(process);
        Assert.True(end.Code == 0, end.Error);
        return end.Out;
    }
}

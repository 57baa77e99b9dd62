using System.Diagnostics;
using System.Text;
using Concord.Cli;
using Concord.Cli.Terminals;

namespace Concord.Tests.Cli;

/// <summary>Runs command lines: as a process of their own, or within this one, which is faster.</summary>
internal static class CliProcess
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(3);

    /// <summary>Runs within this process, with no screen.</summary>
    public static CliResult Here(params IReadOnlyList<string> words) => HereWith("", words);

    /// <summary>Runs within this process with text on standard input.</summary>
    public static CliResult HereWith(string input, params IReadOnlyList<string> words) =>
        HereWith(Encoding.UTF8.GetBytes(input), words);

    /// <summary>Runs within this process with bytes on standard input.</summary>
    public static CliResult HereWith(byte[] input, params IReadOnlyList<string> words)
    {
        using StringWriter output = new(), error = new();
        var code = CommandLine.Run(words, new Terminal(output, error) { In = new MemoryStream(input) });
        return new CliResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the built program to its end.</summary>
    public static CliResult Run(params IReadOnlyList<string> words)
    {
        using var process = Start(words);
        return End(process);
    }

    /// <summary>Starts the built program.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="hearsInterrupts">
    /// Whether SIGINT must reach it. A shell that runs tests in the background has them ignore SIGINT, and the program
    /// would inherit that.
    /// </param>
    public static Process Start(IReadOnlyList<string> words, bool hearsInterrupts = false)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(hearsInterrupts ? "env" : host)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] wrapper = hearsInterrupts ? ["--default-signal=INT", host] : [];
        foreach (var word in (string[])[.. wrapper, Path.Combine(AppContext.BaseDirectory, "concord.dll"), .. words])
            start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of the program, or ends it after minutes and fails.</summary>
    public static CliResult End(Process process)
    {
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(_longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The program did not end within {_longest}.");
        }
        return new CliResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}

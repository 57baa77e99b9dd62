using System.Text.RegularExpressions;
using Concord.Lab.Data;
using Concord.Tensors.Storage;

namespace Concord.Cli;

/// <summary>Turns what was thrown into one sentence and an exit code; a stack trace is for nobody here.</summary>
internal static partial class Complaint
{
    /// <summary>2 for input that was refused and files that cannot be used, 1 for everything else.</summary>
    public static int Code(Exception failure) => failure switch
    {
        ArgumentException or FormatException or InvalidDataException or IOException or UnauthorizedAccessException
            or OverflowException => ExitCode.Refused,
        _ => ExitCode.Failed,
    };

    /// <summary>What went wrong, on one line.</summary>
    public static string Sentence(Exception failure)
    {
        var text = failure switch
        {
            ArgumentException { ParamName: { } name } => failure.Message.Replace($" (Parameter '{name}')", ""),
            OverflowException => "The sizes asked for must fit in memory, but are too large to count.",
            OutOfMemoryException => "The memory did not suffice; a smaller size, batch or number of threads may.",
            DownloadException or NotFiniteNumberException => failure.Message,
            IOException or UnauthorizedAccessException => OfFile(failure),
            _ when Code(failure) == ExitCode.Refused => failure.Message,
            _ => $"concord failed, which is a fault of its own: {failure.GetType().Name}: {failure.Message}",
        };
        text = text.ReplaceLineEndings(" ").Trim();
        return text.EndsWith('.') ? text : text + ".";
    }

    // .NET says it in its own words and with the whole path, whatever the user wrote.
    private static string OfFile(Exception failure)
    {
        var quoted = Quoted().Match(failure.Message);
        if (!quoted.Success)
            return failure is UnauthorizedAccessException
                ? "A file could not be used: permission is denied."
                : failure.Message;
        return $"{Near(quoted.Groups[1].Value)}: {FileFailure.Reason(failure)}.";
    }

    private static string Near(string path)
    {
        var near = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return near.StartsWith("..", StringComparison.Ordinal) ? path : near;
    }

    // A path as .NET quotes it: within "path '/a/b'" or "file '/a/b'", or behind the system's words, as in " : '/a/b'".
    [GeneratedRegex("(?:path|file| :) '([^']+)'")]
    private static partial Regex Quoted();
}

using Concord.Lab.Data;

namespace Concord.Cli;

/// <summary>Turns what was thrown into one sentence and an exit code; a stack trace is for nobody here.</summary>
internal static class Complaint
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
            _ when Code(failure) == ExitCode.Refused => failure.Message,
            _ => $"concord failed, which is a fault of its own: {failure.GetType().Name}: {failure.Message}",
        };
        text = text.ReplaceLineEndings(" ").Trim();
        return text.EndsWith('.') ? text : text + ".";
    }
}

namespace Concord.Cli.Terminals;

/// <summary>The standard streams of the process, also where whoever started it has closed one of them.</summary>
/// <remarks>
/// The number of a closed stream goes to the next file that is opened, such as a pipe by which the runtime hears of
/// signals. Nothing may be written there, and whoever reads there waits for ever.
/// </remarks>
internal static class StandardStreams
{
    // O_CLOEXEC: what was opened with it was opened by this process, since it cannot have been handed over.
    private const int ClosedOnExecution = 0x80000;

    /// <summary>Standard input; where it is closed, reading is refused.</summary>
    public static Stream OpenInput() => IsOpen(0) ? Console.OpenStandardInput() : new ClosedStream("Standard input");

    /// <summary>Standard output; where it is closed, writing is refused.</summary>
    public static TextWriter OpenOutput() => IsOpen(1)
        ? Console.Out
        : new StreamWriter(new ClosedStream("Standard output")) { AutoFlush = true };

    /// <summary>Standard error; what cannot be written is lost.</summary>
    public static TextWriter OpenError() => IsOpen(2) ? new LossyWriter(Console.Error) : TextWriter.Null;

    /// <summary>Whether a stream was handed over by whoever started the process.</summary>
    public static bool IsOpen(int number)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{number}").First(line => line.StartsWith("flags:"));
            return (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & ClosedOnExecution) == 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or FormatException)
        {
            return true;
        }
    }
}

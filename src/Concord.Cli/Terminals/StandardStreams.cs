using Concord.Tensors.Storage;

namespace Concord.Cli.Terminals;

/// <summary>The standard streams of the process, also where whoever started it has closed one of them.</summary>
/// <remarks>
/// The number of a closed stream goes to the next file that is opened, such as a pipe by which the runtime hears of
/// signals. Nothing may be written there, and whoever reads there waits for ever.
/// </remarks>
internal static class StandardStreams
{
    /// <summary>Standard input; where it is closed, reading is refused.</summary>
    public static Stream OpenInput() =>
        IsOpen(Descriptor.Input) ? Console.OpenStandardInput() : new ClosedStream("Standard input");

    /// <summary>Standard output; where it is closed, writing is refused.</summary>
    public static TextWriter OpenOutput() => IsOpen(Descriptor.Output)
        ? StandardOutput.Open()
        : new StreamWriter(new ClosedStream("Standard output")) { AutoFlush = true };

    /// <summary>Standard error; what cannot be written is lost.</summary>
    public static TextWriter OpenError() => IsOpen(Descriptor.Error) ? new LossyWriter(Console.Error) : TextWriter.Null;

    private static bool IsOpen(int number) => !Descriptor.IsClosed(number);
}

using System.Runtime.InteropServices;

namespace Concord.Cli.Terminals;

/// <summary>Ends the process at an interrupt where no <see cref="Interrupt"/> listens and nothing is to be saved.
/// </summary>
internal sealed class EndAtOnce : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;

    /// <summary>Begins to listen.</summary>
    public EndAtOnce(Terminal terminal)
    {
        void Hear(PosixSignalContext context)
        {
            if (Interrupt.IsListening)
                return;
            context.Cancel = true;
            terminal.Error.WriteLine(CommandLine.NothingChanged);
            Environment.Exit(ExitCode.Interrupted);
        }

        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear),
        ];
    }

    /// <summary>Listens no longer.</summary>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }
}

using System.Runtime.InteropServices;

namespace Concord.Cli.Terminals;

/// <summary>
/// Ctrl-C and SIGTERM as a wish to stop: the first is kept for the work to see, the second ends at once.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private static int _listening;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Terminal _terminal;

    /// <summary>Begins to listen.</summary>
    public Interrupt(Terminal terminal)
    {
        _terminal = terminal;
        Interlocked.Increment(ref _listening);
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear),
        ];
    }

    /// <summary>Whether any work listens.</summary>
    public static bool IsListening => Volatile.Read(ref _listening) > 0;

    /// <summary>Is cancelled once somebody wants to stop.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Listens no longer.</summary>
    public void Dispose()
    {
        Interlocked.Decrement(ref _listening);
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            _terminal.ErrorScreen?.Cursor.Show(true);
            Environment.Exit(ExitCode.Interrupted);
        }
        _source.Cancel();
        _terminal.Error.WriteLine("Stopping after this step; interrupt once more to end at once.");
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Concord.Cli.Terminals;

/// <summary>
/// Ctrl-C, SIGTERM and a terminal that hangs up as a wish to stop: the first is kept for the work to see, a second
/// Ctrl-C or SIGTERM ends at once.
/// </summary>
/// <remarks>
/// A signal may come twice for one wish, from the terminal and from a shell or timeout: what comes within half a second
/// of the first is the same wish. A hang-up never ends at once. Files are written whole or not at all, so ending at
/// once leaves none in halves.
/// </remarks>
internal sealed class Interrupt : IDisposable
{
    private static int _listening;
    private static readonly TimeSpan _together = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource _source = new();
    private readonly Stopwatch _sinceFirst = new();
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Terminal _terminal;
    private bool _isOver;

    /// <summary>Begins to listen.</summary>
    public Interrupt(Terminal terminal)
    {
        _terminal = terminal;
        Token = _source.Token;
        Interlocked.Increment(ref _listening);
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Hear))];
    }

    /// <summary>Whether any work listens.</summary>
    public static bool IsListening => Volatile.Read(ref _listening) > 0;

    /// <summary>Is cancelled once somebody wants to stop.</summary>
    public CancellationToken Token { get; }

    /// <summary>Listens no longer.</summary>
    public void Dispose()
    {
        Interlocked.Decrement(ref _listening);
        lock (_lock)
            _isOver = true;
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        lock (_lock)
        {
            if (_isOver)
                return;
            context.Cancel = true;
            if (!_sinceFirst.IsRunning)
            {
                _sinceFirst.Start();
                _source.Cancel();
                _terminal.Error.WriteLine("Stopping after this step; interrupt once more to end at once.");
            }
            else if (context.Signal != PosixSignal.SIGHUP && _sinceFirst.Elapsed > _together)
            {
                _terminal.ErrorScreen?.Cursor.Show(true);
                Environment.Exit(ExitCode.Interrupted);
            }
        }
    }
}

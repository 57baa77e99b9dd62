namespace Concord.Cli.Terminals;

/// <summary>Work on a thread of its own, so that an interrupt ends the wait for it even where it does not answer.
/// </summary>
internal static class LongWork
{
    // Lines of text stay, so they come later than a bar.
    private static readonly TimeSpan _beforeBar = TimeSpan.FromSeconds(1), _beforeLines = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(2);

    /// <summary>Does the work; where an interrupt does not end it soon, it is left to end with the process.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static T Run<T>(Func<T> work, CancellationToken cancellation)
    {
        var task = Start(work);
        Wait(task, cancellation);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Does the work as <see cref="Run"/>, and shows how far it is once it takes long.</summary>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="title">What is done.</param>
    /// <param name="work">Is given what to report a share from 0 to 1 and words to; any thread may.</param>
    /// <param name="cancellation">Whether it is interrupted.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static T Show<T>(
        Terminal terminal, string title, Func<Action<double, string>, T> work, CancellationToken cancellation)
    {
        Meter? meter = null;
        var task = Start(() => work((share, words) => Volatile.Read(ref meter)?.Report(share, words)));
        var silence = terminal.ErrorScreen == null ? _beforeLines : _beforeBar;
        if (!Ends(task, silence, cancellation) && !cancellation.IsCancellationRequested)
            Meter.Show(terminal, title, shown =>
            {
                Volatile.Write(ref meter, shown);
                Ends(task, Timeout.InfiniteTimeSpan, cancellation);
                return task;
            });
        Wait(task, cancellation);
        return task.GetAwaiter().GetResult();
    }

    private static Task<T> Start<T>(Func<T> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Wait(Task task, CancellationToken cancellation)
    {
        if (!Ends(task, Timeout.InfiniteTimeSpan, cancellation) && !Ends(task, _grace, CancellationToken.None))
            throw new OperationCanceledException(cancellation);
    }

    // Whether it ended in time, well or not; false where an interrupt came first.
    private static bool Ends(Task task, TimeSpan within, CancellationToken cancellation)
    {
        WaitHandle ended = ((IAsyncResult)task).AsyncWaitHandle;
        return (cancellation.CanBeCanceled
            ? WaitHandle.WaitAny([ended, cancellation.WaitHandle], within)
            : WaitHandle.WaitAny([ended], within)) == 0;
    }
}

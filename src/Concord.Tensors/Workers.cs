namespace Concord.Tensors;

/// <summary>A fixed team of threads that share numbered pieces of work, the calling thread among them.</summary>
/// <remarks>
/// Which thread runs which piece is open, so pieces must not depend on it. Unlike the task pool it allocates nothing
/// per run. An exception of a piece is thrown on the caller once all pieces have ended.
/// </remarks>
public sealed class Workers : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _begin = new(0);
    private readonly CountdownEvent _ended = new(1);
    private Action<int, int>? _work;
    private Exception? _failure;
    private int _pieces;
    private int _next;
    private bool _closing;

    /// <summary>Starts a team of <paramref name="count"/> threads, 1 to 1024.</summary>
    public Workers(int count)
    {
        Count = Require.Within(count, 1, 1024, "The number of threads");
        _threads = new Thread[count - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>How many threads work, the caller included.</summary>
    public int Count { get; }

    /// <summary>Calls work(worker, piece) once for every piece below <paramref name="pieces"/>.</summary>
    /// <exception cref="ObjectDisposedException">The threads were ended.</exception>
    public void Run(int pieces, Action<int, int> work)
    {
        ObjectDisposedException.ThrowIf(_closing, this);
        _work = work;
        _pieces = pieces;
        _next = 0;
        _failure = null;
        var helpers = Math.Min(_threads.Length, pieces - 1);
        if (helpers > 0)
        {
            _ended.Reset(helpers);
            _begin.Release(helpers);
        }
        Take(0);
        if (helpers > 0)
            _ended.Wait();
        _work = null;
        if (_failure != null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_closing)
            return;
        _closing = true;
        if (_threads.Length > 0)
            _begin.Release(_threads.Length);
        foreach (var thread in _threads)
            thread.Join();
        _begin.Dispose();
        _ended.Dispose();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            _begin.Wait();
            if (_closing)
                return;
            Take(worker);
            _ended.Signal();
        }
    }

    private void Take(int worker)
    {
        try
        {
            while (Interlocked.Increment(ref _next) - 1 is var piece && piece < _pieces)
                _work!(worker, piece);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            Interlocked.Add(ref _next, _pieces);
        }
    }
}

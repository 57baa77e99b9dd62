using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Tensors;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(2, 100)]
    [InlineData(8, 3)]
    [InlineData(8, 1000)]
    public void Every_piece_is_done_once_by_one_of_the_team(int threads, int pieces)
    {
        using var workers = new Workers(threads);
        Assert.Equal(threads, workers.Count);
        var done = new int[pieces];
        for (var round = 1; round <= 50; round++)
        {
            workers.Run(pieces, (worker, piece) =>
            {
                Assert.InRange(worker, 0, threads - 1);
                Interlocked.Increment(ref done[piece]);
            });
            Assert.All(done, times => Assert.Equal(round, times));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Threads_that_were_ended_do_no_work_and_may_be_ended_again(int count)
    {
        var workers = new Workers(count);
        workers.Dispose();
        workers.Dispose();

        Assert.Throws<ObjectDisposedException>(() => workers.Run(5, (_, _) => { }));
    }

    [Fact]
    public void No_two_threads_have_one_number_at_a_time()
    {
        using var workers = new Workers(4);
        var busy = new int[4];
        workers.Run(2000, (worker, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref busy[worker]));
            Thread.SpinWait(50);
            Interlocked.Decrement(ref busy[worker]);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_of_a_piece_reaches_the_caller_and_the_team_works_on(int threads)
    {
        using var workers = new Workers(threads);
        for (var round = 0; round < 20; round++)
        {
            var failure = Assert.Throws<InvalidDataException>(() => workers.Run(100, (_, piece) =>
            {
                if (piece == 37)
                    throw new InvalidDataException("piece 37");
            }));
            Assert.Equal("piece 37", failure.Message);
            var sum = 0;
            workers.Run(100, (_, piece) => Interlocked.Add(ref sum, piece));
            Assert.Equal(4950, sum);
        }
    }

    [Fact]
    public void When_every_piece_fails_one_failure_is_thrown_after_all_have_ended()
    {
        using var workers = new Workers(4);
        var running = 0;
        Assert.Throws<InvalidDataException>(() => workers.Run(1000, (_, _) =>
        {
            Interlocked.Increment(ref running);
            Thread.SpinWait(100);
            Interlocked.Decrement(ref running);
            throw new InvalidDataException();
        }));
        Assert.Equal(0, running);
    }

    [Fact]
    public void A_run_takes_nothing_from_the_managed_heap()
    {
        using var workers = new Workers(2);
        Action<int, int> work = (_, _) => Thread.SpinWait(10);
        for (var i = 0; i < 20; i++)
            workers.Run(8, work);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            workers.Run(8, work);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void A_team_of_none_or_too_many_is_refused(int threads)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new Workers(threads));
        Assert.Contains("The number of threads", refusal.Message);
    }
}

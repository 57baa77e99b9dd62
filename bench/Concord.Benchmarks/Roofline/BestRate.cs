using System.Diagnostics;
using Concord.Tensors;

namespace Concord.Benchmarks.Roofline;

/// <summary>Times a loop that any number of threads run beside each other.</summary>
internal static class BestRate
{
    private const int Rounds = 5;

    /// <summary>Turns per second of all threads together, the best of some rounds.</summary>
    /// <param name="threads">How many threads run the loop at once.</param>
    /// <param name="least">Seconds that a round takes at least.</param>
    /// <param name="loop">Called with a thread's number and how many turns to take.</param>
    public static double TurnsPerSecond(int threads, double least, Action<int, long> loop)
    {
        using var workers = new Workers(threads);
        long turns = 1;
        double Round()
        {
            var clock = Stopwatch.StartNew();
            workers.Run(threads, (_, piece) => loop(piece, turns));
            return clock.Elapsed.TotalSeconds;
        }

        while (Round() is var seconds && seconds < least)
            turns = Math.Max(turns + 1, (long)(turns * Math.Min(100, 1.2 * least / Math.Max(seconds, 1e-9))));
        var best = Enumerable.Range(0, Rounds).Min(_ => Round());
        return threads * turns / best;
    }
}

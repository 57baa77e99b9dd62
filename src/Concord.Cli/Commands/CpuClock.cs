using System.Diagnostics;
using System.Globalization;

namespace Concord.Cli.Commands;

/// <summary>Processor time used so far, by this program and by the whole machine.</summary>
/// <param name="At">When, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="Own">Seconds of this program.</param>
/// <param name="All">Seconds of all programs; null where the machine does not tell.</param>
internal readonly record struct CpuClock(long At, double Own, double? All)
{
    private const double TicksPerSecond = 100;

    /// <summary>Reads the clocks.</summary>
    /// <param name="path">Where Linux tells what its processors did.</param>
    public static CpuClock Now(string path = "/proc/stat") =>
        new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime.TotalSeconds, Busy(path));

    /// <summary>Processors busy on average since another reading, with this program and with others.</summary>
    public (double Own, double? Other) CoresSince(CpuClock before)
    {
        var seconds = Stopwatch.GetElapsedTime(before.At, At).TotalSeconds;
        var own = Own - before.Own;
        return (own / seconds, All - before.All is { } all ? Math.Max(0, all - own) / seconds : null);
    }

    // The first line: cpu, then ticks in user mode, nice, system, idle, waiting, interrupts, soft ones, stolen.
    private static double? Busy(string path)
    {
        if (!File.Exists(path))
            return null;
        var words = File.ReadLines(path).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["cpu", _, _, _, _, _, _, _, _, ..])
            return null;
        var ticks = 0.0;
        foreach (var i in (ReadOnlySpan<int>)[1, 2, 3, 6, 7, 8])
            ticks += double.Parse(words[i], CultureInfo.InvariantCulture);
        return ticks / TicksPerSecond;
    }
}

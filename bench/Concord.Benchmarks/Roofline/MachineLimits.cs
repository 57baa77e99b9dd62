using System.Text;
using System.Text.Json.Nodes;

namespace Concord.Benchmarks.Roofline;

/// <summary>What a machine does at most on a number of threads.</summary>
/// <param name="Threads">Threads that worked at once.</param>
/// <param name="Operations">Floating-point operations per second.</param>
/// <param name="Memory">Bandwidth of memory.</param>
/// <param name="Cache">Bandwidth of the second-level cache.</param>
internal sealed record LimitsOfThreads(int Threads, double Operations, Bandwidth Memory, Bandwidth Cache);

/// <summary>What this machine does at most, on one thread and on two.</summary>
internal sealed record MachineLimits(IReadOnlyList<LimitsOfThreads> Limits)
{
    private const double Seconds = 0.3;

    // Memory: far more than any cache holds, for each thread. Cache: more than the first level, less than the second.
    private const int FloatsInMemory = 384 << 18, FloatsInCache = 256 << 8;

    /// <summary>Measures for about half a minute; other programs must be idle.</summary>
    public static MachineLimits Measure() =>
        new([Of(threads: 1), Of(threads: 2)]);

    /// <summary>Floating-point operations per second at most.</summary>
    public static double PeakOf(int threads) => Peak.OperationsPerSecond(threads, Seconds);

    /// <summary>A small table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine($"single precision, vectors of {Peak.Bits} bits; bandwidth as read / copy / triad");
        text.Append($"{"threads",7}{"GFLOP/s",10}{"memory GB/s",22}{"L2 GB/s",22}");
        foreach (var limit in Limits)
            text.Append($"\n{limit.Threads,7}{limit.Operations / 1e9,10:f0}{Of(limit.Memory),22}{Of(limit.Cache),22}");
        return text.ToString();
    }

    /// <summary>The same for programs, in operations and bytes per second.</summary>
    public JsonObject ToJson() => new()
    {
        ["vector_bits"] = Peak.Bits,
        ["limits"] = new JsonArray([.. Limits.Select(limit => (JsonNode)new JsonObject
        {
            ["threads"] = limit.Threads,
            ["operations_per_second"] = limit.Operations,
            ["memory"] = Json(limit.Memory),
            ["l2"] = Json(limit.Cache),
        })]),
    };

    private static LimitsOfThreads Of(int threads) => new(
        threads, PeakOf(threads),
        Bandwidth.Measure(threads, FloatsInMemory, Seconds),
        Bandwidth.Measure(threads, FloatsInCache, Seconds));

    private static string Of(Bandwidth bandwidth) =>
        $"{bandwidth.Read / 1e9:f0} / {bandwidth.Copy / 1e9:f0} / {bandwidth.Triad / 1e9:f0}";

    private static JsonObject Json(Bandwidth bandwidth) => new()
    {
        ["read"] = bandwidth.Read, ["copy"] = bandwidth.Copy, ["triad"] = bandwidth.Triad,
    };
}

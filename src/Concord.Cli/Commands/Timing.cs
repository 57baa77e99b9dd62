using System.Diagnostics;
using System.Text.Json.Nodes;
using Concord.Cli.Terminals;

namespace Concord.Cli.Commands;

/// <summary>What <see cref="BenchCommand"/> measured.</summary>
/// <param name="Task">The task.</param>
/// <param name="Model">The model.</param>
/// <param name="Mode">train or infer.</param>
/// <param name="Batch">Samples per step.</param>
/// <param name="Threads">Threads that worked.</param>
/// <param name="Iterations">Iterations of every step; null where each step drew its own.</param>
internal sealed record Timing(string Task, string Model, string Mode, int Batch, int Threads, int? Iterations)
{
    /// <summary>How many weights the model has.</summary>
    public required int Parameters { get; init; }

    /// <summary>Seconds of each step, the shortest first.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>Whether there are fewer than were asked for.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Processors that this program kept busy meanwhile.</summary>
    public required double OwnCores { get; init; }

    /// <summary>Processors that other programs kept busy meanwhile; null where the machine does not tell.</summary>
    public required double? OtherCores { get; init; }

    /// <summary>The most memory the process has held so far, in MiB.</summary>
    public double PeakMebibytes { get; } = Peak();

    private double Median => (Seconds[(Seconds.Count - 1) / 2] + Seconds[Seconds.Count / 2]) / 2;

    /// <summary>The measurement in four lines.</summary>
    public override string ToString() =>
        $"{Task}, {Model}, {Parameters:n0} parameters, {Mode}, batch {Batch}, "
        + $"{(Iterations is { } taken ? Numbers.Count(taken, "iteration") : "drawn iterations")}, "
        + $"{Numbers.Count(Threads, "thread")}\n"
        + $"seconds per step: median {Median:g4}, min {Seconds[0]:g4}, max {Seconds[^1]:g4} of {Seconds.Count}\n"
        + $"samples per second: {Batch / Median:f1}; peak memory {PeakMebibytes:f0} MiB\n"
        + $"cores busy: {OwnCores:f2} with this program"
        + (OtherCores is { } other ? $", {other:f2} with others" : "");

    /// <summary>The measurement for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["task"] = Task,
        ["model"] = Model,
        ["mode"] = Mode,
        ["batch"] = Batch,
        ["threads"] = Threads,
        ["iterations"] = Iterations,
        ["steps"] = Seconds.Count,
        ["interrupted"] = Interrupted,
        ["parameters"] = Parameters,
        ["seconds_per_step"] = new JsonObject { ["median"] = Median, ["min"] = Seconds[0], ["max"] = Seconds[^1] },
        ["samples_per_second"] = Batch / Median,
        ["peak_rss_mib"] = PeakMebibytes,
        ["own_cpu_cores"] = OwnCores,
        ["other_cpu_cores"] = OtherCores,
    };

    private static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024.0 * 1024);
    }
}

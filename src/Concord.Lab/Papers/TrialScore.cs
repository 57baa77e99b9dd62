using Concord.Lab.Runs;

namespace Concord.Lab.Papers;

/// <summary>What one training reached on one suite: a line of <c>results.jsonl</c>.</summary>
public sealed record TrialScore
{
    /// <summary>A digest of the plan, or of the weights that ship.</summary>
    public required string Key { get; init; }

    /// <summary>The run's folder beside the results, or the file that ships.</summary>
    public required string Run { get; init; }

    /// <summary>How the training ended: a diverged one is scored where it still had finite weights.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Steps of training.</summary>
    public required long Steps { get; init; }

    /// <summary>Seconds of training; 0 where that is not known.</summary>
    public required double Seconds { get; init; }

    /// <summary>Weights of the model.</summary>
    public required int Parameters { get; init; }

    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>The size of its samples; null for its own.</summary>
    public string? Size { get; init; }

    /// <summary>The seed of its samples; null for its own.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Samples.</summary>
    public required int Count { get; init; }

    /// <summary>Iterations that the agents had.</summary>
    public required int Iterations { get; init; }

    /// <summary>The scores; the first is the main one.</summary>
    public required IReadOnlyList<Measurement> Values { get; init; }

    /// <summary>Whether this is the answer to what is asked.</summary>
    internal bool Answers(Examination asked) =>
        (Suite, Size, Seed, Count, Iterations) == (asked.Suite, asked.Size, asked.Seed, asked.Count, asked.Iterations);
}

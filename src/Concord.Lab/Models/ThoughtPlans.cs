using Concord.Learning;

namespace Concord.Lab.Models;

/// <summary>The plans that tasks for thinkers have in common.</summary>
internal static class ThoughtPlans
{
    /// <summary>The original's: batch 64, no decay and no average, a warm-up, then along a cosine to 1e-7.</summary>
    /// <param name="experiment">What is trained.</param>
    /// <param name="rate">The rate after the warm-up.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="warmup">Steps of the warm-up.</param>
    public static Plan Paper(Experiment experiment, float rate, int steps, int warmup) => new()
    {
        Experiment = experiment,
        Steps = steps,
        Batch = 64,
        Optimizer = new AdamW
        {
            Rate = rate,
            Decay = 0,
            Warmup = warmup,
            CoolFrom = warmup,
            CoolFor = steps - warmup,
            Cosine = true,
            Least = 1e-7f,
            Average = 0,
        },
    };

    /// <summary>A plan of minutes: batch 64, a rate of 1e-3 that falls to zero in the end.</summary>
    /// <param name="experiment">What is trained.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="cooling">The last of them, in which the rate falls.</param>
    public static Plan Short(Experiment experiment, int steps, int cooling) => new()
    {
        Experiment = experiment,
        Steps = steps,
        Batch = 64,
        ScoreEvery = 1000,
        ScoreCount = 200,
        CheckpointEvery = 1000,
        Optimizer = new AdamW
        {
            Rate = 1e-3f,
            Decay = 0,
            Warmup = 500,
            CoolFrom = steps - cooling,
            CoolFor = cooling,
            AverageWarmup = true,
        },
    };

    /// <summary>A plan to see that everything works: 1,000 steps of 32.</summary>
    /// <param name="experiment">What is trained.</param>
    /// <param name="rate">The rate after the warm-up.</param>
    public static Plan Tiny(Experiment experiment, float rate) => new()
    {
        Experiment = experiment,
        Steps = 1000,
        Batch = 32,
        ScoreEvery = 200,
        CheckpointEvery = 200,
        Optimizer = new AdamW { Rate = rate, Decay = 0, Warmup = 50, Average = 0.98f },
    };
}

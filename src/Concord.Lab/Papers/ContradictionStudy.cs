using Concord.Tensors;

namespace Concord.Lab.Papers;

/// <summary>A way in which activities settle while a network with loops learns.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Inference">How; null: exactly.</param>
/// <param name="Rate">What the learning rate is multiplied with.</param>
public sealed record ContradictionRow(string Name, LoopedRelaxation? Inference, double Rate = 1);

/// <summary>What came of an angle and a way to settle.</summary>
/// <param name="Row">The way.</param>
/// <param name="Angle">θ in radians.</param>
/// <param name="Errors">The validation error after training for each seed; not finite where it diverged.</param>
public sealed record ContradictionCell(ContradictionRow Row, double Angle, IReadOnlyList<double> Errors)
{
    /// <summary>Above this error the paper calls it failure.</summary>
    public const double Success = 1e-3;

    /// <summary>The middle error, the lower of two.</summary>
    public double Median => Errors.Order().ElementAt((Errors.Count - 1) / 2);
}

/// <summary>Every angle of <see cref="Contradiction"/> with every way to settle, over some seeds.</summary>
public sealed record ContradictionStudy
{
    /// <summary>The experiment, but for angle and inference.</summary>
    public Contradiction Setting { get; init; } = new();

    /// <summary>Angles in radians.</summary>
    public IReadOnlyList<double> Angles { get; init; } = Contradiction.Angles;

    /// <summary>Seeds of weights and samples.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    /// <summary>The ways to settle.</summary>
    /// <remarks>
    /// With a leak l a multiplier comes to α/l times the error that stays, so weights move about 1 + α/l times as far:
    /// 21 times with 0.05. The rows with a greater rate tell that apart from what multipliers do.
    /// </remarks>
    public IReadOnlyList<ContradictionRow> Rows { get; init; } =
    [
        new("exact", null),
        new("exact, 5 times the rate", null, 5),
        new("exact, 21 times the rate", null, 21),
        new("PC", new() { Alpha = 0 }),
        new("PC, 5 times the rate", new() { Alpha = 0 }, 5),
        new("PC, 21 times the rate", new() { Alpha = 0 }, 21),
        new("PC-ALM", new()),
        new("PC-ALM, leak 0.05", new() { Care = LoopCare.Leak }),
        new("PC-ALM, leak 0.05, a 21st of the rate", new() { Care = LoopCare.Leak }, 1.0 / 21),
        new("PC-ALM, leak 0.2", new() { Care = LoopCare.Leak, Leak = 0.2 }),
        new("PC-ALM, spanning tree", new() { Care = LoopCare.Spanning }),
        new("PC-ALM, projection", new() { Care = LoopCare.Projection }),
    ];

    /// <summary>Runs all, several at a time.</summary>
    /// <param name="threads">How many at a time; the result does not depend on it.</param>
    /// <param name="report">Told which share is done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Row by row, angle by angle.</returns>
    public IReadOnlyList<ContradictionCell> Run(
        int threads, Action<double>? report = null, CancellationToken cancellation = default)
    {
        var jobs = (from row in Rows from angle in Angles from seed in Seeds select (row, angle, seed)).ToList();
        var errors = new double[jobs.Count];
        var done = 0;
        Parallel.For(
            0, jobs.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            job =>
            {
                var (row, angle, seed) = jobs[job];
                var experiment = Setting with
                {
                    Angle = angle,
                    Inference = row.Inference,
                    LearningRate = row.Rate * Setting.LearningRate,
                    FrameEvery = Math.Max(1, Setting.Steps),
                };
                errors[job] = experiment.Run(new Rng(seed))[^1].Error;
                report?.Invoke((double)Interlocked.Increment(ref done) / jobs.Count);
            });
        return
        [
            .. from row in Rows.Index()
               from angle in Angles.Index()
               let first = ((row.Index * Angles.Count) + angle.Index) * Seeds.Count
               select new ContradictionCell(row.Item, angle.Item, errors[first..(first + Seeds.Count)]),
        ];
    }
}

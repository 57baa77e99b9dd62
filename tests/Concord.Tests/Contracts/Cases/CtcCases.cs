using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Costs of spelling: short and long sequences, with repetitions, in as few ticks as can be or more.</summary>
internal static class CtcCases
{
    public static IEnumerable<OperationCase> All { get; } =
    [
        Of(ticks: 1, classes: 2, [[0]]),
        Of(5, 3, [[0, 1], [1, 1]]),
        Of(4, 4, [[2, 0, 1], [0, 2, 1], [1, 2, 1]]),
        Of(5, 2, [[0, 0, 0]]),
        Of(6, 3, [[1, 0, 0, 1]]),
        // So many states that they fill more than one vector.
        Of(9, 3, [[0, 1, 0, 1, 0, 1, 0, 1]]),
        Of(3, 17, [[15], [3]]),
    ];

    private static OperationCase Of(int ticks, int classes, int[][] targets)
    {
        var samples = targets.Length;
        int[] flat = [.. targets.SelectMany(sequence => sequence)];
        var weight = 0.75f;
        return new OperationCase(
            $"CTC {samples}x{ticks}x{classes} to {targets[0].Length}",
            [Argument.Any(ticks * samples, classes)],
            (_, x) => Ctc.Sum(x[0], samples, flat, weight),
            x => [weight * targets.Select((own, s) => Cost(x[0], s, samples, classes, own) / own.Length).Sum()])
        {
            Misfits =
            [
                .. samples == 1 ? Array.Empty<Misfit>() : [new(0, [(ticks * samples) + 1, classes], "The logits")],
                new(0, [ticks * samples, flat.Max() + 1], "A target"),
                .. targets[0].Length == 1 ? Array.Empty<Misfit>() : [new(0, [samples, classes], "The number of ticks")],
            ],
        };
    }

    private static double Cost(double[] logits, int sample, int samples, int classes, int[] targets) =>
        Spelling.Cost(
            [.. logits.Chunk(classes).Where((_, row) => row % samples == sample).SelectMany(row => row)], classes,
            targets);
}

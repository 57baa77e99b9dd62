using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>The largest and the mean of messages: receivers with all, some and no neighbours.</summary>
internal static class NeighbourCases
{
    private const int Slots = 3;

    // Four rows of three slots; the third row receives nothing, the last hears one message twice.
    private static readonly int[] s_sources = [3, 10, -1, 0, 5, 7, -1, -1, -1, -1, 2, 2];

    public static IEnumerable<OperationCase> All { get; } =
        new[] { 1, 5, 15, 16, 17, 32, 42, 49 }.SelectMany(m => new[]
        {
            new OperationCase(
                $"largest message of {m}",
                [Argument.Any(4, Slots * m)],
                (_, x) => Neighbours.Max(x[0], s_sources, Slots),
                x => Rows.Max(x[0], m, s_sources, Slots))
            {
                Kinks = true,
                Misfits =
                [
                    new(0, [4, (Slots * m) + 1], "The messages"),
                    new(0, [5, Slots * m], "The sources"),
                    new(0, [3, Slots * m], "A source"),
                ],
            },
            new OperationCase(
                $"mean message of {m}",
                [Argument.Any(4, Slots * m)],
                (_, x) => Neighbours.Mean(x[0], s_sources, Slots),
                x => Rows.Mean(x[0], m, s_sources, Slots))
            {
                Misfits = [new(0, [4, (Slots * m) + 1], "The messages"), new(0, [3, Slots * m], "A source")],
            },
        });
}

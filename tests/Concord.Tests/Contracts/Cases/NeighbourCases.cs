using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>The largest and the mean of messages: receivers with all, some and no neighbours.</summary>
internal static class NeighbourCases
{
    private const int Slots = 3;

    // Four rows of three slots; the third row receives nothing, the last hears one message twice.
    private static readonly MessageRoutes s_once = new([3, 10, -1, 0, 5, 7, -1, -1, -1, -1, 2, 2], Slots, Slots);

    // Up to five messages reach a row, more than it leaves itself, and one message reaches several rows.
    private static readonly MessageRoutes s_often =
        new([3, 10, 4, 11, 6, 0, -1, 7, 10, -1, -1, -1, -1, -1, -1, 2, 0, 10, 8, -1], Slots, Arrivals: 5);

    public static IEnumerable<OperationCase> All { get; } =
    [
        .. new[] { 1, 5, 15, 16, 17, 32, 42, 49 }.SelectMany(m => Of("message", m, s_once)),
        .. new[] { 3, 17 }.SelectMany(m => Of("of many messages", m, s_often)),
    ];

    private static OperationCase[] Of(string what, int m, MessageRoutes routes) =>
    [
        new(
            $"largest {what} of {m}",
            [Argument.Any(4, Slots * m)],
            (_, x) => Neighbours.Max(x[0], routes),
            x => Rows.Max(x[0], m, routes.Sources, routes.Arrivals))
        {
            Kinks = true,
            Misfits =
            [
                new(0, [4, (Slots * m) + 1], "The messages"),
                new(0, [5, Slots * m], "The sources"),
                new(0, [3, Slots * m], "A source"),
            ],
        },
        new(
            $"mean {what} of {m}",
            [Argument.Any(4, Slots * m)],
            (_, x) => Neighbours.Mean(x[0], routes),
            x => Rows.Mean(x[0], m, routes.Sources, routes.Arrivals))
        {
            Misfits = [new(0, [4, (Slots * m) + 1], "The messages"), new(0, [3, Slots * m], "A source")],
        },
    ];
}

using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Messages of pairs around the widths of vectors and products, less than a block and several.</summary>
internal static class RelationCases
{
    public static IEnumerable<OperationCase> All { get; } =
    [
        Of(1, 1, 1, 1, 1, Argument.Any), Of(3, 2, 5, 3, 4, Argument.Any), Of(2, 3, 17, 16, 15, Argument.Any),
        Of(2, 2, 16, 33, 49, Argument.Any),
        // Where nothing is negative nothing is cut, so that many pairs have no kink near.
        Of(90, 2, 3, 2, 1, Argument.Positive),
    ];

    private delegate Argument Drawn(params ReadOnlySpan<int> extents);

    private static OperationCase Of(int receivers, int each, int n, int m, int o, Drawn drawn)
    {
        // Some senders are heard twice by one receiver and some by nobody.
        var senders = receivers + 1;
        int[] neighbours = [.. Enumerable.Range(0, receivers * each).Select(pair => pair * 7 / 3 % senders)];
        return new(
            $"relations {receivers}x{each} {n} {m} {o}",
            [drawn(receivers, n), drawn(senders, n), drawn(n, m), drawn(m), drawn(m, o), drawn(o)],
            (_, x) => Relations.Sum(x[0], x[1], neighbours, each, new(x[2], x[3]), new(x[4], x[5])),
            x => Relational.Sum(x[0], x[1], n, neighbours, each, new(x[2], x[3]), new(x[4], x[5])))
        {
            Kinks = true,
            Misfits =
            [
                new(0, [receivers + 1, n], "The neighbours"),
                new(1, [senders, n + 1], "What senders bring"),
                new(1, [neighbours.Max(), n], "A neighbour"),
                new(2, [n + 1, m], "The first kernel"),
                new(3, [m + 1], "The first bias"),
                new(4, [m + 1, o], "The second kernel"),
                new(5, [o + 1], "The second bias"),
            ],
        };
    }
}

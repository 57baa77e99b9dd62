using Concord.Sheaves;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>The sheaf's products on small sheaves, and the low-rank maps.</summary>
internal static class SheafCases
{
    public static IEnumerable<OperationCase> All { get; } =
    [
        .. SheafExample.All.SelectMany(example => new[] { Laplacian(example), Coboundary(example), Adjoint(example) }),
        Maps((Slots: 2, Edge: 5, Stalk: 10, Rank: 2), bases: 2),
        Maps((Slots: 3, Edge: 1, Stalk: 17, Rank: 1), bases: 1),
        Maps((Slots: 1, Edge: 16, Stalk: 5, Rank: 3), bases: 1),
    ];

    private static OperationCase Laplacian(SheafExample example) => new(
        $"Laplacian of {example.Name}",
        [example.Maps, example.State],
        (_, x) => example.Bind(x[0]).Laplacian(x[1]),
        x => example.PerSample(x[0], (sheaf, b) => sheaf.ApplyLaplacian(example.StateOf(x[1], b))))
    {
        Misfits = [example.WrongMaps, example.WrongState("What the Laplacian is applied to")],
    };

    private static OperationCase Coboundary(SheafExample example) => new(
        $"coboundary of {example.Name}",
        [example.Maps, example.State],
        (_, x) => example.Bind(x[0]).Coboundary(x[1]),
        x => example.PerSample(x[0], (sheaf, b) => Matrices.Apply(sheaf.Coboundary, example.StateOf(x[1], b))))
    {
        Misfits = [example.WrongMaps, example.WrongState("What the coboundary is applied to")],
    };

    private static OperationCase Adjoint(SheafExample example)
    {
        var edges = example.Layout.EdgeSizeTotal;
        return new OperationCase(
            $"adjoint coboundary of {example.Name}",
            [example.Maps, Argument.Any(example.Samples, edges)],
            (_, x) => example.Bind(x[0]).Adjoint(x[1]),
            x => example.PerSample(x[0], (sheaf, b) =>
                Matrices.Apply(Matrices.Transposed(sheaf.Coboundary), x[1][(b * edges)..((b + 1) * edges)])))
        {
            Misfits =
            [
                example.WrongMaps,
                new(1, [example.Samples, edges + 1], "What the adjoint of the coboundary is applied to"),
            ],
        };
    }

    private static OperationCase Maps((int Slots, int Edge, int Stalk, int Rank) sizes, int bases)
    {
        var (slots, edge, stalk, rank) = sizes;
        const int Owners = 3;
        return new OperationCase(
            $"low-rank maps {sizes} from {bases}",
            [
                Argument.Any(bases, edge, stalk),
                Argument.Any(Owners, slots * edge * rank),
                Argument.Any(Owners, slots * stalk * rank),
            ],
            (_, x) => LowRankMaps.Form(x[0], x[1], x[2], slots, rank),
            x => LowRank.Maps(x[0], x[1], x[2], sizes))
        {
            Misfits =
            [
                new(0, [slots + 1, edge, stalk], "The base maps"),
                new(1, [Owners, (slots * edge * rank) + 1], "The left factors"),
                new(2, [Owners + 1, slots * stalk * rank], "The right factors"),
            ],
        };
    }
}

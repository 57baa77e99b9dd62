using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Products of maps that are never formed: a base and a low-rank change per owner.</summary>
internal static class FactorCases
{
    private const int Vertices = 4;

    public static IEnumerable<OperationCase> All { get; } =
    [
        .. from sizes in new[] { (Slots: 4, Edge: 24, Stalk: 32, Rank: 8), (Slots: 4, Edge: 16, Stalk: 48, Rank: 8) }
           from which in new[] { "Laplacian", "coboundary", "hard steps" }
           select Of(sizes, which),
    ];

    // One owner alone, one with two rows, one with five: a group of four and a rest.
    private static readonly int[] s_owners = [0, 2, 1, 2, 2, 2, 1, 2];

    private static OperationCase Of((int Slots, int Edge, int Stalk, int Rank) sizes, string which)
    {
        var (slots, edge, stalk, rank) = sizes;
        var layout = SheafLayout.Uniform(
            Vertices, stalk, slots, edge,
            [
                .. Enumerable.Range(0, Vertices).Select(v => new Joint(v, 0, (v + 1) % Vertices, 1)),
                new(0, 2, 2, 3), new(1, 3, 3, 2),
            ]);
        var state = layout.StateSize;
        return new OperationCase(
            $"{which} of factored maps {sizes}",
            [
                Argument.Any(1, edge, stalk),
                Argument.Any(3, slots * edge * rank),
                Argument.Any(3, slots * stalk * rank),
                Argument.Any(2, state),
                Argument.Any(2, state),
            ],
            (_, x) =>
            {
                var sheaf = BoundSheaf.BindLowRank(layout, x[0], x[1], x[2], rank, s_owners, samples: 2);
                return which switch
                {
                    "Laplacian" => sheaf.Laplacian(x[3]),
                    "coboundary" => sheaf.Coboundary(x[3]),
                    _ => CgOperation.Apply(sheaf, x[3], x[4], sheaf.Tape.Input([0.5f], []), 1, 2),
                };
            },
            x => DenseSheaf.PerSample(layout, LowRank.Maps(x[0], x[1], x[2], sizes), s_owners, 2, (sheaf, b) =>
            {
                var z = x[3][(b * state)..((b + 1) * state)];
                return which switch
                {
                    "Laplacian" => sheaf.ApplyLaplacian(z),
                    "coboundary" => Matrices.Apply(sheaf.Coboundary, z),
                    _ => ConjugateSteps.Solve(
                        sheaf.Coboundary, 1, 0.5, z, x[4][(b * state)..((b + 1) * state)], 2),
                };
            }))
        {
            Misfits =
            [
                new(0, [slots + 1, edge, stalk], "The base maps"),
                new(1, [3, (slots * edge * rank) + 1], "The left factors"),
                new(2, [3, (slots * stalk * rank) + 1], "The right factors"),
            ],
            Cancelling = 4,
        };
    }
}

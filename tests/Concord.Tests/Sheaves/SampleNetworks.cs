using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tests.Reference;

namespace Concord.Tests.Sheaves;

/// <summary>Small linear predictive-coding networks and random sheaves in double precision.</summary>
internal static class SampleNetworks
{
    /// <summary>Ten vertices of several sizes in a row, with skips and feedback, one of it over three layers.</summary>
    public static Coboundary Recurrent(ulong seed)
    {
        int[] stalks = [3, 2, 4, 3, 2, 3, 4, 2, 3, 2];
        var rng = new Rng(seed);
        EdgeMaps Draw(int source, int target) =>
            EdgeMaps.Prediction(source, Matrices.Draw(rng, stalks[target], stalks[source]), target);
        return new Coboundary(
            stalks,
            [
                .. Enumerable.Range(0, 9).Select(i => Draw(i, i + 1)),
                Draw(2, 1), Draw(6, 3), Draw(8, 7), Draw(0, 4), Draw(2, 9), Draw(5, 2),
            ]);
    }

    /// <summary>Any graph with any stalks, some of whose maps have less than full rank or are zero.</summary>
    public static Coboundary Random(ulong seed)
    {
        var rng = new Rng(seed);
        int[] stalks = [.. Enumerable.Range(0, 1 + rng.Below(6)).Select(_ => 1 + rng.Below(4))];
        var edges = new List<EdgeMaps>();
        for (var k = stalks.Length == 1 ? 0 : rng.Below(9); k > 0; k--)
        {
            int u = rng.Below(stalks.Length), v = (u + 1 + rng.Below(stalks.Length - 1)) % stalks.Length;
            int size = 1 + rng.Below(4), rank = rng.Below(4);
            edges.Add(new(u, Draw(size, rank, stalks[u]), v, Draw(size, rank, stalks[v])));
        }
        return new Coboundary(stalks, edges);

        Matrix Draw(int rows, int rank, int columns) =>
            Matrices.Draw(rng, rows, rank).Times(Matrices.Draw(rng, rank, columns));
    }

    /// <summary>The maps of the plane by their rows.</summary>
    public static Matrix Plane(double a, double b, double c, double d) =>
        new(2, 2) { [0, 0] = a, [0, 1] = b, [1, 0] = c, [1, 1] = d };

    public static Matrix Turn(double angle) =>
        Plane(Math.Cos(angle), -Math.Sin(angle), Math.Sin(angle), Math.Cos(angle));

    /// <summary>A map of one number.</summary>
    public static Matrix Times(double factor) => new(1, 1) { [0, 0] = factor };
}

using Concord.Sheaves;

namespace Concord.Tests.Reference;

/// <summary>A cellular sheaf as one dense matrix, the coboundary δ; from it the Laplacian L = δᵀδ.</summary>
/// <remarks>
/// δ has one block row per edge: the map of its first vertex, and minus the map of its second. So δz holds, per edge,
/// what the first end sees minus what the second end sees, and is zero exactly where all neighbours agree.
/// </remarks>
public sealed class DenseSheaf
{
    /// <summary>Writes out δ for one sample.</summary>
    /// <param name="layout">Stalks, slots and edges.</param>
    /// <param name="maps">Per owner the maps of all slots, one under the other, in rows as long as the stalk.</param>
    /// <param name="owners">For every vertex, whose maps it uses; null: vertex v uses the maps v, of its sizes.</param>
    public DenseSheaf(SheafLayout layout, double[] maps, int[]? owners)
    {
        var states = StartsOf(layout.VertexStalks);
        var edges = StartsOf([.. layout.Joints.Select(joint => layout.Slots[joint.U][joint.SlotU])]);
        Coboundary = new double[edges[^1], states[^1]];

        void AddMap(int edge, int vertex, int slot, double sign)
        {
            int stalk = layout.VertexStalks[vertex], height = layout.Slots[vertex][slot];
            var above = layout.Slots[vertex].Take(slot).Sum();
            var start = MapStart(layout, vertex, owners) + (above * stalk);
            for (var i = 0; i < height; i++)
                for (var j = 0; j < stalk; j++)
                    Coboundary[edges[edge] + i, states[vertex] + j] += sign * maps[start + (i * stalk) + j];
        }

        for (var e = 0; e < layout.Joints.Count; e++)
        {
            var (u, slotU, v, slotV) = layout.Joints[e];
            AddMap(e, u, slotU, +1);
            AddMap(e, v, slotV, -1);
        }
    }

    /// <summary>δ, [all edge stalks, all vertex stalks].</summary>
    public double[,] Coboundary { get; }

    /// <summary>L = δᵀδ.</summary>
    public double[,] Laplacian() => Matrices.Product(Matrices.Transposed(Coboundary), Coboundary);

    /// <summary>L x = δᵀ (δ x), without forming L.</summary>
    public double[] ApplyLaplacian(double[] x) =>
        Matrices.Apply(Matrices.Transposed(Coboundary), Matrices.Apply(Coboundary, x));

    /// <summary>Does one thing to every sample of a batch, each with its owners, and lines up the results.</summary>
    public static double[] PerSample(
        SheafLayout layout, double[] maps, int[]? owners, int samples, Func<DenseSheaf, int, double[]> compute)
    {
        var vertices = layout.VertexStalks.Count;
        var results = new List<double>();
        for (var b = 0; b < samples; b++)
        {
            var own = owners?.Skip(b * vertices).Take(vertices).ToArray();
            results.AddRange(compute(new DenseSheaf(layout, maps, own), b));
        }
        return [.. results];
    }

    private static int MapStart(SheafLayout layout, int vertex, int[]? owners)
    {
        int SizeOf(int v) => layout.Slots[v].Sum() * layout.VertexStalks[v];
        if (owners != null)
            return owners[vertex] * SizeOf(vertex);
        var start = 0;
        for (var v = 0; v < vertex; v++)
            start += SizeOf(v);
        return start;
    }

    private static int[] StartsOf(IReadOnlyList<int> sizes)
    {
        var starts = new int[sizes.Count + 1];
        for (var i = 0; i < sizes.Count; i++)
            starts[i + 1] = starts[i] + sizes[i];
        return starts;
    }
}

using Concord.Lab.Runs;
using Concord.Lab.Tasks;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Models;

/// <summary>What a trained sheaf looks like on one sample, on whose views its maps may depend.</summary>
/// <remarks>
/// Where a state has few enough numbers, the sheaf's cohomology: dim H⁰ is what all neighbours can agree on other than
/// zero, dim H¹ what they can be asked to agree on in vain. Larger ones have the largest eigenvalue of L = δᵀδ and the
/// dimensions by products: a few problems of least squares for each dimension of H⁰, and H¹ by the index. Where H⁰ is
/// large, as that of Sudoku is, the search ends with how many dimensions there are at least.
/// </remarks>
internal static class SheafDiagnosis
{
    private const int Rounds = 100;
    private const int MostNumbers = 1000;
    private const int MostSections = 8;

    private static readonly string[] Directions = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

    /// <summary>
    /// ρ, the Frobenius norm of the base maps (one for each direction where they differ), and what the sheaf's size
    /// allows: its cohomology, drawn on the agents where they have places, or the largest eigenvalue.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="views">One sample.</param>
    /// <param name="lattice">Where the agents are; null where they have no places.</param>
    /// <param name="mostNumbers">Up to how many numbers of a state δ is decomposed.</param>
    public static Diagnosis Of<TViews>(
        SheafModel<TViews> model, Block weights, TViews views, Lattice? lattice = null, int mostNumbers = MostNumbers)
        where TViews : AgentViews
    {
        using var tape = new Tape(recording: false);
        tape.Bind(model.Parameters, weights);
        var solver = model.Prepare(tape, views, out var start);
        var sheaf = solver.Consensus.Sheaf;
        List<Measurement> values = [new("penalty", start.Penalty.Values[0]), .. MapNorms(model.Parameters, weights)];
        var coboundary = Coboundary.Of(sheaf);
        if (sheaf.Layout.StateSize > mostNumbers)
            return new Diagnosis([.. values, .. Dimensions(coboundary), new("largest_eigenvalue", Largest(sheaf))]);

        var cohomology = Cohomology.Of(coboundary);
        values.AddRange(
        [
            new("dim_h0", cohomology.H0.Rows), new("dim_h1", cohomology.H1.Rows),
            new("smallest_eigenvalue", Math.Max(0, cohomology.Spectrum[0])),
            new("largest_eigenvalue", cohomology.Spectrum[^1]),
        ]);
        return new Diagnosis(values)
        {
            Figures =
            [
                new("spectrum", "Eigenvalues of L, from the smallest", "number",
                    [("eigenvalue", [.. cohomology.Spectrum.Select((value, i) => (i + 1.0, value))])]),
            ],
            Graphs = lattice == null ? [] : [Shares(sheaf.Layout, cohomology, lattice)],
        };
    }

    private static IEnumerable<Measurement> Dimensions(Coboundary coboundary)
    {
        var h0 = NullSpace.Of(coboundary.Normalized(), new Rng(1), MostSections);
        var more = h0.IsWhole ? "" : "_at_least";
        yield return new($"dim_h0{more}", h0.Basis.Rows);
        yield return new($"dim_h1{more}", Math.Max(0, h0.Basis.Rows - coboundary.Index));
    }

    private static IEnumerable<Measurement> MapNorms(Parameters parameters, Block weights)
    {
        if (parameters.Entries.FirstOrDefault(entry => entry.Name == "maps") is not { } maps)
            yield break;
        var all = weights.Span.Slice(maps.Offset, maps.Shape.Size).ToArray();
        if (maps.Shape[0] != Directions.Length)
        {
            yield return new("map_norm", TensorPrimitives.Norm<float>(all));
            yield break;
        }
        var size = all.Length / Directions.Length;
        for (var d = 0; d < Directions.Length; d++)
            yield return new($"map_norm_{Directions[d]}", TensorPrimitives.Norm<float>(all.AsSpan(d * size, size)));
    }

    // Of an edge the share of its numbers that lies in H¹, which no state can show; of an agent its share in H⁰.
    private static GraphPicture Shares(SheafLayout layout, Cohomology cohomology, Lattice lattice) => new(
        "h1", "Share of each edge's numbers that no state can show (H¹), and of each agent's in H⁰",
        [.. Share(cohomology.H0, layout.VertexStalks).Select((share, v) =>
            ((double)(v % lattice.Columns), (double)(v / lattice.Columns), $"agent {v}", share))],
        [.. Share(cohomology.H1, layout.EdgeStalks).Select((share, e) =>
            (layout.Joints[e].U, layout.Joints[e].V, share))]);

    private static IEnumerable<double> Share(Matrix basis, IReadOnlyList<int> stalks)
    {
        var at = 0;
        foreach (var stalk in stalks)
        {
            var sum = 0.0;
            for (var k = 0; k < basis.Rows; k++)
                sum += TensorPrimitives.SumOfSquares<double>(basis.Row(k).Slice(at, stalk));
            at += stalk;
            yield return sum / Math.Max(1, stalk);
        }
    }

    // Power iteration; the Rayleigh quotient converges twice as fast as the vector.
    internal static double Largest(BoundSheaf sheaf)
    {
        var rng = new Rng(1);
        var x = new float[sheaf.Layout.StateSize];
        foreach (ref var value in x.AsSpan())
            value = (float)rng.Normal();
        var place = sheaf.Tape.Now;
        var quotient = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            TensorPrimitives.Divide(x, Math.Max(1e-30f, TensorPrimitives.Norm<float>(x)), x);
            var image = sheaf.Laplacian(sheaf.Tape.Input(x, [1, x.Length])).Values;
            quotient = TensorPrimitives.Dot<float>(x, image);
            image.CopyTo(x);
            sheaf.Tape.Keep(place, []);
        }
        return quotient;
    }
}

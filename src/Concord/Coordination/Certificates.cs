using System.Numerics.Tensors;
using Tensor = Concord.Tensors.Tensor;

namespace Concord.Coordination;

/// <summary>Proofs that a problem has no solution, read from the way the iterates run off.</summary>
/// <remarks>
/// The conditions of OSQP (Banjac et al. 2019; Stellato et al. 2020, §3.4) for agents and a sheaf. Infeasible: a change
/// y of the multipliers ρu that is orthogonal to all sections, while ⟨y, x⟩ is positive for every x that meets the
/// agents' constraints. Unbounded: a change w of z that is a section along which the agents' constraints never end and
/// their costs fall for ever. Only for agents whose costs are known as numbers.
/// </remarks>
internal static class Certificates
{
    // Parts of a direction that are zero but for rounding; what a certificate must exceed; how well w must agree.
    private const double Negligible = 1e-5, Margin = 1e-5, Agreement = 1e-4;

    /// <summary>A proof for any of the samples, or null.</summary>
    public static Certificate? Find(SheafAdmm admm, AdmmState earlier, AdmmState later, EdgeMeasure edges)
    {
        if (admm.Agents is not ICosts costs)
            return null;
        var state = edges.Sheaf.Layout.StateSize;
        for (var b = 0; b < edges.Sheaf.Samples; b++)
        {
            int start = b * state;
            double size = Math.Max(
                TensorPrimitives.Norm<float>(later.X.Values.Slice(start, state)),
                TensorPrimitives.Norm<float>(later.Z.Values.Slice(start, state)));
            if (admm.Consensus.Pull == null)
            {
                var y = MultiplierChange(earlier, later, edges, b);
                Clean(y);
                var lowest = costs.Infimum(y, later.X.Values.Slice(start, state), size, b);
                if (lowest > Margin * TensorPrimitives.Norm<double>(y) * size && lowest > 0)
                    return new Certificate(SolveStatus.Infeasible, Contradiction(y, edges));
            }
            var w = new double[state];
            for (var i = 0; i < state; i++)
                w[i] = (double)later.Z.Values[start + i] - earlier.Z.Values[start + i];
            if (Falls(costs, w, edges, b))
                return new Certificate(
                    SolveStatus.Unbounded,
                    $"The costs have no lower bound: those of {Agents(w, edges)} fall for ever along states on which " +
                    "neighbours agree. Add curvature or bounds to their costs.");
        }
        return null;
    }

    private static bool Falls(ICosts costs, double[] w, EdgeMeasure edges, int sample)
    {
        Clean(w);
        if (!w.AsSpan().ContainsAnyExcept(0))
            return false;
        var (gap, terms) = edges.Disagreement(w, sample);
        if (gap > Agreement * terms)
            return false;
        return costs.Recession(w, sample) is { } growth && growth.Slope < -Margin * growth.Terms;
    }

    // The change of a sample's ρu less its part along sections, which is rounding.
    private static double[] MultiplierChange(AdmmState earlier, AdmmState later, EdgeMeasure edges, int sample)
    {
        var change = new double[edges.Sheaf.Layout.StateSize];
        for (var i = 0; i < change.Length; i++)
        {
            var at = (sample * change.Length) + i;
            change[i] = ((double)At(later.Penalty, at) * later.U.Values[at]) -
                ((double)At(earlier.Penalty, at) * earlier.U.Values[at]);
        }
        return edges.Beside(change, sample);
    }

    private static void Clean(Span<double> direction)
    {
        if (direction.Length == 0)
            return;
        var least = Negligible * Math.Abs(TensorPrimitives.MaxMagnitude<double>(direction));
        foreach (ref var entry in direction)
            entry = Math.Abs(entry) <= least || !double.IsFinite(entry) ? 0 : entry;
    }

    private static string Contradiction(ReadOnlySpan<double> y, EdgeMeasure edges) =>
        $"The constraints of the agents and of the sheaf contradict each other: no state on which neighbours agree meets " +
        $"those of {Agents(y, edges)}. Relax one of them, or let consensus be soft.";

    private static string Agents(ReadOnlySpan<double> direction, EdgeMeasure edges)
    {
        const int Named = 5;
        var starts = edges.Sheaf.Layout.StateStarts;
        var found = new List<int>();
        for (var a = 0; a + 1 < starts.Length; a++)
            if (direction[starts[a]..starts[a + 1]].ContainsAnyExcept(0))
                found.Add(a);
        return found.Count switch
        {
            1 => $"agent {found[0]}",
            <= Named => $"agents {string.Join(", ", found.SkipLast(1))} and {found[^1]}",
            _ => $"agents {string.Join(", ", found.Take(Named))} and {found.Count - Named} more",
        };
    }

    private static float At(Tensor tensor, int i) => tensor.Values[tensor.Shape.Size == 1 ? 0 : i];
}

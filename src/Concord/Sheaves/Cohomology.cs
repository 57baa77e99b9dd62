using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>What a sheaf can agree on and what it cannot be talked out of: H⁰ = ker δ and H¹ = ker δᵀ.</summary>
/// <remarks>
/// By dense decompositions, so for a thousand numbers or so. Beyond, <see cref="NullSpace"/> finds a
/// small H⁰ of a <see cref="Coboundary"/>, or a small H¹ of its <see cref="TransposedMap"/>, by products alone, and
/// <see cref="Coboundary.Index"/> gives the dimension of the other.
/// </remarks>
/// <param name="H0">Orthonormal rows [dim H⁰, state]: states on which all neighbours agree.</param>
/// <param name="H1">Orthonormal rows [dim H¹, edge numbers]: what no state can show on the edges.</param>
/// <param name="Spectrum">The eigenvalues of L = δᵀδ, the smallest first, as many as a state has numbers.</param>
public sealed record Cohomology(Matrix H0, Matrix H1, IReadOnlyList<double> Spectrum)
{
    /// <summary>The cohomology of a sheaf, or relative to what <see cref="RelativeSystem"/> holds fixed.</summary>
    /// <param name="coboundary">δ.</param>
    /// <param name="tolerance">
    /// As in <see cref="RowSpace"/>: conditions that depend on others to this share of their own length count as none,
    /// whatever the units of edges and vertices. Maps rounded to single precision agree around a cycle no better than
    /// the default.
    /// </param>
    public static Cohomology Of(Coboundary coboundary, double tolerance = Sheaf.SectionTolerance)
    {
        ArgumentNullException.ThrowIfNull(coboundary);
        var dense = coboundary.ToDense();
        var values = SingularForm.Of(dense).Values;
        var transposed = dense.Transposed();
        RowSpace rows = Space(dense, int.MaxValue), columns = Space(transposed, rows.Rank);
        if (rows.Rank > columns.Rank)
            rows = Space(dense, columns.Rank);
        var missing = Enumerable.Repeat(0.0, coboundary.Columns - values.Length);
        return new(rows.Kernel, columns.Kernel, [.. missing, .. values.Reverse().Select(value => value * value)]);

        RowSpace Space(Matrix matrix, int most) => RowSpace.Of(matrix, tolerance, most, equilibrate: true);
    }

    /// <summary>κ(L): the largest eigenvalue over the smallest of those outside H⁰.</summary>
    public double Condition => H0.Rows < Spectrum.Count ? Spectrum[^1] / Spectrum[H0.Rows] : 1;
}

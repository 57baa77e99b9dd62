using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>The check that a quadratic cost is convex, and the factor of what the x-update makes of it.</summary>
/// <remarks>
/// Entry by entry: q_ij is judged beside √(q_ii q_jj), which bounds it in a positive semidefinite matrix, so the units
/// of the coordinates do not matter and a large entry hides no small one.
/// </remarks>
internal static class Convexity
{
    // Sums in single precision can take a singular matrix this far below zero where its diagonal is 1.
    private const double Rounding = 1e-5;

    /// <summary>
    /// Throws unless the matrix is square, finite, symmetric and, but for rounding, positive semidefinite.
    /// </summary>
    public static void Require(Matrix curvature, string name)
    {
        Tensors.Require.That(
            curvature.Rows == curvature.Columns && curvature.Rows > 0, name, "must be square and not empty",
            $"{curvature.Rows} x {curvature.Columns}");
        Tensors.Require.That(double.IsFinite(curvature.Norm()), name, "must be finite", "not");
        for (var i = 0; i < curvature.Rows; i++)
            for (var j = 0; j < i; j++)
                Tensors.Require.That(
                    Math.Abs(curvature[i, j] - curvature[j, i]) <= Rounding * Beside(curvature, i, j), name,
                    "must be symmetric",
                    $"{curvature[i, j]:g6} at ({i}, {j}) and {curvature[j, i]:g6} at ({j}, {i})");
        var breach = Breach(curvature);
        Tensors.Require.That(
            breach == null, name, "must be positive semidefinite, so that the cost is convex", breach);
    }

    /// <summary>The factor of Q + diag(ρ); null where ρ is not positive or a number is too large.</summary>
    /// <param name="curvature">Q, as <see cref="Require"/> lets it pass.</param>
    /// <param name="rho">ρ, one number or one a coordinate.</param>
    public static Cholesky? Factor(Matrix curvature, ReadOnlySpan<float> rho)
    {
        foreach (var value in rho)
            if (!(value > 0))
                return null;
        // What rounding took from the diagonal is given back, at first nothing, then no more than was let pass.
        for (var raised = 0.0; raised <= 4 * Rounding; raised = Math.Max(1e-8, 8 * raised))
        {
            var system = curvature.Copy();
            for (var i = 0; i < system.Rows; i++)
                system[i, i] += (raised * curvature[i, i]) + rho[rho.Length == 1 ? 0 : i];
            if (Cholesky.TryOf(system) is { } factor)
                return factor;
        }
        return null;
    }

    // What shows that a matrix has a direction of negative curvature; null where nothing does.
    private static string? Breach(Matrix curvature)
    {
        var scaled = new Matrix(curvature.Rows, curvature.Rows);
        for (var i = 0; i < scaled.Rows; i++)
        {
            if (curvature[i, i] < 0)
                return $"{curvature[i, i]:g6} at ({i}, {i})";
            scaled[i, i] = 1 + Rounding;
            for (var j = 0; j < i; j++)
            {
                var most = Beside(curvature, i, j);
                if (Math.Abs(curvature[i, j]) > (1 + Rounding) * most)
                    return $"{curvature[i, j]:g6} at ({i}, {j}), between {curvature[j, j]:g6} and {curvature[i, i]:g6} "
                        + "on the diagonal";
                scaled[i, j] = most > 0 ? curvature[i, j] / most : 0;
            }
        }
        return Cholesky.TryOf(scaled, out var failed) == null
            ? $"not from row {failed} on"
            : null;
    }

    private static double Beside(Matrix curvature, int i, int j) =>
        Math.Sqrt(Math.Max(0, curvature[i, i])) * Math.Sqrt(Math.Max(0, curvature[j, j]));
}

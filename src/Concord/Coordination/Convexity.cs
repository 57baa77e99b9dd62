using System.Numerics.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>The check that a quadratic cost is convex.</summary>
internal static class Convexity
{
    // Single-precision entries can take a singular matrix this far below zero, relative to its largest entry.
    private const double Rounding = 1e-5;

    /// <summary>
    /// Throws unless the matrix is square, finite, symmetric and, but for rounding, positive semidefinite.
    /// </summary>
    public static void Require(Matrix curvature, string name)
    {
        Tensors.Require.That(
            curvature.Rows == curvature.Columns && curvature.Rows > 0, name, "must be square and not empty",
            $"{curvature.Rows} x {curvature.Columns}");
        var size = 0.0;
        for (var i = 0; i < curvature.Rows; i++)
            size = Math.Max(size, TensorPrimitives.MaxMagnitude<double>(curvature.Row(i)));
        Tensors.Require.That(double.IsFinite(size), name, "must be finite", "not");
        for (var i = 0; i < curvature.Rows; i++)
            for (var j = 0; j < i; j++)
                Tensors.Require.That(
                    Math.Abs(curvature[i, j] - curvature[j, i]) <= Rounding * size, name, "must be symmetric",
                    $"{curvature[i, j]:g6} at ({i}, {j}) and {curvature[j, i]:g6} at ({j}, {i})");
        var raised = curvature.Copy();
        for (var i = 0; i < raised.Rows; i++)
            raised[i, i] += Math.Max(Rounding * size, double.Epsilon);
        var convex = size == 0 || Cholesky.TryOf(raised) != null;
        Tensors.Require.That(convex, name, "must be positive semidefinite, so that the cost is convex", "not");
    }
}

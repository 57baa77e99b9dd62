using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>Least squares with products alone: x = A⁺b, the shortest of all x for which ‖Ax − b‖ is least.</summary>
/// <remarks>
/// Paige and Saunders 1982. It takes about as many steps as A has distinct singular values while these lie close
/// together, and more the wider they spread; nothing of A's size is formed.
/// </remarks>
public static class Lsqr
{
    // Rounding costs steps beyond the columns that exact arithmetic would need.
    private const int StepsPerColumn = 8, LeastSteps = 100;

    /// <summary>Solves for one right side.</summary>
    /// <param name="map">A.</param>
    /// <param name="right">b, as long as A has rows.</param>
    /// <param name="solution">x, as long as A has columns; what it held is overwritten.</param>
    /// <param name="damping">μ: what is made least is ‖Ax − b‖² + μ²‖x‖².</param>
    /// <param name="tolerance">
    /// It stops when b − Ax is this small against b, or Aᵀ(b − Ax) against ‖A‖ ‖b − Ax‖.
    /// </param>
    /// <returns>Whether it stopped for that reason, not for too many steps or a number that is not finite.</returns>
    public static bool Solve(
        ILinearMap map, ReadOnlySpan<double> right, Span<double> solution, double damping = 0,
        double tolerance = 1e-14)
    {
        Require.Length(right, map.Rows, "The right side");
        Require.Length<double>(solution, map.Columns, "The solution");
        solution.Clear();
        double[] u = right.ToArray(), v = new double[map.Columns], image = new double[Math.Max(u.Length, v.Length)];
        var beta = Normalise(u);
        map.TransposedTimes(u, v);
        var alpha = Normalise(v);
        if (beta == 0 || alpha == 0)
            return true;
        var direction = (double[])v.Clone();
        double rhoBar = alpha, residual = beta, goal = tolerance * beta, size = 0, damped = 0;
        var most = LeastSteps + (StepsPerColumn * Math.Min(map.Rows, map.Columns));
        for (var step = 0; step < most; step++)
        {
            beta = Advance(map.Times, v, u, alpha, image);
            size = double.Hypot(size, double.Hypot(alpha, double.Hypot(beta, damping)));
            alpha = Advance(map.TransposedTimes, u, v, beta, image);
            if (!double.IsFinite(size + alpha))
                return false;
            var rhoDamped = double.Hypot(rhoBar, damping);
            damped = double.Hypot(damped, damping / rhoDamped * residual);
            residual *= rhoBar / rhoDamped;
            var rho = double.Hypot(rhoDamped, beta);
            double cosine = rhoDamped / rho, sine = beta / rho;
            TensorPrimitives.MultiplyAdd(direction, cosine * residual / rho, solution, solution);
            TensorPrimitives.MultiplyAdd(direction, -sine * alpha / rho, v, direction);
            rhoBar = -cosine * alpha;
            residual *= sine;
            // The norms of b − Ax and of Aᵀ(b − Ax), both with the damping's rows.
            double gap = double.Hypot(residual, damped), slope = alpha * Math.Abs(cosine * residual);
            if (gap <= goal || slope <= tolerance * size * gap)
                return true;
        }
        return false;
    }

    private delegate void Product(ReadOnlySpan<double> x, Span<double> y);

    // to ← (A from − length · to), made a unit vector; returns the length it had.
    private static double Advance(Product product, double[] from, double[] to, double length, double[] image)
    {
        var ahead = image.AsSpan(0, to.Length);
        product(from, ahead);
        TensorPrimitives.MultiplyAdd(to, -length, ahead, to);
        return Normalise(to);
    }

    private static double Normalise(double[] vector)
    {
        var length = TensorPrimitives.Norm<double>(vector);
        if (length > 0)
            TensorPrimitives.Divide(vector, length, vector);
        return length;
    }
}

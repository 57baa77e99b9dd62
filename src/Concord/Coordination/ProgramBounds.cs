using System.Numerics.Tensors;

namespace Concord.Coordination;

/// <summary>What the constraints of a <see cref="QuadraticProgram"/> allow along a direction.</summary>
internal static class ProgramBounds
{
    // The search for a lowest point goes this much further than the size, and ends where it moves no more than this.
    private const double Reach = 1e4, Rest = 1e-4, Rounding = 1e-5;
    private const int Rounds = 4;

    /// <summary>inf ⟨d, x⟩ over all x that meet the constraints; −∞ where none is found within reach.</summary>
    /// <remarks>
    /// The proximal point method, which ends at a lowest point of a linear cost after finitely many rounds.
    /// </remarks>
    public static double Infimum(
        QuadraticProgram program, ReadOnlySpan<double> direction, ReadOnlySpan<float> x, double size)
    {
        var length = TensorPrimitives.Norm(direction);
        if (length == 0)
            return 0;
        if (size == 0)
            return double.NegativeInfinity;
        var slope = new float[direction.Length];
        for (var i = 0; i < slope.Length; i++)
            slope[i] = (float)(direction[i] / length);
        var linear = program with { Curvature = new float[slope.Length, slope.Length], Slope = slope };
        var solver = new QpSolver(linear);
        float[] from = x.ToArray(), to = new float[from.Length];
        float[] rho = [(float)(1 / (Reach * size))];
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                if (!solver.TrySolve(from, rho, to))
                    return double.NegativeInfinity;
            }
            catch (InvalidOperationException)
            {
                return double.NegativeInfinity;
            }
            var moved = Math.Sqrt(from.Zip(to, (a, b) => Math.Pow((double)a - b, 2)).Sum());
            if (moved <= Rest * size)
            {
                var lowest = 0.0;
                for (var i = 0; i < to.Length; i++)
                    lowest += direction[i] * to[i];
                return lowest;
            }
            to.CopyTo(from, 0);
        }
        return double.NegativeInfinity;
    }

    /// <summary>The slope of the cost along a direction; null where curvature or a bound ends it.</summary>
    public static Growth? Recession(QuadraticProgram program, ReadOnlySpan<double> direction)
    {
        for (var i = 0; i < program.Lower.Length; i++)
        {
            double change = 0, terms = 0;
            for (var j = 0; j < direction.Length; j++)
            {
                var term = program.Rows[i, j] * direction[j];
                change += term;
                terms += Math.Abs(term);
            }
            var rises = change > Rounding * terms && !float.IsInfinity(program.Upper[i]);
            var falls = change < -Rounding * terms && !float.IsInfinity(program.Lower[i]);
            if (rises || falls)
                return null;
        }
        return QuadraticCosts.Recession(program.Curvature, program.Slope, direction);
    }
}

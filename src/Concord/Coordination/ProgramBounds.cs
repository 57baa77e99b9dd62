using System.Numerics.Tensors;

namespace Concord.Coordination;

/// <summary>What the constraints of a <see cref="QuadraticProgram"/> allow along a direction.</summary>
internal static class ProgramBounds
{
    // Points are compared within this many sizes of x, and the search goes this much further.
    private const double Radius = 1e4, Reach = 10 * Radius, Rounding = 1e-5;
    private const int Rounds = 3;

    /// <summary>A lower bound of ⟨d, x⟩ over all x near by that meet the constraints; −∞ where none is found.</summary>
    /// <remarks>
    /// The proximal point method: for x⁺ = argmin ⟨d, x⟩ + (ρ/2)‖x − v‖² it is ⟨d, x⁺⟩ − ρ ‖x⁺ − v‖ ‖x − x⁺‖. Near by
    /// is within ten thousand times the size, since a direction that is rounded bounds nothing for all x.
    /// </remarks>
    public static double Infimum(
        QuadraticProgram program, ReadOnlySpan<double> direction, ReadOnlySpan<float> x, double size)
    {
        var length = TensorPrimitives.Norm(direction);
        if (length == 0)
            return 0;
        var best = double.NegativeInfinity;
        if (size == 0)
            return best;
        var slope = new float[direction.Length];
        for (var i = 0; i < slope.Length; i++)
            slope[i] = (float)(direction[i] / length);
        var solver = new QpSolver(program with { Curvature = new float[slope.Length, slope.Length], Slope = slope });
        float[] from = x.ToArray(), to = new float[from.Length];
        var rho = (float)(1 / (Reach * size));
        for (var round = 0; round < Rounds && TrySolve(solver, from, rho, to); round++)
        {
            double moved = 0, lowest = 0;
            for (var i = 0; i < to.Length; i++)
            {
                moved += Math.Pow((double)to[i] - from[i], 2);
                lowest += direction[i] / length * to[i];
            }
            moved = Math.Sqrt(moved);
            best = Math.Max(best, length * (lowest - (moved / (Reach * size) * ((Radius * size) + moved))));
            to.CopyTo(from, 0);
        }
        return best;
    }

    // A program that does not settle proves nothing.
    private static bool TrySolve(QpSolver solver, float[] from, float rho, float[] to)
    {
        try
        {
            return solver.TrySolve(from, [rho], to);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
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

namespace Concord.Tests.Reference;

/// <summary>Small convex problems solved by trying everything.</summary>
public static class Programs
{
    /// <summary>
    /// The x that minimises ½ xᵀHx + gᵀx with lower ≤ A x ≤ upper: the optimality conditions are solved for every
    /// choice of rows that might hold with equality, and the one choice whose signs are right is the answer.
    /// </summary>
    /// <returns>Null where no choice is right, which means that no x meets all bounds.</returns>
    public static double[]? Quadratic(double[,] h, double[] g, double[,] a, double[] lower, double[] upper)
    {
        var rows = lower.Length;
        for (var choice = 0; choice < Math.Pow(3, rows); choice++)
        {
            int[] sides = [.. Enumerable.Range(0, rows).Select(i => choice / (int)Math.Pow(3, i) % 3)];
            if (sides.Where((side, i) => Infinite(side, lower[i], upper[i])).Any())
                continue;
            if (Candidate(h, g, a, lower, upper, sides) is { } x)
                return x;
        }
        return null;
    }

    /// <summary>The least point of a convex function of one variable between two ends, by thirds.</summary>
    public static double Least(Func<double, double> function, double lower, double upper)
    {
        for (var i = 0; i < 300; i++)
        {
            double left = lower + ((upper - lower) / 3), right = upper - ((upper - lower) / 3);
            if (function(left) <= function(right))
                upper = right;
            else
                lower = left;
        }
        return (lower + upper) / 2;
    }

    // Sides: 0 free, 1 at the lower bound, 2 at the upper bound.
    private static bool Infinite(int side, double lower, double upper) =>
        (side == 1 && double.IsInfinity(lower)) || (side == 2 && (double.IsInfinity(upper) || lower == upper));

    private static double[]? Candidate(
        double[,] h, double[] g, double[,] a, double[] lower, double[] upper, int[] sides)
    {
        var n = g.Length;
        int[] active = [.. Enumerable.Range(0, sides.Length).Where(i => sides[i] > 0)];
        var system = new double[n + active.Length, n + active.Length];
        var right = new double[n + active.Length];
        for (var i = 0; i < n; i++)
        {
            right[i] = -g[i];
            for (var j = 0; j < n; j++)
                system[i, j] = h[i, j];
        }
        for (var k = 0; k < active.Length; k++)
        {
            right[n + k] = sides[active[k]] == 1 ? lower[active[k]] : upper[active[k]];
            for (var j = 0; j < n; j++)
                system[n + k, j] = system[j, n + k] = a[active[k], j];
        }
        if (LinearSystem.Solve(system, right) is not { } solution)
            return null;
        var x = solution[..n];
        for (var k = 0; k < active.Length; k++)
        {
            var multiplier = solution[n + k];
            var free = lower[active[k]] == upper[active[k]];
            if (!free && (sides[active[k]] == 1 ? multiplier > 1e-9 : multiplier < -1e-9))
                return null;
        }
        var seen = Matrices.Apply(a, x);
        return seen.Where((value, i) => value < lower[i] - 1e-9 || value > upper[i] + 1e-9).Any() ? null : x;
    }
}

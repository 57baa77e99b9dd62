using Concord.Sheaves;

namespace Concord.Coordination;

/// <summary>Costs that are known as numbers, so that data can be checked and problems proved impossible.</summary>
internal interface ICosts
{
    /// <summary>A sentence that names a number that is not finite; null where all are.</summary>
    /// <exception cref="ArgumentException">Costs that are not convex, bounds out of order, or unfit sizes.</exception>
    string? Check(SheafLayout layout, int samples);

    /// <summary>The scale of a sample's gradients: max(‖Qx‖, ‖q‖, ‖l‖).</summary>
    double GradientScale(ReadOnlySpan<float> x, int sample);

    /// <summary>The length scale of a sample's costs, ‖q‖ against the mean of Q; 0 where there is none.</summary>
    double LengthScale(int state, int sample);

    /// <summary>inf ⟨d, x⟩ over all x that meet a sample's constraints; −∞ where no bound is known.</summary>
    /// <remarks>x meets the constraints; the size of all agents' numbers says how far to search from there.</remarks>
    double Infimum(ReadOnlySpan<double> direction, ReadOnlySpan<float> x, double size, int sample);

    /// <summary>The slope of a sample's cost far out along a direction; null where it curves or ends.</summary>
    Growth? Recession(ReadOnlySpan<double> direction, int sample);
}

/// <summary>A slope, and the sum of the sizes of its terms, which tells whether it is more than rounding.</summary>
internal readonly record struct Growth(double Slope, double Terms)
{
    public static Growth operator +(Growth a, Growth b) => new(a.Slope + b.Slope, a.Terms + b.Terms);
}

/// <summary>The parts of a full quadratic cost ½ xᵀQx + qᵀx that <see cref="ICosts"/> asks for.</summary>
internal static class QuadraticCosts
{
    // A quadratic form this small against the sum of its terms' sizes is zero but for rounding.
    private const double Rounding = 1e-9;

    /// <summary>‖Qx‖² and ‖q‖².</summary>
    public static (double Curved, double Linear) Squares(float[,] q, float[] slope, ReadOnlySpan<float> x)
    {
        double curved = 0, linear = 0;
        for (var i = 0; i < slope.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < slope.Length; j++)
                sum += (double)q[i, j] * x[j];
            curved += sum * sum;
            linear += (double)slope[i] * slope[i];
        }
        return (curved, linear);
    }

    /// <summary>√n ‖q‖ / ‖Q‖ over all agents; 0 where Q is zero.</summary>
    public static double LengthScale(IReadOnlyList<float[,]> curvatures, IReadOnlyList<float[]> slopes)
    {
        double curvature = 0, slope = 0;
        foreach (var q in curvatures)
            foreach (var entry in q)
                curvature += (double)entry * entry;
        foreach (var q in slopes)
            foreach (var entry in q)
                slope += (double)entry * entry;
        return curvature > 0 ? Math.Sqrt(slopes.Sum(q => q.Length) * slope / curvature) : 0;
    }

    /// <summary>The slope along a direction; null where the curvature along it is positive.</summary>
    public static Growth? Recession(float[,] q, float[] slope, ReadOnlySpan<double> direction)
    {
        double curved = 0, terms = 0;
        var trend = new Growth(0, 0);
        for (var i = 0; i < slope.Length; i++)
        {
            for (var j = 0; j < slope.Length; j++)
            {
                var term = direction[i] * q[i, j] * direction[j];
                curved += term;
                terms += Math.Abs(term);
            }
            var linear = slope[i] * direction[i];
            trend += new Growth(linear, Math.Abs(linear));
        }
        return curved <= Rounding * terms ? trend : null;
    }
}

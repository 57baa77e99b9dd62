using Concord.Tensors;

namespace Concord.Tests.Contracts;

/// <summary>Derivatives of a slow double-precision function by central differences.</summary>
/// <remarks>
/// (f(x + h) − f(x − h)) / 2h is off by h² f‴/6 plus the rounding of f over h. With 2⁻⁵³ for the latter, h near the
/// cube root of that, 2⁻¹⁷ times the size of x, leaves both near 1e-10: a thousand times finer than single precision.
/// </remarks>
internal sealed class Differences(Func<double[][], double[]> function, double[] weights)
{
    private const double Step = 1.0 / (1 << 17);

    /// <summary>Σ weights · f(x), a scalar whose gradient by x is what a pullback computes from the weights.</summary>
    public double Value(double[][] x)
    {
        var y = function(x);
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
            sum += weights[i] * y[i];
        return sum;
    }

    /// <summary>The derivative by one entry of one argument.</summary>
    public double ByEntry(double[][] x, int argument, int entry)
    {
        var at = x[argument][entry];
        var h = Step * Math.Max(1, Math.Abs(at));
        x[argument][entry] = at + h;
        var above = Value(x);
        x[argument][entry] = at - h;
        var below = Value(x);
        x[argument][entry] = at;
        return (above - below) / (2 * h);
    }

    /// <summary>The derivative along a direction through all arguments.</summary>
    public double Along(double[][] x, double[][] direction, double h) =>
        (Value(Moved(x, direction, h)) - Value(Moved(x, direction, -h))) / (2 * h);

    /// <summary>x + h · direction.</summary>
    public static double[][] Moved(double[][] x, double[][] direction, double h) =>
        [.. x.Zip(direction, (a, d) => (double[])[.. a.Zip(d, (p, q) => p + (h * q))])];

    /// <summary>x with every number moved by half a unit in the last place of single precision, up or down.</summary>
    public static double[][] Rounded(double[][] x, Rng rng) =>
        [.. x.Select(a => (double[])[.. a.Select(p => p * (1 + (rng.Bit() == 0 ? -Precision : Precision)))])];

    /// <summary>The relative error of one rounding in single precision, 2⁻²⁴.</summary>
    public const double Precision = 1.0 / (1 << 24);
}

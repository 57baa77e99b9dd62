namespace Concord.Tests.Reference;

/// <summary>What is done to each entry alone.</summary>
public static class Entries
{
    /// <summary>α·left + β·right.</summary>
    public static double[] Combine(double[] left, double alpha, double[] right, double beta) =>
        [.. left.Zip(right, (a, b) => (alpha * a) + (beta * b))];

    /// <summary>factor·x.</summary>
    public static double[] Scale(double[] x, double factor) => [.. x.Select(a => factor * a)];

    /// <summary>x + offset.</summary>
    public static double[] Shift(double[] x, double offset) => [.. x.Select(a => a + offset)];

    /// <summary>left · right.</summary>
    public static double[] Multiply(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a * b)];

    /// <summary>(1 − gate)·a + gate·b.</summary>
    public static double[] Mix(double[] gate, double[] a, double[] b) =>
        [.. gate.Select((g, i) => ((1 - g) * a[i]) + (g * b[i]))];

    /// <summary>
    /// The x that minimises ½ Q x² + q x + l |x| + (ρ/2)(x − v)² between lower and upper, coordinate by coordinate.
    /// Every argument but v may hold one number for all; l and the bounds may be absent.
    /// </summary>
    public static double[] Respond(
        double[] v, double[] rho, double[] curvature, double[] slope, double[]? l1, double[]? lower, double[]? upper)
    {
        static double At(double[]? numbers, int i, double absent) =>
            numbers == null ? absent : numbers[numbers.Length == 1 ? 0 : i];

        var x = new double[v.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var a = At(curvature, i, 0) + At(rho, i, 0);
            var t = ((At(rho, i, 0) * v[i]) - At(slope, i, 0)) / a;
            var threshold = At(l1, i, 0) / a;
            var soft = t > threshold ? t - threshold : t < -threshold ? t + threshold : 0;
            var above = Math.Max(soft, At(lower, i, double.NegativeInfinity));
            x[i] = Math.Min(above, At(upper, i, double.PositiveInfinity));
        }
        return x;
    }
}

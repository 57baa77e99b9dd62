namespace Concord.Tests.Reference;

/// <summary>Gauss's elimination with row exchanges.</summary>
public static class LinearSystem
{
    /// <summary>x with a · x = b.</summary>
    /// <returns>Null where the matrix is singular to fourteen digits.</returns>
    public static double[]? Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        double[,] m = (double[,])a.Clone();
        double[] x = [.. b];
        var largest = a.Cast<double>().Select(Math.Abs).Append(0).Max();
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(m[i, k]));
            if (Math.Abs(m[pivot, k]) <= 1e-14 * largest)
                return null;
            (x[k], x[pivot]) = (x[pivot], x[k]);
            for (var j = 0; j < n; j++)
                (m[k, j], m[pivot, j]) = (m[pivot, j], m[k, j]);
            for (var i = k + 1; i < n; i++)
            {
                var factor = m[i, k] / m[k, k];
                x[i] -= factor * x[k];
                for (var j = k; j < n; j++)
                    m[i, j] -= factor * m[k, j];
            }
        }
        for (var k = n - 1; k >= 0; k--)
        {
            for (var j = k + 1; j < n; j++)
                x[k] -= m[k, j] * x[j];
            x[k] /= m[k, k];
        }
        return x;
    }
}

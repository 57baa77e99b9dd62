namespace Concord.Tests.Reference;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations.</summary>
public sealed class Spectrum
{
    /// <summary>Rotates until nothing is left beside the diagonal.</summary>
    public Spectrum(double[,] symmetric)
    {
        var n = symmetric.GetLength(0);
        var a = (double[,])symmetric.Clone();
        Vectors = new double[n, n];
        for (var i = 0; i < n; i++)
            Vectors[i, i] = 1;
        var size = symmetric.Cast<double>().Select(Math.Abs).Append(0).Max();
        for (var rotations = 1; rotations > 0;)
        {
            rotations = 0;
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                    if (Math.Abs(a[p, q]) > 1e-15 * size)
                    {
                        Rotate(a, p, q);
                        rotations++;
                    }
        }
        Values = [.. Enumerable.Range(0, n).Select(i => a[i, i])];
    }

    /// <summary>The eigenvalues in no order.</summary>
    public double[] Values { get; }

    /// <summary>Column i belongs to value i.</summary>
    public double[,] Vectors { get; }

    /// <summary>The smallest eigenvalue above what rounding leaves of zero.</summary>
    public double LeastPositive => Values.Where(value => value > 1e-6 * Values.Max()).Min();

    /// <summary>The part of x in the space of eigenvalues near zero.</summary>
    public double[] NullPart(double[] x)
    {
        var part = new double[x.Length];
        for (var c = 0; c < Values.Length; c++)
            if (Math.Abs(Values[c]) <= 1e-6 * Values.Append(1e-30).Max())
            {
                var along = Enumerable.Range(0, x.Length).Sum(i => Vectors[i, c] * x[i]);
                for (var i = 0; i < x.Length; i++)
                    part[i] += along * Vectors[i, c];
            }
        return part;
    }

    private void Rotate(double[,] a, int p, int q)
    {
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        var n = a.GetLength(0);
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
        for (var k = 0; k < n; k++)
            (Vectors[k, p], Vectors[k, q]) =
                ((c * Vectors[k, p]) - (s * Vectors[k, q]), (s * Vectors[k, p]) + (c * Vectors[k, q]));
    }
}

using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>Powers of two for rows and columns that bring the largest entry of each near 1.</summary>
/// <remarks>
/// After Ruiz 2001: in every round rows are scaled, then columns by the root of their largest entry. A unit of
/// measurement multiplies a row or a column, so what is decided of the scaled matrix does not depend on units. Columns
/// within a factor of a thousand stay as they are, and powers of two round nothing.
/// </remarks>
internal static class Equilibration
{
    private const int Rounds = 40, Near = 10;

    /// <summary>Scales a matrix in place and returns the factors of its columns; what is zero stays.</summary>
    public static double[] Apply(Matrix matrix)
    {
        var factors = new double[matrix.Columns];
        Array.Fill(factors, 1);
        for (var round = 0; round < Rounds; round++)
        {
            var largest = new double[matrix.Columns];
            for (var i = 0; i < matrix.Rows; i++)
            {
                var row = matrix.Row(i);
                TensorPrimitives.Multiply(
                    row, Power(row.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<double>(row)), 0, 1), row);
                for (var j = 0; j < largest.Length; j++)
                    largest[j] = Math.Max(largest[j], Math.Abs(row[j]));
            }
            for (var j = 0; j < largest.Length; j++)
                largest[j] = Power(largest[j], Near, 2);
            if (!largest.AsSpan().ContainsAnyExcept(1))
                break;
            TensorPrimitives.Multiply<double>(factors, largest, factors);
            for (var i = 0; i < matrix.Rows; i++)
                TensorPrimitives.Multiply<double>(matrix.Row(i), largest, matrix.Row(i));
        }
        return factors;
    }

    // The power of two by which an entry, or its root, comes near 1; 1 where it is near enough.
    private static double Power(double entry, int near, int root)
    {
        var exponent = entry > 0 && double.IsFinite(entry) ? Math.ILogB(entry) : 0;
        return Math.Abs(exponent) <= near ? 1 : double.ScaleB(1, -exponent / root);
    }
}

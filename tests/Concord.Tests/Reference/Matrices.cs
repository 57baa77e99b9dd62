using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Tests.Reference;

/// <summary>Dense matrices in double precision, by the definition.</summary>
public static class Matrices
{
    /// <summary>a · b.</summary>
    public static double[,] Product(double[,] a, double[,] b)
    {
        int rows = a.GetLength(0), depth = a.GetLength(1), columns = b.GetLength(1);
        var product = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                for (var k = 0; k < depth; k++)
                    product[i, j] += a[i, k] * b[k, j];
        return product;
    }

    /// <summary>aᵀ.</summary>
    public static double[,] Transposed(double[,] a)
    {
        var transposed = new double[a.GetLength(1), a.GetLength(0)];
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < a.GetLength(1); j++)
                transposed[j, i] = a[i, j];
        return transposed;
    }

    /// <summary>a · x.</summary>
    public static double[] Apply(double[,] a, double[] x)
    {
        var y = new double[a.GetLength(0)];
        for (var i = 0; i < y.Length; i++)
            for (var j = 0; j < x.Length; j++)
                y[i] += a[i, j] * x[j];
        return y;
    }

    /// <summary>Σ xᵢ yᵢ.</summary>
    public static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>Numbers in a row read as a matrix with this many columns.</summary>
    public static double[,] Of(double[] numbers, int columns)
    {
        var matrix = new double[numbers.Length / columns, columns];
        for (var i = 0; i < numbers.Length; i++)
            matrix[i / columns, i % columns] = numbers[i];
        return matrix;
    }

    /// <summary>The library's matrix as an array.</summary>
    public static double[,] Of(Matrix matrix)
    {
        var plain = new double[matrix.Rows, matrix.Columns];
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < matrix.Columns; j++)
                plain[i, j] = matrix[i, j];
        return plain;
    }

    /// <summary>The library's matrix with normal entries.</summary>
    public static Matrix Draw(Rng rng, int rows, int columns)
    {
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
            foreach (ref var entry in matrix.Row(i))
                entry = rng.Normal();
        return matrix;
    }
}

using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>A dense matrix of doubles, row-major, for exact solves of moderate size.</summary>
/// <remarks>Everything that is learned or iterated stays in float tensors; see <see cref="Tensor"/>.</remarks>
public sealed class Matrix : ILinearMap
{
    private readonly double[] _values;

    /// <summary>A matrix of zeros.</summary>
    public Matrix(int rows, int columns)
    {
        Rows = Require.NotNegative(rows);
        Columns = Require.NotNegative(columns);
        _values = new double[checked(rows * columns)];
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>One entry.</summary>
    public ref double this[int row, int column] => ref Row(row)[column];

    /// <summary>Ones on the diagonal.</summary>
    public static Matrix Identity(int size)
    {
        var identity = new Matrix(size, size);
        for (var i = 0; i < size; i++)
            identity[i, i] = 1;
        return identity;
    }

    /// <summary>A copy of an array of floats.</summary>
    public static Matrix From(float[,] entries)
    {
        var matrix = new Matrix(entries.GetLength(0), entries.GetLength(1));
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < matrix.Columns; j++)
                matrix[i, j] = entries[i, j];
        return matrix;
    }

    /// <summary>One row.</summary>
    public Span<double> Row(int row) => _values.AsSpan(row * Columns, Columns);

    /// <summary>An independent copy.</summary>
    public Matrix Copy()
    {
        var copy = new Matrix(Rows, Columns);
        _values.CopyTo(copy._values, 0);
        return copy;
    }

    /// <summary>A copy of the first rows.</summary>
    internal Matrix First(int rows)
    {
        var first = new Matrix(rows, Columns);
        _values.AsSpan(0, rows * Columns).CopyTo(first._values);
        return first;
    }

    /// <summary>Aᵀ, as a copy.</summary>
    public Matrix Transposed()
    {
        var transposed = new Matrix(Columns, Rows);
        for (var i = 0; i < Rows; i++)
            for (var j = 0; j < Columns; j++)
                transposed[j, i] = this[i, j];
        return transposed;
    }

    /// <summary>The square root of the sum of all entries' squares.</summary>
    public double Norm() => TensorPrimitives.Norm<double>(_values);

    /// <summary>The product A B.</summary>
    public Matrix Times(Matrix b)
    {
        Require.That(b.Rows == Columns, "The right factor", $"must have {Columns} rows", b.Rows);
        var product = new Matrix(Rows, b.Columns);
        for (var i = 0; i < Rows; i++)
            b.TransposedTimes(Row(i), product.Row(i));
        return product;
    }

    /// <inheritdoc/>
    public void Times(ReadOnlySpan<double> x, Span<double> y)
    {
        Require.Length(x, Columns);
        for (var i = 0; i < Rows; i++)
            y[i] = TensorPrimitives.Dot<double>(Row(i), x);
    }

    /// <inheritdoc/>
    public void TransposedTimes(ReadOnlySpan<double> x, Span<double> y)
    {
        Require.Length(x, Rows);
        y.Clear();
        for (var i = 0; i < Rows; i++)
            TensorPrimitives.MultiplyAdd(Row(i), x[i], y, y);
    }

    /// <summary>Adds Aᵀ diag(weights) A to a square matrix of A's columns; zeros in A cost nothing.</summary>
    public void AddGramTo(Matrix sum, ReadOnlySpan<double> weights)
    {
        Require.Length(weights, Rows);
        for (var i = 0; i < Rows; i++)
        {
            var row = Row(i);
            for (var j = 0; j < Columns; j++)
                if (row[j] != 0)
                    TensorPrimitives.MultiplyAdd(row, row[j] * weights[i], sum.Row(j), sum.Row(j));
        }
    }
}

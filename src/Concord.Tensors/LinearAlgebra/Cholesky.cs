using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>
/// A = C Cᵀ with C lower triangular, for symmetric positive definite A; made once, solved with often.
/// </summary>
public sealed class Cholesky
{
    private readonly Matrix _lower;
    private readonly Matrix _upper;

    private Cholesky(Matrix lower)
    {
        _lower = lower;
        _upper = new Matrix(lower.Rows, lower.Rows);
        for (var i = 0; i < lower.Rows; i++)
            for (var j = 0; j <= i; j++)
                _upper[j, i] = lower[i, j];
    }

    /// <summary>The factor, or null where the matrix is not positive definite.</summary>
    /// <param name="matrix">Square; only its lower half is read, and it stays as it is.</param>
    public static Cholesky? TryOf(Matrix matrix) => TryOf(matrix, out _);

    /// <inheritdoc cref="TryOf(Matrix)"/>
    /// <param name="matrix">Square; only its lower half is read, and it stays as it is.</param>
    /// <param name="failed">The first row with which the matrix is not positive definite any more; −1: none.</param>
    internal static Cholesky? TryOf(Matrix matrix, out int failed)
    {
        var (rows, columns) = (matrix.Rows, matrix.Columns);
        Require.That(rows == columns, "A matrix to factor", "must be square", $"{rows} x {columns}");
        var c = matrix.Copy();
        failed = -1;
        for (var i = 0; i < c.Rows; i++)
        {
            var row = c.Row(i);
            for (var j = 0; j < i; j++)
                row[j] = (row[j] - TensorPrimitives.Dot<double>(row[..j], c.Row(j)[..j])) / c[j, j];
            var square = row[i] - TensorPrimitives.Dot<double>(row[..i], row[..i]);
            if (!(square > 0) || !double.IsFinite(square))
            {
                failed = i;
                return null;
            }
            row[i] = Math.Sqrt(square);
        }
        return new Cholesky(c);
    }

    /// <summary>Replaces b by the solution of A x = b.</summary>
    public void Solve(Span<double> b)
    {
        SolveLower(b);
        SolveUpper(b);
    }

    /// <summary>Replaces b by the solution of C x = b.</summary>
    internal void SolveLower(Span<double> b)
    {
        Require.Length<double>(b, _lower.Rows, "The right side");
        for (var i = 0; i < b.Length; i++)
            b[i] = (b[i] - TensorPrimitives.Dot<double>(_lower.Row(i)[..i], b[..i])) / _lower[i, i];
    }

    /// <summary>Replaces b by the solution of Cᵀ x = b.</summary>
    internal void SolveUpper(Span<double> b)
    {
        for (var i = b.Length - 1; i >= 0; i--)
            b[i] = (b[i] - TensorPrimitives.Dot<double>(_upper.Row(i)[(i + 1)..], b[(i + 1)..])) / _upper[i, i];
    }
}

using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>The rank of a matrix, an orthonormal basis of its null space, and the projection on that.</summary>
/// <remarks>
/// Gram and Schmidt with the longest remaining row next and every row orthogonalised twice, which keeps the basis
/// orthonormal to rounding (Giraud et al. 2005). Which rows depend on others is decided after
/// <see cref="Equilibration"/> and by each row's own length, so it does not depend on the units of rows and columns.
/// </remarks>
public sealed class RowSpace
{
    private RowSpace(int rank, Matrix kernel) => (Rank, Kernel) = (rank, kernel);

    /// <summary>How many rows are independent.</summary>
    public int Rank { get; }

    /// <summary>An orthonormal basis of the null space, [columns − rank, columns].</summary>
    public Matrix Kernel { get; }

    /// <summary>The row space of a matrix.</summary>
    /// <param name="matrix">Its rows; it stays as it is.</param>
    /// <param name="tolerance">
    /// Relative to a row's own length: what is left of it beside the rows before, no longer than this, is rounding.
    /// </param>
    /// <param name="most">The largest rank to find.</param>
    public static RowSpace Of(Matrix matrix, double tolerance = 1e-12, int most = int.MaxValue)
    {
        var rows = matrix.Copy();
        var scaling = Equilibration.Apply(rows);
        var basis = Basis(rows, Require.Positive(tolerance), Math.Min(most, Math.Min(rows.Rows, rows.Columns)));
        var kernel = Complement(basis);
        if (scaling.Columns.AsSpan().ContainsAnyExcept(1))
        {
            // A x = 0 where the scaled matrix takes x over the columns' factors to 0.
            for (var i = 0; i < kernel.Rows; i++)
                TensorPrimitives.Multiply<double>(kernel.Row(i), scaling.Columns, kernel.Row(i));
            kernel = Basis(kernel, double.Epsilon, kernel.Rows);
        }
        return new(basis.Rows, kernel);
    }

    /// <summary>
    /// Takes from a vector all that the rows span: what is left is its projection on their null space.
    /// </summary>
    public void Remove(Span<double> vector)
    {
        Require.Length<double>(vector, Kernel.Columns, "The vector");
        var parts = new double[Kernel.Rows];
        Kernel.Times(vector, parts);
        Kernel.TransposedTimes(parts, vector);
    }

    // An orthonormal basis of what some rows span; they are used up.
    private static Matrix Basis(Matrix rows, double tolerance, int most)
    {
        var lengths = new double[rows.Rows];
        for (var i = 0; i < rows.Rows; i++)
            if (TensorPrimitives.Norm<double>(rows.Row(i)) is > 0 and var length)
            {
                TensorPrimitives.Divide(rows.Row(i), length, rows.Row(i));
                lengths[i] = 1;
            }
        var basis = new Matrix(most, rows.Columns);
        var rank = 0;
        while (rank < most)
        {
            var longest = Array.IndexOf(lengths, lengths.Max());
            if (lengths[longest] <= tolerance)
                break;
            var next = rows.Row(longest);
            Subtract(basis, rank, next);
            var length = TensorPrimitives.Norm<double>(next);
            lengths[longest] = 0;
            if (length <= tolerance)
                continue;
            var unit = basis.Row(rank++);
            TensorPrimitives.Divide(next, length, unit);
            for (var i = 0; i < rows.Rows; i++)
                if (lengths[i] > 0)
                {
                    var row = rows.Row(i);
                    TensorPrimitives.MultiplyAdd(unit, -TensorPrimitives.Dot<double>(unit, row), row, row);
                    lengths[i] = TensorPrimitives.Norm<double>(row);
                }
        }
        return basis.First(rank);
    }

    // An orthonormal basis of what is orthogonal to a basis: of the unit vectors that of which most is left comes next.
    private static Matrix Complement(Matrix basis)
    {
        var size = basis.Columns;
        var rest = new Matrix(size - basis.Rows, size);
        var left = new double[size];
        Array.Fill(left, 1);
        for (var k = 0; k < basis.Rows; k++)
            Lessen(left, basis.Row(k));
        for (var found = 0; found < rest.Rows; found++)
        {
            var longest = Array.IndexOf(left, left.Max());
            var next = rest.Row(found);
            next[longest] = 1;
            for (var pass = 0; pass < 2; pass++)
            {
                Subtract(basis, basis.Rows, next);
                Subtract(rest, found, next);
            }
            TensorPrimitives.Divide(next, TensorPrimitives.Norm<double>(next), next);
            Lessen(left, next);
            left[longest] = 0;
        }
        return rest;
    }

    private static void Lessen(double[] squares, ReadOnlySpan<double> unit)
    {
        for (var j = 0; j < squares.Length; j++)
            squares[j] -= unit[j] * unit[j];
    }

    private static void Subtract(Matrix basis, int count, Span<double> vector)
    {
        for (var i = 0; i < count; i++)
            TensorPrimitives.MultiplyAdd(
                basis.Row(i), -TensorPrimitives.Dot<double>(basis.Row(i), vector), vector, vector);
    }
}

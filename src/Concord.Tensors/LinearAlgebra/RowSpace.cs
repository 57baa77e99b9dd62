using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>The rank of a matrix, an orthonormal basis of its null space, and the projection on that.</summary>
/// <remarks>
/// Gram and Schmidt with the longest remaining row next and every row orthogonalised twice, which keeps the basis
/// orthonormal to rounding (Giraud et al. 2005). Which rows depend on others is decided by each row's own length, so
/// the units of rows do not matter; those of columns do not either where these are brought to one size first.
/// </remarks>
public sealed class RowSpace
{
    // What the rows span, where that is an orthonormal basis in the units of the columns.
    private readonly Matrix? _basis;

    private RowSpace(int rank, Matrix? basis, Matrix? kernel)
    {
        (Rank, _basis) = (rank, basis);
        Kernel = kernel!;
    }

    /// <summary>How many rows are independent.</summary>
    public int Rank { get; }

    /// <summary>An orthonormal basis of the null space, [columns − rank, columns].</summary>
    public Matrix Kernel => field ??= Complement(_basis!);

    /// <summary>The row space of a matrix.</summary>
    /// <param name="matrix">Its rows; it stays as it is.</param>
    /// <param name="tolerance">
    /// Relative to a row's own length: what is left of it beside the rows before, no longer than this, is rounding.
    /// </param>
    /// <param name="most">The largest rank to find.</param>
    /// <param name="equilibrate">
    /// Whether rows are compared with the largest entries of all rows and columns near 1 (<see cref="Equilibration"/>):
    /// for columns in units of their own.
    /// </param>
    public static RowSpace Of(
        Matrix matrix, double tolerance = 1e-12, int most = int.MaxValue, bool equilibrate = false)
    {
        var rows = matrix.Copy();
        var columns = equilibrate ? Equilibration.Apply(rows) : [];
        var basis = Basis(rows, Require.Positive(tolerance), Math.Min(most, Math.Min(rows.Rows, rows.Columns)));
        if (!columns.AsSpan().ContainsAnyExcept(1))
            return new(basis.Rows, basis, null);
        // A x = 0 where the scaled matrix takes x over the columns' factors to 0.
        var kernel = Complement(basis);
        for (var i = 0; i < kernel.Rows; i++)
            TensorPrimitives.Multiply(kernel.Row(i), columns, kernel.Row(i));
        return new(basis.Rows, null, Basis(kernel, double.Epsilon, kernel.Rows));
    }

    /// <summary>
    /// Takes from a vector all that the rows span: what is left is its projection on their null space.
    /// </summary>
    public void Remove(Span<double> vector)
    {
        if (_basis != null)
        {
            Require.Length<double>(vector, _basis.Columns, "The vector");
            Subtract(_basis, Rank, vector);
            return;
        }
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

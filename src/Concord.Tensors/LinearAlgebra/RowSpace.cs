using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>
/// An orthonormal basis of what the rows of a matrix span, and with it the projection on their null space.
/// </summary>
/// <remarks>
/// Gram and Schmidt with the longest remaining row next and every row orthogonalised twice, which keeps the basis
/// orthonormal to rounding (Giraud et al. 2005). Rows that are left shorter than the tolerance count as dependent.
/// </remarks>
public sealed class RowSpace
{
    private readonly Matrix _basis;

    private RowSpace(Matrix basis, int rank)
    {
        _basis = basis;
        Rank = rank;
    }

    /// <summary>How many rows are independent.</summary>
    public int Rank { get; }

    /// <summary>The row space of a matrix.</summary>
    /// <param name="matrix">Its rows; it stays as it is.</param>
    /// <param name="tolerance">Relative to the longest row.</param>
    public static RowSpace Of(Matrix matrix, double tolerance = 1e-12)
    {
        var rows = matrix.Copy();
        var lengths = new double[rows.Rows];
        for (var i = 0; i < rows.Rows; i++)
            lengths[i] = TensorPrimitives.Norm<double>(rows.Row(i));
        var basis = new Matrix(Math.Min(rows.Rows, rows.Columns), rows.Columns);
        var space = new RowSpace(basis, 0);
        var least = rows.Rows == 0 ? 0 : lengths.Max() * Require.Positive(tolerance);
        while (space.Rank < basis.Rows)
        {
            var longest = Array.IndexOf(lengths, lengths.Max());
            if (lengths[longest] <= least)
                break;
            var next = rows.Row(longest);
            space.Remove(next);
            var length = TensorPrimitives.Norm<double>(next);
            lengths[longest] = 0;
            if (length <= least)
                continue;
            var unit = basis.Row(space.Rank);
            TensorPrimitives.Divide(next, length, unit);
            for (var i = 0; i < rows.Rows; i++)
                if (lengths[i] > 0)
                {
                    var row = rows.Row(i);
                    TensorPrimitives.MultiplyAdd(unit, -TensorPrimitives.Dot<double>(unit, row), row, row);
                    lengths[i] = TensorPrimitives.Norm<double>(row);
                }
            space = new RowSpace(basis, space.Rank + 1);
        }
        return space;
    }

    /// <summary>
    /// Takes from a vector all that the rows span: what is left is its projection on their null space.
    /// </summary>
    public void Remove(Span<double> vector)
    {
        Require.Length<double>(vector, _basis.Columns, "The vector");
        for (var i = 0; i < Rank; i++)
            TensorPrimitives.MultiplyAdd(
                _basis.Row(i), -TensorPrimitives.Dot<double>(_basis.Row(i), vector), vector, vector);
    }
}

using Concord.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Matrix = Concord.Tensors.LinearAlgebra.Matrix;

namespace Concord.Sheaves;

/// <summary>A = Σ σ u vᵀ: singular values and all singular vectors of a dense matrix.</summary>
internal sealed class SingularForm
{
    private SingularForm(double[] values, Matrix left, Matrix right) => (Values, Left, Right) = (values, left, right);

    /// <summary>σ, the largest first, as many as the shorter side is long.</summary>
    public double[] Values { get; }

    /// <summary>A row for each u, [rows, rows]; those beyond the rank span ker Aᵀ.</summary>
    public Matrix Left { get; }

    /// <summary>A row for each v, [columns, columns]; those beyond the rank span ker A.</summary>
    public Matrix Right { get; }

    /// <summary>Decomposes; the cost is the cube of the sides.</summary>
    public static SingularForm Of(Matrix matrix)
    {
        Require.That(double.IsFinite(matrix.Norm()), "A matrix to decompose", "must be finite", "not");
        if (matrix.Rows == 0 || matrix.Columns == 0)
            return new([], Matrix.Identity(matrix.Rows), Matrix.Identity(matrix.Columns));
        var svd = Matrix<double>.Build.Dense(matrix.Rows, matrix.Columns, (i, j) => matrix[i, j]).Svd();
        return new(svd.S.ToArray(), Rows(svd.U.Transpose()), Rows(svd.VT));
    }

    /// <summary>How many values are above a share of the largest.</summary>
    private int Rank(double tolerance) => Values.Count(value => value > tolerance * Values[0]);

    /// <summary>A⁺ = Σ v uᵀ / σ over the values above a share of the largest.</summary>
    public Matrix PseudoInverse(double tolerance)
    {
        Matrix inverse = new(Right.Columns, Left.Columns);
        for (var k = 0; k < Rank(tolerance); k++)
            for (var i = 0; i < inverse.Rows; i++)
                for (var j = 0; j < inverse.Columns; j++)
                    inverse[i, j] += Right[k, i] * Left[k, j] / Values[k];
        return inverse;
    }

    private static Matrix Rows(Matrix<double> from)
    {
        var rows = new Matrix(from.RowCount, from.ColumnCount);
        for (var i = 0; i < rows.Rows; i++)
            for (var j = 0; j < rows.Columns; j++)
                rows[i, j] = from[i, j];
        return rows;
    }
}

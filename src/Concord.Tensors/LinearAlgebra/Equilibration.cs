using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>Powers of two for rows and columns that bring the largest entry of each near 1.</summary>
/// <remarks>
/// Ruiz 2001: every round takes the root of each largest entry. A unit of measurement multiplies a row or a column, so
/// what is decided of the scaled matrix does not depend on units. Entries within a factor of four stay as they are, and
/// powers of two round nothing.
/// </remarks>
internal sealed class Equilibration
{
    private const int Rounds = 40;

    private Equilibration(int rows, int columns) => (Rows, Columns) = (Ones(rows), Ones(columns));

    /// <summary>The factor of each row.</summary>
    public double[] Rows { get; }

    /// <summary>The factor of each column.</summary>
    public double[] Columns { get; }

    /// <summary>Scales a matrix in place; rows and columns of zeros stay.</summary>
    public static Equilibration Apply(Matrix matrix)
    {
        var scaling = new Equilibration(matrix.Rows, matrix.Columns);
        double[] rows = new double[matrix.Rows], columns = new double[matrix.Columns];
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(columns);
            for (var i = 0; i < matrix.Rows; i++)
            {
                var row = matrix.Row(i);
                rows[i] = row.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<double>(row));
                for (var j = 0; j < columns.Length; j++)
                    columns[j] = Math.Max(columns[j], Math.Abs(row[j]));
            }
            if (!(Shrink(rows, scaling.Rows) | Shrink(columns, scaling.Columns)))
                break;
            for (var i = 0; i < matrix.Rows; i++)
            {
                var row = matrix.Row(i);
                TensorPrimitives.Multiply(row, rows[i], row);
                TensorPrimitives.Multiply<double>(row, columns, row);
            }
        }
        return scaling;
    }

    // Turns largest entries into factors and multiplies these into the scaling; false where all are 1.
    private static bool Shrink(double[] largest, double[] scaling)
    {
        var changed = false;
        for (var i = 0; i < largest.Length; i++)
        {
            var halves = largest[i] > 0 && double.IsFinite(largest[i]) ? (int)(Math.Log2(largest[i]) / 2) : 0;
            largest[i] = double.ScaleB(1, -halves);
            scaling[i] *= largest[i];
            changed |= halves != 0;
        }
        return changed;
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}

using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>The dense coboundary of a sheaf on a tape, read off column by column.</summary>
internal static class DenseForm
{
    /// <summary>δ per sample; one matrix alone where all samples have the same.</summary>
    /// <remarks>
    /// A column is δ applied to a unit vector, so its entries are the maps' entries without rounding.
    /// </remarks>
    public static Matrix[] Coboundaries(BoundSheaf sheaf)
    {
        var tape = sheaf.Tape;
        int samples = sheaf.Samples, state = sheaf.Layout.StateSize, edges = sheaf.Layout.EdgeSizeTotal;
        Matrix[] dense = [.. Enumerable.Range(0, samples).Select(_ => new Matrix(edges, state))];
        using var pause = tape.Pause();
        var place = tape.Now;
        for (var j = 0; j < state; j++)
        {
            var unit = tape.Zeros([samples, state]);
            for (var b = 0; b < samples; b++)
                unit.Values[(b * state) + j] = 1;
            var column = sheaf.Coboundary(unit).Values;
            for (var b = 0; b < samples; b++)
                for (var i = 0; i < edges; i++)
                    dense[b][i, j] = column[(b * edges) + i];
            tape.Keep(place, []);
        }
        return dense.All(one => Same(one, dense[0])) ? dense[..1] : dense;
    }

    private static bool Same(Matrix a, Matrix b)
    {
        for (var i = 0; i < a.Rows; i++)
            if (!a.Row(i).SequenceEqual(b.Row(i)))
                return false;
        return true;
    }
}

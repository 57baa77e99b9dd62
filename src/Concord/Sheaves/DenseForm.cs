using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>The dense coboundaries of a sheaf on a tape.</summary>
internal static class DenseForm
{
    /// <summary>δ per sample; one matrix alone where all samples have the same.</summary>
    public static Matrix[] Coboundaries(BoundSheaf sheaf)
    {
        Matrix[] dense = [.. Enumerable.Range(0, sheaf.Samples).Select(b => Coboundary.Of(sheaf, b).ToDense())];
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

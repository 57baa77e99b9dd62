namespace Concord.Tensors;

/// <summary>The three sizes of a product [Rows, Depth] · [Depth, Columns].</summary>
public readonly record struct MatMulShape(int Rows, int Depth, int Columns)
{
    /// <summary>Multiplications and additions, counted apart.</summary>
    public double Operations => 2.0 * Rows * Depth * Columns;
}

namespace Concord.Tensors.LinearAlgebra;

/// <summary>What multiplies vectors of doubles from both sides, however it keeps its entries.</summary>
public interface ILinearMap
{
    /// <summary>How many rows there are.</summary>
    int Rows { get; }

    /// <summary>How many columns there are.</summary>
    int Columns { get; }

    /// <summary>y = A x.</summary>
    void Times(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>y = Aᵀ x.</summary>
    void TransposedTimes(ReadOnlySpan<double> x, Span<double> y);
}

/// <summary>Aᵀ, without a copy of A.</summary>
public sealed record TransposedMap(ILinearMap Map) : ILinearMap
{
    /// <inheritdoc/>
    public int Rows => Map.Columns;

    /// <inheritdoc/>
    public int Columns => Map.Rows;

    /// <inheritdoc/>
    public void Times(ReadOnlySpan<double> x, Span<double> y) => Map.TransposedTimes(x, y);

    /// <inheritdoc/>
    public void TransposedTimes(ReadOnlySpan<double> x, Span<double> y) => Map.Times(x, y);
}

using System.Numerics.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>Independent unit vectors b in the order in which they came, and an orthonormal basis of them.</summary>
/// <remarks>
/// b_k = Σ R_kl q_l over l up to k, by Gram and Schmidt with every vector orthogonalised twice, so R is lower
/// triangular. A vector that leaves costs the basis of those behind it.
/// </remarks>
/// <param name="size">How many numbers a vector has.</param>
internal sealed class WorkingSet(int size)
{
    private readonly Matrix _basis = new(size, size), _triangle = new(size, size);
    private readonly int[] _rows = new int[size];
    private readonly double[] _parts = new double[size], _rest = new double[size], _second = new double[size];

    /// <summary>How many vectors there are.</summary>
    public int Count { get; private set; }

    /// <summary>The numbers of the vectors.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Forgets all vectors.</summary>
    public void Clear() => Count = 0;

    /// <summary>b = Σ c_k b_k + rest, the rest being orthogonal to all; returns its length.</summary>
    public double Split(ReadOnlySpan<double> vector, Span<double> coefficients)
    {
        Separate(vector, _parts, _rest);
        _parts.AsSpan(0, Count).CopyTo(coefficients);
        SolveTransposed(coefficients[..Count]);
        return TensorPrimitives.Norm<double>(_rest);
    }

    /// <summary>Takes up a vector that is independent of the others.</summary>
    public void Add(int row, ReadOnlySpan<double> vector)
    {
        Separate(vector, _parts, _rest);
        var length = TensorPrimitives.Norm<double>(_rest);
        _parts.AsSpan(0, Count).CopyTo(_triangle.Row(Count));
        _triangle[Count, Count] = length;
        TensorPrimitives.Divide(_rest, length, _basis.Row(Count));
        _rows[Count++] = row;
    }

    /// <summary>Lets the vector at a place go.</summary>
    /// <param name="place">Its place among <see cref="Rows"/>.</param>
    /// <param name="vectors">All vectors by their numbers.</param>
    public void RemoveAt(int place, Matrix vectors)
    {
        int[] behind = [.. Rows[(place + 1)..]];
        Count = place;
        foreach (var row in behind)
            Add(row, vectors.Row(row));
    }

    /// <summary>
    /// The y nearest to y₀ with b_k · y = value_k, and the multipliers μ with y − y₀ = Σ μ_k b_k.
    /// </summary>
    /// <param name="y">y₀, then y.</param>
    /// <param name="values">The values of b_k · y.</param>
    /// <param name="multipliers">Receives μ.</param>
    public void Project(Span<double> y, ReadOnlySpan<double> values, Span<double> multipliers)
    {
        y.CopyTo(_second);
        Separate(_second, _parts, y);
        for (var k = 0; k < Count; k++)
        {
            var known = TensorPrimitives.Dot<double>(_triangle.Row(k)[..k], multipliers[..k]);
            multipliers[k] = (values[k] - known) / _triangle[k, k];
        }
        for (var k = 0; k < Count; k++)
            TensorPrimitives.MultiplyAdd(_basis.Row(k), multipliers[k], y, y);
        TensorPrimitives.Subtract(multipliers[..Count], _parts.AsSpan(0, Count), multipliers);
        SolveTransposed(multipliers[..Count]);
    }

    // v = Σ parts_k q_k + rest. With as many vectors as numbers nothing is left, whatever rounding says.
    private void Separate(ReadOnlySpan<double> vector, Span<double> parts, Span<double> rest)
    {
        vector.CopyTo(rest);
        parts[..Count].Clear();
        for (var pass = 0; pass < 2; pass++)
            for (var k = 0; k < Count; k++)
            {
                var part = TensorPrimitives.Dot<double>(_basis.Row(k), rest);
                parts[k] += part;
                TensorPrimitives.MultiplyAdd(_basis.Row(k), -part, rest, rest);
            }
        if (Count == size)
            rest.Clear();
    }

    // Replaces w by the solution of Rᵀ μ = w.
    private void SolveTransposed(Span<double> w)
    {
        for (var k = w.Length - 1; k >= 0; k--)
        {
            for (var j = k + 1; j < w.Length; j++)
                w[k] -= _triangle[j, k] * w[j];
            w[k] /= _triangle[k, k];
        }
    }
}

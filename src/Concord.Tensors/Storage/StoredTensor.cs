using System.Runtime.InteropServices;

namespace Concord.Tensors.Storage;

/// <summary>A tensor on its way into a file: a name, a shape, and a view of the numbers, not a copy.</summary>
public sealed class StoredTensor
{
    private readonly Func<ReadOnlySpan<byte>> _bytes;

    private StoredTensor(string name, Dtype dtype, ReadOnlySpan<int> shape, Func<ReadOnlySpan<byte>> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Require.That(name != SafetensorsHeader.MetadataName, "The name of a tensor", "must not be reserved", name);
        Require.Within(shape.Length, 0, SafetensorsHeader.MaxRank, $"The rank of {name}");
        Name = name;
        Dtype = dtype;
        Shape = Array.AsReadOnly(shape.ToArray());
        _bytes = bytes;
        var held = Bytes.Length / dtype.Size();
        var asked = 1L;
        foreach (var extent in shape)   // capped above any number of entries, so that it cannot overflow
            asked = Math.Min(asked * Require.NotNegative(extent, $"An extent of {name}"), 1L << 31);
        Require.That(
            asked == held, $"The shape of {name}", $"must ask for {held} numbers", $"[{string.Join(", ", Shape)}]");
    }

    /// <summary>What the tensor is called in the file.</summary>
    public string Name { get; }

    /// <summary>The format of its numbers.</summary>
    public Dtype Dtype { get; }

    /// <summary>Extents, row-major; none for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The numbers as they will lie in the file.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes();

    /// <summary>An F32 tensor over these numbers, row-major; up to eight extents with their count as product.</summary>
    /// <exception cref="ArgumentException">The name is empty or reserved, or the shape does not fit.</exception>
    public static StoredTensor Of(string name, ReadOnlyMemory<float> values, params ReadOnlySpan<int> shape) =>
        new(name, Dtype.F32, shape, () => MemoryMarshal.AsBytes(values.Span));

    /// <summary>An F64 tensor over these numbers, row-major; up to eight extents with their count as product.</summary>
    /// <exception cref="ArgumentException">The name is empty or reserved, or the shape does not fit.</exception>
    public static StoredTensor Of(string name, ReadOnlyMemory<double> values, params ReadOnlySpan<int> shape) =>
        new(name, Dtype.F64, shape, () => MemoryMarshal.AsBytes(values.Span));

    /// <summary>An I64 tensor over these numbers, row-major; up to eight extents with their count as product.</summary>
    /// <exception cref="ArgumentException">The name is empty or reserved, or the shape does not fit.</exception>
    public static StoredTensor Of(string name, ReadOnlyMemory<long> values, params ReadOnlySpan<int> shape) =>
        new(name, Dtype.I64, shape, () => MemoryMarshal.AsBytes(values.Span));
}

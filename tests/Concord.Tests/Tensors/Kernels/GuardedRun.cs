using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Tensors.Kernels;

/// <summary>A run of floats in native memory between guards, which a kernel may read but never change.</summary>
internal sealed unsafe class GuardedRun : IDisposable
{
    private const int Margin = 64;
    private const float Guard = -12345.678f;
    private readonly Block _block;

    /// <summary>A run of as many floats, all guards until they are set.</summary>
    public GuardedRun(int count)
    {
        Count = count;
        _block = new Block(count + (2 * Margin));
        _block.Span.Fill(Guard);
    }

    /// <summary>A run with these numbers.</summary>
    public GuardedRun(ReadOnlySpan<float> values)
        : this(values.Length) => values.CopyTo(Values);

    public int Count { get; }

    public float* Data => _block.Pointer + Margin;

    public Span<float> Values => new(Data, Count);

    /// <summary>Standard normal numbers.</summary>
    public static GuardedRun Random(int count, ulong seed) => new(Numbers(count, seed));

    public static float[] Numbers(int count, ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)rng.Normal())];
    }

    /// <summary>Nothing but the run itself was written.</summary>
    public void AssertIntact()
    {
        Assert.Equal(-1, _block.Span[..Margin].IndexOfAnyExcept(Guard));
        Assert.Equal(-1, _block.Span[(Margin + Count)..].IndexOfAnyExcept(Guard));
    }

    public static bool IsGuard(float value) => value == Guard;

    public void Dispose() => _block.Dispose();
}

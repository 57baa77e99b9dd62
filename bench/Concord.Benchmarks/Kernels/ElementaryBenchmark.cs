using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Benchmarks.Kernels;

/// <summary>Functions of single numbers, over a run that fits the first-level cache.</summary>
/// <remarks>
/// To beat: <c>TensorPrimitives.Exp</c>, measured beside, which need not give the same bits on every machine. Bound by
/// the chains of fused products, and by division where there is one.
/// </remarks>
public unsafe class ElementaryBenchmark
{
    /// <summary>The size at which tests run this: a vector and a rest.</summary>
    public const int Tiny = 19;

    private Block _x = null!, _positive = null!, _y = null!;

    /// <summary>How many numbers.</summary>
    [Params(2048)]
    public int Size { get; set; }

    /// <summary>Draws arguments.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _x = Numbers.Drawn(Size, 1);
        _positive = Numbers.Drawn(Size, 2);
        foreach (ref var number in _positive.Span)
            number = 0.001f + MathF.Abs(number);
        _y = new Block(Size + Vectors.Width);
    }

    /// <summary>The framework's eˣ.</summary>
    [Benchmark(Baseline = true)]
    public double FrameworkExp()
    {
        System.Numerics.Tensors.TensorPrimitives.Exp(_x.Span, _y.Span);
        return Numbers.Checksum(_y.Span[..Size]);
    }

    /// <summary>eˣ.</summary>
    [Benchmark]
    public double Exp() => Mapped<ExpFunction>();

    /// <summary>log x.</summary>
    [Benchmark]
    public double Log()
    {
        for (var i = 0; i < Size; i += Vectors.Width)
            Elementary.Log(Vector512.Load(_positive.Pointer + i)).Store(_y.Pointer + i);
        return Numbers.Checksum(_y.Span[..Size]);
    }

    /// <summary>x Φ(x) by its usual approximation.</summary>
    [Benchmark]
    public double Gelu() => Mapped<GeluFunction>();

    /// <summary>The derivative of the same.</summary>
    [Benchmark]
    public double GeluBack()
    {
        Pointwise.MapBack<GeluFunction>(_x.Pointer, _positive.Pointer, _y.Pointer, Size);
        return Numbers.Checksum(_y.Span[..Size]);
    }

    /// <summary>log(1 + eˣ).</summary>
    [Benchmark]
    public double Softplus() => Mapped<SoftplusFunction>();

    /// <summary>tanh x.</summary>
    [Benchmark]
    public double Tanh() => Mapped<TanhFunction>();

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        foreach (var block in (Block[])[_x, _positive, _y])
            block.Dispose();
    }

    private double Mapped<TFunction>()
        where TFunction : IFunction
    {
        Pointwise.Map<TFunction>(_x.Pointer, _y.Pointer, Size);
        return Numbers.Checksum(_y.Span[..Size]);
    }
}

using BenchmarkDotNet.Attributes;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Benchmarks.Kernels;

/// <summary>Square products of n³ multiply-adds.</summary>
/// <remarks>
/// To beat: nine tenths of the rate of torch.mm on one thread, which <c>bench/compare-torch</c> prints for n = 512.
/// Bound by the peak of multiply-adds.
/// </remarks>
public unsafe class GemmBenchmark
{
    /// <summary>The size at which tests run this: neither whole panels nor whole blocks.</summary>
    public const int Tiny = 19;

    private Block _a = null!, _b = null!, _c = null!, _packed = null!;

    /// <summary>n; 288 is the side of the Sudoku maps.</summary>
    [Params(256, 288, 512, 1024)]
    public int Size { get; set; }

    /// <summary>Draws the factors.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        (_a, _b) = (Numbers.Drawn(Size * Size, 1), Numbers.Drawn(Size * Size, 2));
        _c = new Block(Size * Size);
        _packed = new Block(Gemm.PackedSize(Size, Size));
        Gemm.Pack(new(_b.Pointer, Size, 1), Size, Size, _packed.Pointer);
    }

    /// <summary>C = A B.</summary>
    [Benchmark]
    public double Multiply()
    {
        Gemm.Multiply(
            new(_a.Pointer, Size, 1), new(_b.Pointer, Size, 1), _c.Pointer, Size, null, 0, new(Size, Size, Size));
        return Numbers.Checksum(_c.Span);
    }

    /// <summary>C = Aᵀ Bᵀ, as the pullback of a dense layer reads its factors.</summary>
    [Benchmark]
    public double MultiplyTransposed()
    {
        Gemm.Multiply(
            new(_a.Pointer, 1, Size), new(_b.Pointer, 1, Size), _c.Pointer, Size, null, 0, new(Size, Size, Size));
        return Numbers.Checksum(_c.Span);
    }

    /// <summary>C = A B with B packed before.</summary>
    [Benchmark]
    public double MultiplyPacked()
    {
        Gemm.MultiplyPacked(
            new(_a.Pointer, Size, 1), _packed.Pointer, _c.Pointer, Size, null, 0, new(Size, Size, Size));
        return Numbers.Checksum(_c.Span);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        foreach (var block in (Block[])[_a, _b, _c, _packed])
            block.Dispose();
    }
}

using BenchmarkDotNet.Attributes;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Benchmarks.Kernels;

/// <summary>The maze decoder's hidden layer on eight mazes: 648 rows of 64 numbers to 256.</summary>
/// <remarks>
/// To beat: two thirds of the rate of the square product of 256. Bound by packing and by reading rows of which each
/// serves few columns.
/// </remarks>
public unsafe class TallGemmBenchmark
{
    /// <summary>The size at which tests run this.</summary>
    public const int Tiny = 9;

    private const int Depth = 64, Columns = 256;

    private Block _a = null!, _b = null!, _c = null!;

    /// <summary>Rows.</summary>
    [Params(648)]
    public int Size { get; set; }

    /// <summary>Draws the factors.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        (_a, _b) = (Numbers.Drawn(Size * Depth, 1), Numbers.Drawn(Depth * Columns, 2));
        _c = new Block(Size * Columns);
    }

    /// <summary>C = A B.</summary>
    [Benchmark]
    public double Multiply()
    {
        Gemm.Multiply(
            new(_a.Pointer, Depth, 1), new(_b.Pointer, Columns, 1), _c.Pointer, Columns, null, 0,
            new(Size, Depth, Columns));
        return Numbers.Checksum(_c.Span);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        foreach (var block in (Block[])[_a, _b, _c])
            block.Dispose();
    }
}

using BenchmarkDotNet.Attributes;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Benchmarks.Kernels;

/// <summary>A dense layer with GELU, 64 numbers to 256, as in the maze decoder.</summary>
/// <remarks>
/// To beat: half the rate of the product alone. Bound by its one product forward and two back; the activation costs as
/// much as some thirty multiply-adds an entry.
/// </remarks>
public class DenseBenchmark
{
    /// <summary>The size at which tests run this.</summary>
    public const int Tiny = 3;

    private const int Inputs = 64, Outputs = 256;

    private readonly Tape _tape = new();
    private Block _x = null!, _kernel = null!, _bias = null!;

    /// <summary>Rows; eight mazes have 648 agents.</summary>
    [Params(648)]
    public int Size { get; set; }

    /// <summary>Draws rows and weights.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _x = Numbers.Drawn(Size * Inputs, 1);
        _kernel = Numbers.Drawn(Inputs * Outputs, 2);
        _bias = Numbers.Drawn(Outputs, 3);
    }

    /// <summary>f(x W + b), nothing recorded.</summary>
    [Benchmark(Baseline = true)]
    public double Forward()
    {
        using (_tape.Pause())
            return Numbers.Checksum(Layer(out _).Values);
    }

    /// <summary>The same, recorded, and back to rows, kernel and bias.</summary>
    [Benchmark]
    public double ForwardAndBack()
    {
        Numbers.Back(_tape, Layer(out var kernel));
        return Numbers.Checksum(kernel.Gradient);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        foreach (var block in (Block[])[_x, _kernel, _bias])
            block.Dispose();
        _tape.Dispose();
    }

    private Tensor Layer(out Tensor kernel)
    {
        _tape.Reset();
        kernel = _tape.Input(_kernel.Span, [Inputs, Outputs], tracked: true);
        return Dense.Apply(
            _tape.Input(_x.Span, [Size, Inputs], tracked: true), kernel,
            _tape.Input(_bias.Span, [Outputs], tracked: true), Activation.Gelu);
    }
}

using BenchmarkDotNet.Attributes;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Benchmarks.Kernels;

/// <summary>Both norms of rows of 256 numbers, forward and back.</summary>
/// <remarks>
/// To beat: twice the time of copying the rows as often as the norm reads or writes them. Bound by the bandwidth of the
/// second-level cache: few operations an entry.
/// </remarks>
public class NormsBenchmark
{
    /// <summary>The size at which tests run this.</summary>
    public const int Tiny = 2;

    private const int Columns = 256;

    private readonly Tape _tape = new();
    private Block _x = null!, _scale = null!, _bias = null!;

    /// <summary>Rows.</summary>
    [Params(648)]
    public int Size { get; set; }

    /// <summary>Draws rows, scales and biases.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _x = Numbers.Drawn(Size * Columns, 1);
        _scale = Numbers.Drawn(Columns, 2);
        _bias = Numbers.Drawn(Columns, 3);
    }

    /// <summary>RMSNorm and back.</summary>
    [Benchmark]
    public double Rms()
    {
        var (x, scale, _) = Inputs();
        Numbers.Back(_tape, Norms.Rms(x, scale));
        return Numbers.Checksum(x.Gradient);
    }

    /// <summary>LayerNorm and back.</summary>
    [Benchmark]
    public double Layer()
    {
        var (x, scale, bias) = Inputs();
        Numbers.Back(_tape, Norms.Layer(x, scale, bias));
        return Numbers.Checksum(x.Gradient);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        foreach (var block in (Block[])[_x, _scale, _bias])
            block.Dispose();
        _tape.Dispose();
    }

    private (Tensor X, Tensor Scale, Tensor Bias) Inputs()
    {
        _tape.Reset();
        return (
            _tape.Input(_x.Span, [Size, Columns], tracked: true), _tape.Input(_scale.Span, [Columns], tracked: true),
            _tape.Input(_bias.Span, [Columns], tracked: true));
    }
}

using BenchmarkDotNet.Attributes;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Benchmarks.Kernels;

/// <summary>One update of all weights.</summary>
/// <remarks>
/// To beat: a hundredth of a training step. Bound by bandwidth: nine streams of four bytes a weight, five in and four
/// out, from the second-level cache or behind it.
/// </remarks>
public class AdamWBenchmark
{
    /// <summary>The size at which tests run this: a vector and a rest.</summary>
    public const int Tiny = 21;

    private readonly AdamW _optimizer = new();
    private TrainingState _state = null!;
    private Block _gradient = null!;

    /// <summary>How many weights: those of the maze, and those of the digits.</summary>
    [Params(181_859, 1_081_835)]
    public int Size { get; set; }

    /// <summary>Draws weights and a gradient.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _state = new TrainingState(Numbers.Drawn(Size, 1));
        _gradient = Numbers.Drawn(Size, 2);
    }

    /// <summary>Clipping, moments, weights and average.</summary>
    [Benchmark]
    public double Update()
    {
        _optimizer.Update(_state, _gradient, norm: 2);
        _optimizer.Follow(_state);
        _state.Step++;
        return Numbers.Checksum(_state.Weights.Span) + Numbers.Checksum(_state.Mean.Span);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        _state.Dispose();
        _gradient.Dispose();
    }
}

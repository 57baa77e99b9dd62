using BenchmarkDotNet.Attributes;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Benchmarks.Kernels;

/// <summary>The maze's loss: one of six classes for each of nine places an agent sees.</summary>
/// <remarks>
/// To beat: a tenth of the time of the decoder that makes the logits. Bound by the work an entry of six numbers costs
/// in vectors of sixteen.
/// </remarks>
public class CrossEntropyBenchmark
{
    /// <summary>The size at which tests run this.</summary>
    public const int Tiny = 2;

    private const int Places = 9, Classes = 6;

    private readonly Tape _tape = new();
    private Block _logits = null!;
    private int[] _targets = [];

    /// <summary>Agents; eight mazes have 648.</summary>
    [Params(648)]
    public int Size { get; set; }

    /// <summary>Draws logits and classes.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _logits = Numbers.Drawn(Size * Places * Classes, 1);
        var rng = new Rng(2);
        _targets = [.. Enumerable.Range(0, Size * Places).Select(_ => rng.Below(Classes))];
    }

    /// <summary>The loss and its gradient.</summary>
    [Benchmark]
    public double Sum()
    {
        _tape.Reset();
        var logits = _tape.Input(_logits.Span, [Size, Places * Classes], tracked: true);
        var loss = CrossEntropy.Sum(logits, _targets, Classes, 1f / _targets.Length);
        _tape.Backward(loss);
        return loss.Scalar + Numbers.Checksum(logits.Gradient);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        _logits.Dispose();
        _tape.Dispose();
    }
}

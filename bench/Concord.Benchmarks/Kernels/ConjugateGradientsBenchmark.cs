using BenchmarkDotNet.Attributes;
using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Benchmarks.Kernels;

/// <summary>One z-update of the maze: five conjugate gradient steps, then the way back through them.</summary>
/// <remarks>
/// To beat: torch needs about 1.7 ms for one Laplacian product of 128 mazes when tuned by hand, so 0.64 ms for the six
/// of eight mazes. Bound by the map products, twelve forward and 30 more on the way back.
/// </remarks>
public class ConjugateGradientsBenchmark
{
    /// <summary>The size at which tests run this.</summary>
    public const int Tiny = 1;

    private readonly Tape _tape = new();
    private SheafLayout _layout = null!;
    private int[] _owners = [];
    private Block _maps = null!, _target = null!;

    /// <summary>Mazes of 19 x 19; a training tile holds eight.</summary>
    [Params(1, 8)]
    public int Size { get; set; }

    /// <summary>Draws maps and states.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _layout = MazeSheaf.Layout(9);
        _owners = MazeSheaf.Owners(_layout, Size);
        _maps = Numbers.Drawn(MazeSheaf.Views * _layout.MapSize / _layout.Graph.Vertices, 1);
        _target = Numbers.Drawn(Size * _layout.StateSize, 2);
    }

    /// <summary>Maps bound and five steps taken, nothing recorded.</summary>
    [Benchmark(Baseline = true)]
    public double Forward()
    {
        using (_tape.Pause())
            return Numbers.Checksum(Agree(tracked: false, out _).Values);
    }

    /// <summary>The same, recorded, and back to the target and the maps.</summary>
    [Benchmark]
    public double ForwardAndBack()
    {
        var agreed = Agree(tracked: true, out var maps);
        Numbers.Back(_tape, agreed);
        return Numbers.Checksum(maps.Gradient);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        _maps.Dispose();
        _target.Dispose();
        _tape.Dispose();
    }

    private Tensor Agree(bool tracked, out Tensor maps)
    {
        _tape.Reset();
        maps = _tape.Input(_maps.Span, [MazeSheaf.Views, _maps.Length / MazeSheaf.Views], tracked);
        var target = _tape.Input(_target.Span, [Size, _layout.StateSize], tracked);
        var sheaf = BoundSheaf.Bind(_layout, maps, _owners, Size);
        return ConjugateGradients.Soft(sheaf, 5).Agree(target, target, _tape.Input([0.8f], []));
    }
}

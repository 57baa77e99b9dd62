using BenchmarkDotNet.Attributes;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Benchmarks.Kernels;

/// <summary>Differences of slot values along all edges of one maze.</summary>
/// <remarks>
/// To beat: a third of the time of the two map products of the same maze. Bound by unaligned loads, about three for
/// every vector of sixteen values.
/// </remarks>
public unsafe class SlotMeetingsBenchmark
{
    /// <summary>The size at which tests run this.</summary>
    public const int Tiny = 2;

    private SheafLayout _layout = null!;
    private Block _values = null!, _residuals = null!;

    /// <summary>Agents to a side; 9 in a maze of 19 x 19.</summary>
    [Params(9, 36)]
    public int Size { get; set; }

    /// <summary>Lays the agents out and draws slot values.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _layout = MazeSheaf.Layout(Size);
        var slots = _layout.PaddedSlotStarts[^1];
        _values = Numbers.Drawn(slots + SlotMeetings.Margin, 1);
        _residuals = new Block(slots);
    }

    /// <summary>r[slot] = y[slot] − y[partner].</summary>
    [Benchmark]
    public double Residuals()
    {
        _layout.Meetings.Residuals(_values.Pointer + SlotMeetings.Margin, _residuals.Pointer);
        return Numbers.Checksum(_residuals.Span);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        _values.Dispose();
        _residuals.Dispose();
    }
}

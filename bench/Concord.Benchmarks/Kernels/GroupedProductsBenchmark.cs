using BenchmarkDotNet.Attributes;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Benchmarks.Kernels;

/// <summary>
/// The maze's map products on eight mazes: 22 maps of 10 x 40 numbers, each for a group of rows that lie scattered.
/// </summary>
/// <remarks>
/// To beat: half the peak of multiply-adds, padding counted. Bound by loads: four rows share a load of the map, and a
/// map of 10 x 48 is read again for every four rows.
/// </remarks>
public unsafe class GroupedProductsBenchmark
{
    /// <summary>The size at which tests run this: four rows and a rest of one.</summary>
    public const int Tiny = 5;

    private const int Groups = 22, Stalk = 10, PaddedStalk = 16, Slots = 40, PaddedSlots = 48;

    private Block _states = null!, _values = null!, _along = null!, _across = null!, _sums = null!;
    private int[] _stateAt = [], _slotAt = [], _alongAt = [], _acrossAt = [];

    /// <summary>Rows of a group.</summary>
    [Params(30)]
    public int Size { get; set; }

    private int Rows => Groups * Size;

    /// <summary>Draws maps and states, and deals the rows to the groups.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        (_states, _values) = (Numbers.Drawn(Rows * PaddedStalk, 1), Numbers.Drawn(Rows * PaddedSlots, 2));
        _along = Numbers.Drawn(Groups * Stalk * PaddedSlots, 3);
        _across = Numbers.Drawn(Groups * Slots * PaddedStalk, 4);
        _sums = new Block(Groups * Stalk * PaddedSlots);
        int[] order = [.. Enumerable.Range(0, Rows)];
        new Rng(5).Shuffle(order.AsSpan());
        _stateAt = [.. order.Select(row => row * PaddedStalk)];
        _slotAt = [.. order.Select(row => row * PaddedSlots)];
        _alongAt = [.. Enumerable.Range(0, Rows).Select(place => place / Size * Stalk * PaddedSlots)];
        _acrossAt = [.. Enumerable.Range(0, Rows).Select(place => place / Size * Slots * PaddedStalk)];
    }

    /// <summary>y = W z.</summary>
    [Benchmark]
    public double SlotsOfStates()
    {
        fixed (int* states = _stateAt, slots = _slotAt, maps = _alongAt)
            GroupedProducts.Rows(
                Rows, _states.Pointer, states, Stalk, _along.Pointer, maps, PaddedSlots, _values.Pointer, slots);
        return Numbers.Checksum(_values.Span);
    }

    /// <summary>g = Wᵀ r.</summary>
    [Benchmark]
    public double StatesOfSlots()
    {
        fixed (int* states = _stateAt, slots = _slotAt, maps = _acrossAt)
            GroupedProducts.Rows(
                Rows, _values.Pointer, slots, Slots, _across.Pointer, maps, PaddedStalk, _states.Pointer, states);
        return Numbers.Checksum(_states.Span);
    }

    /// <summary>W̄ += two outer products a row.</summary>
    [Benchmark]
    public double OuterPairs()
    {
        _sums.Span.Clear();
        fixed (int* states = _stateAt, slots = _slotAt)
            for (var g = 0; g < Groups; g++)
                GroupedProducts.OuterPairs(
                    Size, _states.Pointer, _states.Pointer, states + (g * Size), Stalk,
                    _values.Pointer, _values.Pointer, slots + (g * Size), PaddedSlots,
                    _sums.Pointer + (g * Stalk * PaddedSlots));
        return Numbers.Checksum(_sums.Span);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Release()
    {
        foreach (var block in (Block[])[_states, _values, _along, _across, _sums])
            block.Dispose();
    }
}

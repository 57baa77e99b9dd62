using System.Runtime.Intrinsics;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Sheaves;

/// <summary>Maps R + (1/r) A Bᵀ per slot, multiplied factor by factor and never formed.</summary>
/// <remarks>
/// The one base R of all slots acts once per row, the low rank once per slot: with d numbers a vertex, e an edge, s
/// slots and rank r that is d e + s r (d + e) multiplications instead of s d e. C stacks the slots' (1/r) Bᵀ, so that
/// c = C z holds r numbers a slot. Both factors are kept per owner in both orientations.
/// </remarks>
internal sealed unsafe class FactoredMaps : SlotMaps
{
    private Tensor _base = null!, _left = null!, _right = null!;
    private float* _leftAlong, _rightAcross, _basePacked, _baseAcross;
    private int* _rowAt, _lowAt, _leftAt, _rightAt;
    private FactorShape _shape;

    /// <inheritdoc/>
    public override bool Tracked => _base.Tracked || _left.Tracked || _right.Tracked;

    /// <summary>Whether the factored form serves these sizes and costs less than the maps formed.</summary>
    public static bool Suits(in FactorShape shape) =>
        shape.Edge % 8 == 0 && shape.Rank % 8 == 0 && (shape.Slots * shape.Rank) % 16 == 0 && shape.Stalk % 16 == 0
        && (shape.Stalk * shape.Edge) + (shape.Slots * shape.Rank * (shape.Stalk + shape.Edge))
            < shape.Slots * shape.Stalk * shape.Edge;

    /// <summary>Binds factors; see <see cref="BoundSheaf.BindLowRank"/>.</summary>
    public static FactoredMaps Bind(
        BoundSheaf sheaf, Tensor bases, Tensor left, Tensor right, in FactorShape shape, int[]? owners)
    {
        var maps = sheaf.Tape.Recycled<FactoredMaps>();
        maps._shape = shape;
        (maps._base, maps._left) = (bases, left);
        maps.Group(sheaf, owners, left.Shape.Rows);
        maps.PlaceRows();
        maps.Pack(right);
        return maps;
    }

    // y_s = R z + A_s (C z)_s
    /// <inheritdoc/>
    public override void Slots(float* z, float* y)
    {
        var mark = Sheaf.Tape.Here;
        float* shared = Sheaf.Tape.Take(RowCount * PaddedEdge), low = Sheaf.Tape.Take(RowCount * Low);
        Gemm.MultiplyPacked(
            new(z, _shape.Stalk, 1), _basePacked, shared, PaddedEdge, null, 0,
            new(RowCount, _shape.Stalk, PaddedEdge));
        Reduce(z, low);
        BlockProducts.Rows(
            RowCount, low, _lowAt, _leftAlong, _leftAt, new(_shape.Slots, _shape.Rank, _shape.Edge),
            shared, _rowAt, y, SlotAt);
        Sheaf.Tape.Rewind(mark);
    }

    // g = Rᵀ Σ_s r_s + Cᵀ (A_sᵀ r_s)_s
    /// <inheritdoc/>
    public override void Gather(float* r, float* g)
    {
        var mark = Sheaf.Tape.Here;
        float* sums = Sheaf.Tape.Take(RowCount * PaddedEdge), low = Sheaf.Tape.Take(RowCount * Low);
        var shared = Sheaf.Tape.Take(RowCount * _shape.Stalk);
        Expand(r, low);
        GroupedProducts.Rows(RowCount, low, _lowAt, Low, _rightAcross, _rightAt, _shape.Stalk, g, StateAt);
        SumSlots(r, sums);
        Gemm.MultiplyPacked(
            new(sums, PaddedEdge, 1), _baseAcross, shared, _shape.Stalk, null, 0,
            new(RowCount, _shape.Edge, _shape.Stalk));
        Vectors.AddScaled(g, shared, 1, RowCount * _shape.Stalk);
        Sheaf.Tape.Rewind(mark);
    }

    /// <inheritdoc/>
    public override void ReserveGradient()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor>)[_base, _left, _right])
            if (tensor.Tracked)
                tensor.Adjoint();
    }

    // With F̄_s = r(a)_s bᵀ + r(b)_s aᵀ:  R̄ = Σ_s F̄_s,  Ā_s = F̄_s C_sᵀ,  C̄_s = A_sᵀ F̄_s.
    /// <inheritdoc/>
    public override void AddGradient(float* a, float* residualOfA, float* b, float* residualOfB)
    {
        var mark = Sheaf.Tape.Here;
        float* ofA = Sheaf.Tape.Take(RowCount * Low), ofB = Sheaf.Tape.Take(RowCount * Low);
        if (_left.Tracked)
        {
            Reduce(a, ofA);
            Reduce(b, ofB);
            var to = _left.Adjoint();
            for (var p = 0; p < Owners; p++)
            {
                var (first, rows) = GroupOf(p);
                BlockProducts.OuterPairs(
                    rows, residualOfA, residualOfB, SlotAt + first, ofB, ofA, _lowAt + first,
                    new(_shape.Slots, _shape.Edge, _shape.Rank), to + (p * LeftSize));
            }
        }
        if (_right.Tracked)
        {
            Expand(residualOfA, ofA);
            Expand(residualOfB, ofB);
            var to = _right.Adjoint();
            for (var p = 0; p < Owners; p++)
            {
                var (first, rows) = GroupOf(p);
                GroupedProducts.OuterPairs(
                    rows, a, b, StateAt + first, _shape.Stalk, ofB, ofA, _lowAt + first, Low, to + (p * RightSize));
            }
        }
        if (_base.Tracked)
        {
            var sums = Sheaf.Tape.Take(RowCount * PaddedEdge);
            AddBaseGradient(residualOfA, b, sums);
            AddBaseGradient(residualOfB, a, sums);
        }
        Sheaf.Tape.Rewind(mark);
    }

    private int RowCount => Sheaf.Samples * Sheaf.Layout.Graph.Vertices;

    private int Low => _shape.Slots * _shape.Rank;

    private int LeftSize => Low * _shape.Edge;

    private int PaddedEdge => GroupedProducts.Padded(_shape.Edge);

    private int RightSize => Low * _shape.Stalk;

    // c = C z
    private void Reduce(float* z, float* low) =>
        GroupedProducts.Rows(RowCount, z, StateAt, _shape.Stalk, _right.Data, _rightAt, Low, low, _lowAt);

    // A_sᵀ r_s of all slots; A lies as its tensor has it, [slot, e, r]
    private void Expand(float* r, float* low) =>
        BlockProducts.Rows(
            RowCount, r, SlotAt, _left.Data, _leftAt, new(_shape.Slots, _shape.Edge, _shape.Rank),
            null, null, low, _lowAt);

    // Lanes past an edge's numbers hold some of the next slot's and are not read.
    private void SumSlots(float* r, float* sums)
    {
        int stride = Sheaf.Layout.PaddedSlotStarts[1], edge = _shape.Edge, slots = _shape.Slots;
        for (var row = 0; row < RowCount; row++, r += stride, sums += PaddedEdge)
            for (var j = 0; j < edge; j += Vectors.Width)
            {
                var sum = Vector512.Load(r + j);
                for (var s = 1; s < slots; s++)
                    sum += Vector512.Load(r + (s * edge) + j);
                sum.Store(sums + j);
            }
    }

    private void AddBaseGradient(float* residual, float* state, float* sums)
    {
        SumSlots(residual, sums);
        var to = _base.Adjoint();
        Gemm.Multiply(
            new(sums, 1, PaddedEdge), new(state, _shape.Stalk, 1), to, _shape.Stalk, to, _shape.Stalk,
            new(_shape.Edge, RowCount, _shape.Stalk));
    }

    private void PlaceRows()
    {
        _rowAt = (int*)Sheaf.Tape.Take(RowCount);
        _lowAt = (int*)Sheaf.Tape.Take(RowCount);
        _leftAt = (int*)Sheaf.Tape.Take(RowCount);
        _rightAt = (int*)Sheaf.Tape.Take(RowCount);
        for (var p = 0; p < Owners; p++)
        {
            var (first, rows) = GroupOf(p);
            for (var place = first; place < first + rows; place++)
            {
                var row = StateAt[place] / _shape.Stalk;
                (_rowAt[place], _lowAt[place]) = (row * PaddedEdge, row * Low);
                (_leftAt[place], _rightAt[place]) = (p * LeftSize, p * RightSize);
            }
        }
    }

    private void Pack(Tensor right)
    {
        var tape = Sheaf.Tape;
        int edge = _shape.Edge, stalk = _shape.Stalk, rank = _shape.Rank;
        var along = tape.TakeCleared(stalk * PaddedEdge);
        for (var i = 0; i < edge; i++)
            for (var j = 0; j < stalk; j++)
                along[(j * PaddedEdge) + i] = _base.Data[(i * stalk) + j];
        _basePacked = tape.Take(Gemm.PackedSize(stalk, PaddedEdge));
        Gemm.Pack(new(along, PaddedEdge, 1), stalk, PaddedEdge, _basePacked);
        _baseAcross = tape.Take(Gemm.PackedSize(edge, stalk));
        Gemm.Pack(new(_base.Data, stalk, 1), edge, stalk, _baseAcross);

        _leftAlong = tape.Take(Owners * LeftSize);
        float* from = _left.Data, to = _leftAlong;
        for (var block = 0; block < Owners * _shape.Slots; block++, from += edge * rank, to += edge * rank)
            for (var i = 0; i < edge; i++)
                for (var k = 0; k < rank; k++)
                    to[(k * edge) + i] = from[(i * rank) + k];

        _right = RightFactors.Stack(right, _shape);
        _rightAcross = tape.Take(Owners * Low * stalk);
        for (var p = 0; p < Owners; p++)
            for (var j = 0; j < stalk; j++)
                for (var k = 0; k < Low; k++)
                    _rightAcross[(((p * Low) + k) * stalk) + j] = _right.Data[(((p * stalk) + j) * Low) + k];
    }
}

/// <summary>The sizes of low-rank maps.</summary>
/// <param name="Slots">Slots of a vertex.</param>
/// <param name="Edge">Numbers an edge.</param>
/// <param name="Stalk">Numbers a vertex.</param>
/// <param name="Rank">r.</param>
internal readonly record struct FactorShape(int Slots, int Edge, int Stalk, int Rank);

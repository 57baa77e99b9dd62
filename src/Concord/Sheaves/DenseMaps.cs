using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Sheaves;

/// <summary>Maps as matrices, one per owner, kept in both orientations.</summary>
/// <remarks>
/// Along is [stalk, slots padded], for W z; across is [slots, stalk padded], for Wᵀ r. So neither product needs a sum
/// across a vector's lanes. One matrix for all rows is packed and multiplied as one large product.
/// </remarks>
internal sealed unsafe class DenseMaps : SlotMaps
{
    private Tensor _along = null!;
    private float* _across;
    private float* _alongPacked;
    private float* _acrossPacked;
    private int* _alongAt, _rowAlongAt, _rowAcrossAt;
    private Tensor? _gram;
    private float* _gramPacked;

    /// <inheritdoc/>
    public override bool Tracked => _along.Tracked;

    /// <summary>Whether products with H = W Wᵀ can take the place of those with W and Wᵀ, and cost less.</summary>
    public bool HasGram => _gram != null;

    /// <summary>Binds maps; see <see cref="BoundSheaf.Bind"/>.</summary>
    public static DenseMaps Bind(BoundSheaf sheaf, Tensor maps, int[]? owners)
    {
        var dense = sheaf.Tape.Recycled<DenseMaps>();
        dense.Group(sheaf, owners, owners == null ? sheaf.Layout.Graph.Vertices : maps.Shape.Rows);
        dense.Pack(maps);
        return dense;
    }

    /// <inheritdoc/>
    public override void Slots(float* z, float* y)
    {
        if (IsShared)
        {
            var (height, width) = SizeOf(0);
            Multiply(z, GroupedProducts.Padded(height), height, _alongPacked, y, GroupedProducts.Padded(width));
            return;
        }
        for (var p = 0; p < Owners; p += OwnersAtOnce)
        {
            var (first, rows) = GroupsFrom(p);
            var (height, width) = SizeOf(p);
            GroupedProducts.Rows(
                rows, z, StateAt + first, height, _along.Data, _rowAlongAt + first, GroupedProducts.Padded(width),
                y, SlotAt + first);
        }
    }

    /// <inheritdoc/>
    public override void Gather(float* r, float* g)
    {
        if (IsShared)
        {
            var (height, width) = SizeOf(0);
            Multiply(r, GroupedProducts.Padded(width), width, _acrossPacked, g, GroupedProducts.Padded(height));
            return;
        }
        for (var p = 0; p < Owners; p += OwnersAtOnce)
        {
            var (first, rows) = GroupsFrom(p);
            var (height, width) = SizeOf(p);
            GroupedProducts.Rows(
                rows, r, SlotAt + first, width, _across, _rowAcrossAt + first, GroupedProducts.Padded(height),
                g, StateAt + first);
        }
    }

    /// <inheritdoc/>
    public override void ReserveGradient()
    {
        _along.Adjoint();
        _gram?.Adjoint();
    }

    /// <inheritdoc/>
    public override void AddGradient(float* a, float* residualOfA, float* b, float* residualOfB)
    {
        if (IsShared)
        {
            AddOuter(a, residualOfB);
            AddOuter(b, residualOfA);
            return;
        }
        var gradient = _along.Adjoint();
        for (var p = 0; p < Owners; p++)
        {
            var (first, rows) = GroupOf(p);
            var (height, width) = SizeOf(p);
            if (rows > 0)
                GroupedProducts.OuterPairs(
                    rows, a, b, StateAt + first, height, residualOfB, residualOfA, SlotAt + first,
                    GroupedProducts.Padded(width), gradient + _alongAt[p]);
        }
    }

    /// <summary>h = H s for every row, with H = W Wᵀ of shared maps.</summary>
    public void MultiplyGram(float* s, float* h)
    {
        var wide = GroupedProducts.Padded(SizeOf(0).Width);
        Multiply(s, wide, wide, _gramPacked, h, wide);
    }

    /// <summary>Adds Σ over rows of z ⊗ y to the gradient of shared maps.</summary>
    public void AddOuter(float* z, float* y)
    {
        var (height, width) = SizeOf(0);
        AddOuter(_along.Adjoint(), z, height, y, width);
    }

    /// <summary>Adds Σ over rows of s ⊗ h to the gradient of H.</summary>
    public void AddGramOuter(float* s, float* h)
    {
        var width = SizeOf(0).Width;
        AddOuter(_gram!.Adjoint(), s, width, h, width);
    }

    private void AddOuter(float* gradient, float* left, int height, float* right, int width)
    {
        var wide = GroupedProducts.Padded(width);
        Gemm.Multiply(
            new(left, 1, GroupedProducts.Padded(height)), new(right, wide, 1), gradient, wide, gradient, wide,
            new(height, RowCount, wide));
    }

    // Owners of one size are multiplied in one go.
    private int OwnersAtOnce => Sheaf.Layout.IsUniform ? Owners : 1;

    private (int First, int Rows) GroupsFrom(int owner) =>
        Sheaf.Layout.IsUniform ? (0, RowCount) : GroupOf(owner);

    private bool IsShared => Owners == 1;

    private int RowCount => Sheaf.Samples * Sheaf.Layout.Graph.Vertices;

    private void Multiply(float* from, int fromStride, int depth, float* packed, float* to, int columns) =>
        Gemm.MultiplyPacked(
            new(from, fromStride, 1), packed, to, columns, null, 0, new(RowCount, depth, columns));

    private (int Height, int Width) SizeOf(int owner)
    {
        var vertex = Owners == Sheaf.Layout.Graph.Vertices ? owner : 0;
        return (Sheaf.Layout.StalkSizes[vertex], Sheaf.Layout.SlotTotals[vertex]);
    }

    private void Pack(Tensor maps)
    {
        var tape = maps.Tape;
        _alongAt = (int*)tape.Take(Owners);
        _rowAlongAt = (int*)tape.Take(RowCount);
        _rowAcrossAt = (int*)tape.Take(RowCount);
        int along = 0, across = 0;
        for (var p = 0; p < Owners; p++)
        {
            var (height, width) = SizeOf(p);
            _alongAt[p] = along;
            var (first, rows) = GroupOf(p);
            new Span<int>(_rowAlongAt + first, rows).Fill(along);
            new Span<int>(_rowAcrossAt + first, rows).Fill(across);
            along += height * GroupedProducts.Padded(width);
            across += width * GroupedProducts.Padded(height);
        }
        _along = tape.Empty([along]);
        _along.Values.Clear();
        _across = tape.TakeCleared(across);
        float* map = maps.Data, to = _across;
        for (var p = 0; p < Owners; p++)
        {
            var (height, width) = SizeOf(p);
            int padded = GroupedProducts.Padded(width), row = GroupedProducts.Padded(height);
            for (var m = 0; m < width; m++, map += height, to += row)
                for (var j = 0; j < height; j++)
                    to[j] = _along.Data[_alongAt[p] + (j * padded) + m] = map[j];
        }
        if (tape.Record<PackPullback>(_along, maps.Tracked) is { } back)
            (back.To, back.Maps) = (maps, this);
        _gram = null;
        if (IsShared)
            PackShared(tape);
    }

    private void PackShared(Tape tape)
    {
        var (height, width) = SizeOf(0);
        int wide = GroupedProducts.Padded(width), tall = GroupedProducts.Padded(height);
        _alongPacked = tape.Take(Gemm.PackedSize(height, wide));
        _acrossPacked = tape.Take(Gemm.PackedSize(width, tall));
        Gemm.Pack(new(_along.Data, wide, 1), height, wide, _alongPacked);
        Gemm.Pack(new(_across, tall, 1), width, tall, _acrossPacked);
        // T steps cost T m² with H and 2 (T + 1) m d without, but for two products with W that both have.
        if (width == 0 || width >= 2 * height)
            return;
        _gram = Gram.Of(_along, wide);
        _gramPacked = tape.Take(Gemm.PackedSize(wide, wide));
        Gemm.Pack(new(_gram.Data, wide, 1), wide, wide, _gramPacked);
    }

    private sealed class PackPullback : Pullback
    {
        public Tensor To = null!;
        public DenseMaps Maps = null!;

        public override void Run()
        {
            var to = To.Adjoint();
            for (var p = 0; p < Maps.Owners; p++)
            {
                var (height, width) = Maps.SizeOf(p);
                var from = Output.AdjointData + Maps._alongAt[p];
                var padded = GroupedProducts.Padded(width);
                for (var m = 0; m < width; m++, to += height)
                    for (var j = 0; j < height; j++)
                        to[j] += from[(j * padded) + m];
            }
        }
    }
}

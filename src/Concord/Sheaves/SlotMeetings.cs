using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Sheaves;

/// <summary>
/// Turns slot values y of one sample into residuals: per slot, over its edges, its value minus the partner's.
/// </summary>
/// <remarks>
/// Applied between W z and Wᵀ r this makes the sheaf Laplacian. Slots lie packed, so a vector of sixteen floats holds
/// several and a slot may reach into the next vector. Each meeting becomes one or more pieces: a vector, from where to
/// load so that the partner's values fall on the slot's lanes, and which lanes those are. Pieces come in fours, some of
/// them empty, because a loop that takes one turn for nearly every vector costs no mispredicted branch. Loads may begin
/// up to fifteen floats before the first slot and end as far behind the last.
/// </remarks>
internal sealed unsafe class SlotMeetings
{
    /// <summary>Floats that must be readable before the first slot of the first sample.</summary>
    public const int Margin = 16;

    private const int Group = 4;

    private readonly (int U, int V)[] _edges;
    private readonly int[] _groupStarts;
    private readonly nint[] _pieces;
    private readonly Vector512<int>[] _masks;
    private readonly nint _maskStart;

    public SlotMeetings(SheafLayout layout)
    {
        var at = new Dictionary<(int, int), int>();
        for (var v = 0; v < layout.Graph.Vertices; v++)
            for (int s = 0, start = layout.PaddedSlotStarts[v];
                 s < layout.Slots[v].Count;
                 start += layout.Slots[v][s++])
                at[(v, s)] = start;
        _edges = [.. layout.Joints.Select(j => (at[(j.U, j.SlotU)], at[(j.V, j.SlotV)]))];

        var masks = new List<Vector512<int>> { Vector512<int>.Zero };
        var pieces = new List<(int Source, int Mask)>[layout.PaddedSlotStarts[^1] / Vectors.Width];
        for (var i = 0; i < pieces.Length; i++)
            pieces[i] = [];
        for (var e = 0; e < _edges.Length; e++)
        {
            var (u, v) = _edges[e];
            AddPieces(u, v, layout.EdgeStalks[e], pieces, masks);
            AddPieces(v, u, layout.EdgeStalks[e], pieces, masks);
        }
        _groupStarts = new int[pieces.Length + 1];
        for (var v = 0; v < pieces.Length; v++)
        {
            while (pieces[v].Count % Group != 0)
                pieces[v].Add((v * Vectors.Width, 0));
            _groupStarts[v + 1] = _groupStarts[v] + (pieces[v].Count / Group);
        }
        // In bytes, as the loop adds them to addresses.
        _pieces = Pinned<nint>([.. pieces
            .SelectMany(of => of)
            .SelectMany(p => new[] { (nint)p.Source * sizeof(float), p.Mask * sizeof(Vector512<float>) })]);
        // One more than needed: an array of the managed heap does not begin at a cache line, its masks should.
        _masks = Pinned<Vector512<int>>([default, .. masks]);
        var first = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_masks));
        _maskStart = (first + sizeof(Vector512<int>) - 1) / sizeof(Vector512<int>) * sizeof(Vector512<int>);
        masks.CopyTo(new Span<Vector512<int>>((void*)_maskStart, masks.Count));
        _groupStarts = Pinned<int>(_groupStarts);
    }

    /// <summary>Where the two slots of an edge lie among the slot values of one sample.</summary>
    public (int U, int V) EdgeAt(int edge) => _edges[edge];

    /// <summary>r[slot] = Σ over its edges of y[slot] − y[partner], zero where there is no edge.</summary>
    public void Residuals(float* y, float* r)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            ResidualsByHalves(y, r);
            return;
        }
        var piece = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pieces));
        var starts = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_groupStarts));
        byte* from = (byte*)y, masks = (byte*)_maskStart;
        nint vectors = _groupStarts.Length - 1;
        for (nint v = 0; v < vectors; v++)
        {
            var own = Vector512.Load(y + (v * Vectors.Width));
            var sum = Vector512<float>.Zero;
            for (var end = piece + (2 * Group * (starts[v + 1] - starts[v])); piece < end; piece += 2 * Group)
                sum += (Difference(own, from, masks, piece) + Difference(own, from, masks, piece + 2))
                    + (Difference(own, from, masks, piece + 4) + Difference(own, from, masks, piece + 6));
            sum.Store(r + (v * Vectors.Width));
        }
    }

    // The same sums, half a vector at a time.
    private void ResidualsByHalves(float* y, float* r)
    {
        var piece = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pieces));
        var starts = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_groupStarts));
        byte* from = (byte*)y, masks = (byte*)_maskStart;
        for (nint v = 0; v < _groupStarts.Length - 1; v++, y += Vectors.Width, r += Vectors.Width)
        {
            Vector256<float> lower = Vector256.Load(y), upper = Vector256.Load(y + 8);
            Vector256<float> lowerSum = default, upperSum = default;
            for (var end = piece + (2 * Group * (starts[v + 1] - starts[v])); piece < end; piece += 2 * Group)
            {
                lowerSum += (Half(lower, from, masks, piece) + Half(lower, from, masks, piece + 2))
                    + (Half(lower, from, masks, piece + 4) + Half(lower, from, masks, piece + 6));
                upperSum += (Half(upper, from + 32, masks + 32, piece) + Half(upper, from + 32, masks + 32, piece + 2))
                    + (Half(upper, from + 32, masks + 32, piece + 4) + Half(upper, from + 32, masks + 32, piece + 6));
            }
            lowerSum.Store(r);
            upperSum.Store(r + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Half(Vector256<float> own, byte* y, byte* masks, nint* piece) =>
        Vector256.BitwiseAnd(own - Vector256.Load((float*)(y + piece[0])), Vector256.Load((float*)(masks + piece[1])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Difference(Vector512<float> own, byte* y, byte* masks, nint* piece) =>
        Vector512.BitwiseAnd(own - Vector512.Load((float*)(y + piece[0])), Vector512.Load((float*)(masks + piece[1])));

    private static T[] Pinned<T>(ReadOnlySpan<T> items)
    {
        var array = GC.AllocateUninitializedArray<T>(items.Length, pinned: true);
        items.CopyTo(array);
        return array;
    }

    private static void AddPieces(
        int own, int partner, int size, List<(int Source, int Mask)>[] pieces, List<Vector512<int>> masks)
    {
        for (var vector = own / Vectors.Width; vector * Vectors.Width < own + size; vector++)
        {
            int first = Math.Max(own - (vector * Vectors.Width), 0);
            int end = Math.Min(own + size - (vector * Vectors.Width), Vectors.Width);
            var lanes = Vector512<int>.Indices;
            var mask = Vector512.GreaterThanOrEqual(lanes, Vector512.Create(first))
                & Vector512.LessThan(lanes, Vector512.Create(end));
            var number = masks.IndexOf(mask);
            if (number < 0)
            {
                number = masks.Count;
                masks.Add(mask);
            }
            pieces[vector].Add(((vector * Vectors.Width) + partner - own, number));
        }
    }
}

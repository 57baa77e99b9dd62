using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Sheaves;

/// <summary>For each slot of one sample, in the order of memory: where it lies and whom it meets.</summary>
/// <remarks>
/// Turns slot values y into residuals: a slot's residual is the sum, over its edges, of its value minus the partner's.
/// Applied between W z and Wᵀ r this makes the sheaf Laplacian.
/// </remarks>
internal sealed unsafe class SlotMeetings
{
    private readonly int[] _at;
    private readonly int[] _size;
    private readonly int[] _first;
    private readonly (int Slot, int Partner)[] _others;
    private readonly int _narrow;
    private readonly (int U, int V)[] _edges;

    public SlotMeetings(SheafLayout layout)
    {
        var number = new Dictionary<(int, int), int>();
        List<int> at = [], size = [];
        for (var v = 0; v < layout.Graph.Vertices; v++)
            for (int s = 0, start = layout.PaddedSlotStarts[v]; s < layout.Slots[v].Count; start += layout.Slots[v][s++])
            {
                number[(v, s)] = at.Count;
                at.Add(start);
                size.Add(layout.Slots[v][s]);
            }
        (_at, _size) = ([.. at], [.. size]);

        // A slot without an edge meets itself, so that its residual is zero.
        _first = [.. _at];
        var met = new bool[_at.Length];
        List<(int, int)> others = [], edges = [];
        void Meet(int own, int partner)
        {
            if (met[own])
                others.Add((own, _at[partner]));
            else
                _first[own] = _at[partner];
            met[own] = true;
        }
        foreach (var joint in layout.Joints)
        {
            int u = number[(joint.U, joint.SlotU)], v = number[(joint.V, joint.SlotV)];
            Meet(u, v);
            Meet(v, u);
            edges.Add((_at[u], _at[v]));
        }
        _edges = [.. edges];
        _others = [.. others];
        _narrow = _size.Length > 0 && _size.Max() <= Vectors.Width ? _size.Length : 0;
    }

    /// <summary>Where the two slots of an edge lie among the slot values of one sample.</summary>
    public (int U, int V) EdgeAt(int edge) => _edges[edge];

    /// <summary>r[slot] = Σ over its edges of y[slot] − y[partner], for one sample; r and y must not overlap.</summary>
    public void Residuals(float* y, float* r)
    {
        // Slots up to a vector wide are written whole, in ascending order: what one spills, the next puts right.
        for (var s = 0; s < _narrow; s++)
            (Vector512.Load(y + _at[s]) - Vector512.Load(y + _first[s])).Store(r + _at[s]);
        for (var s = _narrow; s < _at.Length; s++)
            for (var i = 0; i < _size[s]; i++)
                r[_at[s] + i] = y[_at[s] + i] - y[_first[s] + i];
        foreach (var (slot, partner) in _others)
            for (var i = 0; i < _size[slot]; i++)
                r[_at[slot] + i] += y[_at[slot] + i] - y[partner + i];
    }
}

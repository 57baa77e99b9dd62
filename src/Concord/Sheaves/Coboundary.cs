using System.Numerics.Tensors;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>δ in double precision, kept as the two maps of each edge: the form in which a sheaf is examined.</summary>
/// <remarks>
/// (δs)_e = MapU s_u − MapV s_v. Maps are read where they lie, so who changes an entry of one changes δ. A product
/// costs as much as all maps have entries; nothing dense is formed but by <see cref="ToDense"/>.
/// </remarks>
public sealed class Coboundary : ILinearMap
{
    /// <summary>States a sheaf.</summary>
    /// <param name="vertexStalks">The size of each vertex's stalk; 0 for a vertex that has no say.</param>
    /// <param name="edges">The edges with their maps.</param>
    /// <exception cref="ArgumentException">A vertex that does not exist, or maps of unfit shapes.</exception>
    public Coboundary(IReadOnlyList<int> vertexStalks, IReadOnlyList<EdgeMaps> edges)
    {
        ArgumentNullException.ThrowIfNull(vertexStalks);
        ArgumentNullException.ThrowIfNull(edges);
        Graph = new Graph(vertexStalks.Count, [.. edges.Select(edge => new Edge(edge.U, edge.V))]);
        VertexStalks = [.. vertexStalks.Select(size => Require.NotNegative(size, "A vertex stalk's size"))];
        foreach (var (e, (u, mapU, v, mapV)) in edges.Index())
        {
            RequireShape(mapU, VertexStalks[u], $"The map of vertex {u} on edge {e}");
            RequireShape(mapV, VertexStalks[v], $"The map of vertex {v} on edge {e}");

            void RequireShape(Matrix map, int stalk, string name) => Require.That(
                map.Rows == mapU.Rows && map.Columns == stalk, name, $"must be {mapU.Rows} by {stalk}",
                $"{map.Rows} by {map.Columns}");
        }
        Edges = [.. edges];
        EdgeStalks = [.. edges.Select(edge => edge.MapU.Rows)];
        StateStarts = SheafLayout.Prefix(VertexStalks);
        EdgeStarts = SheafLayout.Prefix(EdgeStalks);
    }

    /// <summary>The graph below.</summary>
    public Graph Graph { get; }

    /// <summary>The edges with their maps.</summary>
    public IReadOnlyList<EdgeMaps> Edges { get; }

    /// <summary>The size of each vertex's stalk.</summary>
    public IReadOnlyList<int> VertexStalks { get; }

    /// <summary>The size of each edge's stalk.</summary>
    public IReadOnlyList<int> EdgeStalks { get; }

    /// <summary>How many numbers a cochain on the edges holds.</summary>
    public int Rows => EdgeStarts[^1];

    /// <summary>How many numbers a state holds.</summary>
    public int Columns => StateStarts[^1];

    /// <summary>Σ vertex stalks − Σ edge stalks, which is dim H⁰ − dim H¹ whatever the maps are.</summary>
    public int Index => Columns - Rows;

    internal int[] StateStarts { get; }

    internal int[] EdgeStarts { get; }

    /// <summary>δ of a sheaf with fixed maps.</summary>
    public static Coboundary Of(Sheaf sheaf)
    {
        ArgumentNullException.ThrowIfNull(sheaf);
        return Of(sheaf.Layout, sheaf.Maps);
    }

    /// <summary>δ of one sample of a sheaf on a tape, with the maps it has there, learned ones too.</summary>
    public static Coboundary Of(BoundSheaf sheaf, int sample = 0)
    {
        ArgumentNullException.ThrowIfNull(sheaf);
        return Of(sheaf.Layout, sheaf.ReadMaps(sample));
    }

    /// <summary>y = δ x.</summary>
    public void Times(ReadOnlySpan<double> x, Span<double> y)
    {
        Require.Length(x, Columns, "The state");
        for (var e = 0; e < Edges.Count; e++)
        {
            var (u, mapU, v, mapV) = Edges[e];
            ReadOnlySpan<double> first = At(x, u), second = At(x, v);
            var to = y[EdgeStarts[e]..EdgeStarts[e + 1]];
            for (var i = 0; i < to.Length; i++)
                to[i] = TensorPrimitives.Dot(mapU.Row(i), first) - TensorPrimitives.Dot(mapV.Row(i), second);
        }
    }

    /// <summary>y = δᵀ x.</summary>
    public void TransposedTimes(ReadOnlySpan<double> x, Span<double> y)
    {
        Require.Length(x, Rows, "The numbers on edges");
        y.Clear();
        for (var e = 0; e < Edges.Count; e++)
        {
            var (u, mapU, v, mapV) = Edges[e];
            Span<double> first = At(y, u), second = At(y, v);
            var from = x[EdgeStarts[e]..EdgeStarts[e + 1]];
            for (var i = 0; i < from.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(mapU.Row(i), from[i], first, first);
                TensorPrimitives.MultiplyAdd(mapV.Row(i), -from[i], second, second);
            }
        }
    }

    /// <summary>δ as a dense matrix, [edge numbers, state].</summary>
    public Matrix ToDense()
    {
        var dense = new Matrix(Rows, Columns);
        for (var e = 0; e < Edges.Count; e++)
        {
            var (u, mapU, v, mapV) = Edges[e];
            for (var i = 0; i < EdgeStalks[e]; i++)
            {
                var row = dense.Row(EdgeStarts[e] + i);
                mapU.Row(i).CopyTo(At(row, u));
                TensorPrimitives.Negate(mapV.Row(i), At(row, v));
            }
        }
        return dense;
    }

    /// <summary>The same with every row 1 long: the sections stay, whatever units edges are measured in.</summary>
    public Coboundary Normalized()
    {
        var edges = Edges.Select(edge => edge with { MapU = edge.MapU.Copy(), MapV = edge.MapV.Copy() }).ToArray();
        foreach (var (_, mapU, _, mapV) in edges)
            for (var i = 0; i < mapU.Rows; i++)
            {
                Span<double> first = mapU.Row(i), second = mapV.Row(i);
                var length = double.Hypot(TensorPrimitives.Norm<double>(first), TensorPrimitives.Norm<double>(second));
                if (length == 0)
                    continue;
                TensorPrimitives.Divide(first, length, first);
                TensorPrimitives.Divide(second, length, second);
            }
        return new(VertexStalks, edges);
    }

    /// <summary>The part of a state that one vertex holds.</summary>
    public ReadOnlySpan<double> At(ReadOnlySpan<double> state, int vertex) =>
        state[StateStarts[vertex]..StateStarts[vertex + 1]];

    /// <summary>The numbers of a cochain that lie on one edge.</summary>
    public ReadOnlySpan<double> On(ReadOnlySpan<double> cochain, int edge) =>
        cochain[EdgeStarts[edge]..EdgeStarts[edge + 1]];

    /// <summary>The part of a state that one vertex holds, to be changed.</summary>
    public Span<double> At(Span<double> state, int vertex) => state[StateStarts[vertex]..StateStarts[vertex + 1]];

    /// <summary>The numbers of a cochain that lie on one edge, to be changed.</summary>
    public Span<double> On(Span<double> cochain, int edge) => cochain[EdgeStarts[edge]..EdgeStarts[edge + 1]];

    private static Coboundary Of(SheafLayout layout, ReadOnlySpan<float> maps)
    {
        var bySlot = new Matrix[layout.Slots.Count][];
        for (var v = 0; v < bySlot.Length; v++)
        {
            var start = layout.MapStarts[v];
            bySlot[v] = new Matrix[layout.Slots[v].Count];
            for (var s = 0; s < bySlot[v].Length; s++)
            {
                var map = bySlot[v][s] = new Matrix(layout.Slots[v][s], layout.StalkSizes[v]);
                for (var i = 0; i < map.Rows; i++, start += map.Columns)
                    TensorPrimitives.ConvertChecked(maps.Slice(start, map.Columns), map.Row(i));
            }
        }
        return new Coboundary(
            layout.StalkSizes,
            [.. layout.Joints.Select(j => new EdgeMaps(j.U, bySlot[j.U][j.SlotU], j.V, bySlot[j.V][j.SlotV]))]);
    }
}

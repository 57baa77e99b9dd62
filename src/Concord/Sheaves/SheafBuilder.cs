using Concord.Tensors;

namespace Concord.Sheaves;

/// <summary>States a sheaf edge by edge.</summary>
public sealed class SheafBuilder
{
    private readonly int[] _stalks;
    private readonly List<int>[] _slots;
    private readonly List<float>[] _maps;
    private readonly List<Joint> _joints = [];

    /// <summary>Starts with vertices whose stalks have these sizes, and no edges.</summary>
    public SheafBuilder(params ReadOnlySpan<int> vertexStalks)
    {
        _stalks = vertexStalks.ToArray();
        _slots = [.. _stalks.Select(_ => new List<int>())];
        _maps = [.. _stalks.Select(_ => new List<float>())];
    }

    /// <summary>Joins two vertices: they agree when mapU · (state of u) = mapV · (state of v).</summary>
    /// <param name="u">The first vertex.</param>
    /// <param name="mapU">[edge stalk, stalk of u].</param>
    /// <param name="v">The second vertex.</param>
    /// <param name="mapV">[edge stalk, stalk of v].</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A vertex that does not exist, or maps of unfit shapes.</exception>
    public SheafBuilder Join(int u, float[,] mapU, int v, float[,] mapV)
    {
        ArgumentNullException.ThrowIfNull(mapU);
        ArgumentNullException.ThrowIfNull(mapV);
        Require.Within(u, 0, _stalks.Length - 1, "An edge's first vertex");
        Require.Within(v, 0, _stalks.Length - 1, "An edge's second vertex");
        Shape first = [mapU.GetLength(0), mapU.GetLength(1)], second = [mapV.GetLength(0), mapV.GetLength(1)];
        Require.Shape(first, [first[0], _stalks[u]], $"The map of vertex {u}");
        Require.Shape(second, [first[0], _stalks[v]], $"The map of vertex {v}");
        Require.That(mapU.Cast<float>().All(float.IsFinite), $"The map of vertex {u}", "must be finite", "not");
        Require.That(mapV.Cast<float>().All(float.IsFinite), $"The map of vertex {v}", "must be finite", "not");
        _joints.Add(new Joint(u, _slots[u].Count, v, _slots[v].Count));
        foreach (var (vertex, map) in new[] { (u, mapU), (v, mapV) })
        {
            _slots[vertex].Add(first[0]);
            _maps[vertex].AddRange(map.Cast<float>());
        }
        return this;
    }

    /// <summary>
    /// Joins two vertices by one number that both hold: coordinate i of u must equal coordinate j of v.
    /// </summary>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A vertex or a coordinate that does not exist.</exception>
    public SheafBuilder Match(int u, int i, int v, int j) => Join(u, Selector(u, i), v, Selector(v, j));

    private float[,] Selector(int vertex, int coordinate)
    {
        Require.Within(vertex, 0, _stalks.Length - 1, "A matched vertex");
        var map = new float[1, _stalks[vertex]];
        map[0, Require.Within(coordinate, 0, _stalks[vertex] - 1, $"A matched coordinate of vertex {vertex}")] = 1;
        return map;
    }

    /// <summary>The sheaf as stated so far.</summary>
    public Sheaf Build() => new(new SheafLayout(_stalks, _slots, _joints), [.. _maps.SelectMany(map => map)]);
}

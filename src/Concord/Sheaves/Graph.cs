using Concord.Tensors;

namespace Concord.Sheaves;

/// <summary>An undirected edge, stored once with a first and a second end; the ends' order fixes signs only.</summary>
public readonly record struct Edge(int U, int V);

/// <summary>
/// Vertices numbered from zero and the edges between them; parallel edges are allowed, loops are not.
/// </summary>
public sealed class Graph
{
    /// <summary>Makes a graph.</summary>
    /// <param name="vertices">How many vertices, at least one.</param>
    /// <param name="edges">The edges, each between two different vertices.</param>
    /// <exception cref="ArgumentException">An end that does not exist, or a loop.</exception>
    public Graph(int vertices, IReadOnlyList<Edge> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        Vertices = Require.Positive(vertices, "The number of vertices");
        foreach (var (u, v) in edges)
        {
            Require.Within(u, 0, vertices - 1, "An edge's first vertex");
            Require.Within(v, 0, vertices - 1, "An edge's second vertex");
            Require.That(u != v, "An edge", "must join two different vertices", u);
        }
        Edges = [.. edges];
    }

    /// <summary>How many vertices there are.</summary>
    public int Vertices { get; }

    /// <summary>All edges; an edge's number is its place here.</summary>
    public IReadOnlyList<Edge> Edges { get; }

    /// <summary>A way from vertex 0 to every vertex that edges with a direction lead to.</summary>
    /// <param name="edges">Where each edge begins and ends.</param>
    /// <returns>
    /// The numbers of the edges, one into every vertex, each after the one into its own beginning. Where several enter
    /// a vertex it is the first that is found.
    /// </returns>
    public static IReadOnlyList<int> FirstEdges(IReadOnlyList<(int From, int To)> edges)
    {
        List<int> order = [];
        var reached = new HashSet<int> { 0 };
        for (var grown = true; grown;)
        {
            grown = false;
            for (var e = 0; e < edges.Count; e++)
                if (reached.Contains(edges[e].From) && reached.Add(edges[e].To))
                {
                    order.Add(e);
                    grown = true;
                }
        }
        return order;
    }
}

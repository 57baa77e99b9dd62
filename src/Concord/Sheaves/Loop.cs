using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>A directed loop of predictions, and what a state becomes when it is predicted all the way round.</summary>
/// <remarks>
/// Seely 2025: with Φ near I the loop agrees with itself and everything learns, slowly inferred; with Φ near −I it
/// contradicts itself, inference is fast, and learning stalls.
/// </remarks>
/// <param name="Edges">The edges in the order in which they are walked.</param>
/// <param name="Monodromy">Φ, the product of their weights, the last on the left; it acts on the first source.</param>
public sealed record Loop(IReadOnlyList<int> Edges, Matrix Monodromy)
{
    // What singular values of a path are small beside, in double precision.
    private const double Nothing = 1e-12;

    /// <summary>‖Φ − I‖, the root of the sum of squares.</summary>
    public double Distance => Gap(Monodromy, 1, -1);

    /// <summary>The angle between Φ and I as vectors of entries, in [0, π].</summary>
    /// <remarks>
    /// A rotation of the plane has its own angle, up to sign; an orthogonal Φ the one whose cosine is the mean over the
    /// angles by which it turns.
    /// </remarks>
    public double Angle
    {
        get
        {
            double unit = 1 / Monodromy.Norm(), identity = 1 / Math.Sqrt(Monodromy.Rows);
            return double.IsFinite(unit)
                ? 2 * Math.Atan2(Gap(Monodromy, unit, -identity), Gap(Monodromy, unit, identity))
                : Math.PI / 2;
        }
    }

    /// <summary>The loop of these edges, walked in this order.</summary>
    /// <exception cref="ArgumentException">An edge that is no prediction, or one that begins elsewhere.</exception>
    public static Loop Around(Coboundary coboundary, params IReadOnlyList<int> edges)
    {
        ArgumentNullException.ThrowIfNull(coboundary);
        ArgumentNullException.ThrowIfNull(edges);
        Require.Positive(edges.Count, "The number of edges of a loop");
        var at = coboundary.Edges[edges[^1]].U;
        var product = Matrix.Identity(coboundary.VertexStalks[at]);
        foreach (var e in edges)
        {
            var edge = coboundary.Edges[e];
            Require.That(edge.IsPrediction, "A loop", "must be made of predictions", $"one through edge {e}");
            Require.That(edge.V == at, $"Edge {e} of a loop", $"must begin at vertex {at}", edge.V);
            (product, at) = (edge.MapV.Times(product), edge.U);
        }
        return new([.. edges], product);
    }

    /// <summary>
    /// For every prediction that lies on a loop the shortest one through it; each loop once, begun at its least stalk.
    /// </summary>
    public static IReadOnlyList<Loop> Shortest(Coboundary coboundary)
    {
        ArgumentNullException.ThrowIfNull(coboundary);
        var from = Enumerable.Range(0, coboundary.Edges.Count).Where(e => coboundary.Edges[e].IsPrediction)
            .ToLookup(e => coboundary.Edges[e].V);
        var loops = new List<Loop>();
        var seen = new HashSet<string>();
        foreach (var first in from.SelectMany(edges => edges).Order())
            if (Walk(coboundary, from, first) is { } edges && seen.Add(string.Join(',', edges.Order())))
            {
                var start = edges.IndexOf(edges.MinBy(e => coboundary.VertexStalks[coboundary.Edges[e].V]));
                loops.Add(Around(coboundary, [.. edges[start..], .. edges[..start]]));
            }
        return loops;
    }

    /// <summary>The feedback that closes a path of forward maps into a loop as near to I as can be.</summary>
    /// <param name="path">The weights of the path in the order in which they are walked.</param>
    /// <returns>The pseudo-inverse of their product: its inverse where it has one.</returns>
    public static Matrix Close(params IReadOnlyList<Matrix> path) =>
        SingularForm.Of(path.Skip(1).Aggregate(path[0], (product, next) => next.Times(product))).PseudoInverse(Nothing);

    // Breadth first from the target of an edge back to its source.
    private static List<int>? Walk(Coboundary coboundary, ILookup<int, int> from, int first)
    {
        var goal = coboundary.Edges[first].V;
        var cameBy = new Dictionary<int, int> { [coboundary.Edges[first].U] = first };
        var queue = new Queue<int>(cameBy.Keys);
        while (queue.TryDequeue(out var vertex))
            foreach (var e in from[vertex])
                if (cameBy.TryAdd(coboundary.Edges[e].U, e))
                    queue.Enqueue(coboundary.Edges[e].U);
        if (!cameBy.ContainsKey(goal))
            return null;
        List<int> edges = [];
        for (var vertex = goal; edges.Count == 0 || vertex != goal; vertex = coboundary.Edges[edges[^1]].V)
            edges.Add(cameBy[vertex]);
        edges.Reverse();
        return edges;
    }

    private static double Gap(Matrix matrix, double factor, double identity)
    {
        var sum = 0.0;
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < matrix.Columns; j++)
                sum += Math.Pow((factor * matrix[i, j]) + (i == j ? identity : 0), 2);
        return Math.Sqrt(sum);
    }
}

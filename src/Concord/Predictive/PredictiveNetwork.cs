using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>One layer predicts another: an edge of the network.</summary>
/// <param name="From">The vertex that predicts.</param>
/// <param name="To">The vertex that is predicted.</param>
/// <param name="Predictor">How.</param>
public sealed record LayerEdge(int From, int To, Predictor Predictor);

/// <summary>How far the output's predictions are from the target.</summary>
public enum TargetLoss
{
    /// <summary>½ ‖y − f‖², added over the outputs.</summary>
    SquaredError,

    /// <summary>−Σ y log softmax(f).</summary>
    CrossEntropy,
}

/// <summary>Layers that predict each other: a directed graph, cycles allowed, that any learning rule takes.</summary>
/// <remarks>
/// Vertex 0 is the input x and is clamped; the last vertex is the target y, and edges into it are a loss and no
/// constraint. All others hold free activities h. An edge e = (u → v) has the prediction error r_e = h_v − f_e(h_u),
/// one for every edge: a vertex that is predicted twice has two errors. Every sample has activities of its own.
/// </remarks>
public sealed class PredictiveNetwork
{
    private readonly int[] _sizes;
    private readonly int[] _order;

    /// <summary>Joins layers.</summary>
    /// <param name="sizes">Numbers of each vertex, the input's first and the target's last.</param>
    /// <param name="edges">Who predicts whom, in any order.</param>
    /// <param name="parameters">The layout of the predictors' weights.</param>
    /// <param name="loss">How far the target is.</param>
    /// <exception cref="ArgumentException">
    /// An edge does not fit its vertices; the sentence names both shapes.
    /// </exception>
    public PredictiveNetwork(
        IReadOnlyList<int> sizes, IEnumerable<LayerEdge> edges, Parameters parameters,
        TargetLoss loss = TargetLoss.SquaredError)
    {
        Require.That(sizes.Count >= 2, "The vertices of a network", "must be at least 2", sizes.Count);
        _sizes = [.. sizes];
        Edges = [.. edges];
        (Parameters, Loss) = (parameters, loss);
        foreach (var edge in Edges)
            Check(edge);
        for (var v = 1; v < _sizes.Length; v++)
            Require.That(
                Edges.Any(e => e.To == v), $"The edges into vertex {v}", "must be at least 1, so that it is predicted",
                0);
        _order = [.. Graph.FirstEdges([.. Edges.Select(edge => (edge.From, edge.To))])];
        var lost = Enumerable.Range(1, Target).Except(_order.Select(e => Edges[e].To)).FirstOrDefault();
        Require.That(lost == 0, "Every vertex", "must follow from the input along edges", $"vertex {lost} does not");
        IsFeedforward = Order.Count == Edges.Count;
        var layers = new int[_sizes.Length];
        foreach (var e in Order)
            layers[Edges[e].To] = layers[Edges[e].From] + 1;
        Depth = layers[Target];
    }

    /// <summary>Numbers of each vertex.</summary>
    public IReadOnlyList<int> Sizes => _sizes;

    /// <summary>Who predicts whom.</summary>
    public IReadOnlyList<LayerEdge> Edges { get; }

    /// <summary>The layout of the predictors' weights.</summary>
    public Parameters Parameters { get; }

    /// <summary>How far the target is from what is predicted of it.</summary>
    public TargetLoss Loss { get; }

    /// <summary>The vertex of the target, the last one.</summary>
    public int Target => _sizes.Length - 1;

    /// <summary>Whether every vertex is predicted once and nothing goes round: then all errors can be zero.</summary>
    public bool IsFeedforward { get; }

    /// <summary>
    /// Edges in the order in which activities can follow from the input, one into every vertex, which spans the graph;
    /// of a feedforward network all.
    /// </summary>
    public IReadOnlyList<int> Order => _order;

    /// <summary>L, how many edges of <see cref="Order"/> lead from the input to the target.</summary>
    public int Depth { get; }

    /// <summary>Whether a vertex's activity is given.</summary>
    public bool IsClamped(int vertex) => vertex == 0 || vertex == Target;

    /// <summary>A chain of layers, the first fed by the input, the last predicting the target.</summary>
    public static PredictiveNetwork Chain(
        IReadOnlyList<Predictor> predictors, Parameters parameters, TargetLoss loss = TargetLoss.SquaredError) =>
        new(
            [.. predictors.Select(p => p.Inputs), predictors[^1].Outputs],
            predictors.Select((predictor, i) => new LayerEdge(i, i + 1, predictor)), parameters, loss);

    /// <summary>What the network makes of an input: the target's prediction, recorded if the tape records.</summary>
    /// <param name="x">[samples, numbers of the input].</param>
    public Tensor Answer(Tensor x) => Answer(x, new Tensor[_sizes.Length]);

    /// <summary>The same, with room for the activity of every vertex.</summary>
    internal Tensor Answer(Tensor x, Tensor[] activities)
    {
        activities[0] = x;
        foreach (var edge in _order)
            activities[Edges[edge].To] = Edges[edge].Predictor.Predict(activities[Edges[edge].From]);
        return activities[Target];
    }

    private void Check(LayerEdge edge)
    {
        var (from, to, predictor) = edge;
        Require.Within(from, 0, Target - 1, "The vertex that an edge leaves");
        Require.Within(to, 1, Target, "The vertex that an edge enters");
        Require.That(
            predictor.Inputs == _sizes[from] && predictor.Outputs == _sizes[to], $"The edge from {from} to {to}",
            $"must join {_sizes[from]} numbers to {_sizes[to]}", $"{predictor.Inputs} to {predictor.Outputs}");
    }
}

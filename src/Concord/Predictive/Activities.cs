using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>The activities, prediction errors and multipliers of a few samples while they relax.</summary>
/// <remarks>
/// Per vertex h and the credit c = Σ Jᵀ e that comes back to it; per edge the prediction p, the multiplier λ and
/// e = λ + ρ (h − p), for edges into the target the error of the loss. Belongs to one thread and lives on a tape from
/// <see cref="Begin"/> until that is reset.
/// </remarks>
internal sealed class Activities
{
    private readonly PredictiveNetwork _network;
    private readonly LayerEdge[] _edges;
    private readonly int[] _order;
    private readonly int[] _closing;
    private readonly PredictorPass[] _passes;
    private readonly int[][] _into;
    private readonly int[][] _outOf;
    private readonly int[] _free;
    private readonly int[] _places;
    private readonly Tensor[] _before;
    private readonly Tensor[] _learning;

    public Activities(PredictiveNetwork network)
    {
        _network = network;
        LayerEdge[] edges = [.. network.Edges];
        (_edges, _order) = (edges, [.. network.Order]);
        _closing = [.. Enumerable.Range(0, edges.Length).Except(_order)];
        _passes = [.. edges.Select(edge => edge.Predictor.Open())];
        int vertices = network.Sizes.Count, count = edges.Length;
        _into = [.. Enumerable.Range(0, vertices).Select(v => Where(edges, edge => edge.To == v))];
        _outOf = [.. Enumerable.Range(0, vertices).Select(v => Where(edges, edge => edge.From == v))];
        var distances = Distances();
        _free = [.. Enumerable.Range(0, vertices).Where(v => !network.IsClamped(v)).OrderBy(v => distances[v])];
        _places = [.. Enumerable.Range(0, vertices).Select(v => Array.IndexOf(_free, v))];
        (H, Back, _before) = (new Tensor[vertices], new Tensor[vertices], new Tensor[vertices]);
        (Predicted, Lambda, Error, _learning) =
            (new Tensor[count], new Tensor[count], new Tensor[count], new Tensor[count]);
    }

    /// <summary>h of every vertex, [samples, numbers].</summary>
    public Tensor[] H { get; }

    /// <summary>c of every vertex: the credit that came back to it in the last cycle.</summary>
    public Tensor[] Back { get; }

    /// <summary>p of every edge.</summary>
    public Tensor[] Predicted { get; }

    /// <summary>λ of every edge.</summary>
    public Tensor[] Lambda { get; }

    /// <summary>e of every edge.</summary>
    public Tensor[] Error { get; }

    /// <summary>The loss of the forward pass, added over samples.</summary>
    public double Loss { get; private set; }

    /// <summary>How many times a vertex moved while all last relaxed: cycles, added over layers.</summary>
    public long Moves { get; private set; }

    /// <summary>Takes weights and samples; activities follow from the input along first edges, multipliers are zero.
    /// </summary>
    public void Begin(Tape tape, Tensor x, Tensor y)
    {
        var samples = x.Shape.Rows;
        Require.Shape(x.Shape, [samples, _network.Sizes[0]], "The input");
        Require.Shape(y.Shape, [samples, _network.Sizes[^1]], "The target");
        (H[0], H[^1]) = (x, y);
        for (var v = 1; v < H.Length - 1; v++)
            H[v] = tape.Empty([samples, _network.Sizes[v]]);
        for (var v = 0; v < H.Length; v++)
            if (!_network.IsClamped(v))
                (Back[v], _before[v]) = (tape.Zeros(H[v].Shape), tape.Empty(H[v].Shape));
        for (var e = 0; e < _passes.Length; e++)
        {
            _passes[e].Hold(tape, samples);
            var shape = H[_edges[e].To].Shape;
            (Predicted[e], Error[e], Lambda[e]) = (tape.Empty(shape), tape.Zeros(shape), tape.Zeros(shape));
        }
        Loss = 0;
        foreach (var e in _order)
        {
            var to = _edges[e].To;
            Predict(e);
            if (to == _network.Target)
                Loss += Misfit.Of(_network.Loss, y, Predicted[e], Error[e]);
            else
                Predicted[e].Values.CopyTo(H[to].Values);
        }
        foreach (var e in _closing)
            Predict(e);
        for (var v = 1; v < H.Length - 1; v++)
            H[v].Values.CopyTo(_before[v].Values);
    }

    /// <summary>Copies the activities out.</summary>
    public void Keep(Carry carry)
    {
        if (carry.Activities.Length != _free.Length)
            carry.Activities = [.. _free.Select(v => new float[H[v].Shape.Size])];
        for (var i = 0; i < _free.Length; i++)
            H[_free[i]].Values.CopyTo(carry.Activities[i]);
    }

    /// <summary>Goes on from activities that were kept, with the weights and samples of <see cref="Begin"/>.</summary>
    public void Restore(Carry carry)
    {
        for (var i = 0; i < _free.Length; i++)
            carry.Activities[i].CopyTo(H[_free[i]].Values);
        for (var e = 0; e < _passes.Length; e++)
            if (_edges[e].From > 0)
                Predict(e);
    }

    /// <summary>Moves the target to u − β (u − y), u being what is predicted of it now.</summary>
    /// <param name="beta">β; 1 for the target itself, negative to push away from it.</param>
    public void Nudge(float beta)
    {
        var edge = _into[_network.Target][0];
        var nudged = H[^1].Tape.Empty(H[^1].Shape);
        // With e = y − u, or y − softmax(u), the target becomes y − (1 − β) e.
        ActivityKernels.Blend(nudged, H[^1], Error[edge], beta - 1);
        H[^1] = nudged;
    }

    /// <summary>All cycles of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="see">Called after every cycle.</param>
    public void Relax(Relaxation rule, Action? see = null) => Relax(rule, 1, rule.Cycles, see);

    /// <summary>Some cycles of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="from">The first, counted from 1.</param>
    /// <param name="to">The last.</param>
    /// <param name="see">Called after every cycle.</param>
    public void Relax(Relaxation rule, int from, int to, Action? see = null)
    {
        for (var e = 0; e < _passes.Length; e++)
            Compare(e, rule.Penalty);
        Moves = 0;
        for (var cycle = from; cycle <= to; cycle++)
        {
            var (first, end) = Band(rule, cycle);
            var isLast = cycle == rule.Cycles;
            float? keep = rule.Alpha > 0 && (!isLast || rule.Credit == WeightCredit.PostDual)
                ? (cycle >= rule.LeakFrom ? 1 - rule.Leak : 1)
                : null;
            for (var k = 1; k <= rule.InnerSteps; k++)
            {
                Advance(rule, momentum: isLast ? 0 : rule.Momentum, first, end);
                Follow(rule, k == rule.InnerSteps ? keep : null, first, end);
            }
            see?.Invoke();
        }
    }

    // Which vertices move in a cycle, counted from the output: those between the front of credit and its end. Where
    // something goes round, errors are not zero at the start; and a reverse sweep takes credit all the way at once.
    private (int First, int End) Band(Relaxation rule, int cycle)
    {
        if (!_network.IsFeedforward || rule.Sweep == Sweep.Reverse)
            return (0, _free.Length);
        var speed = rule.FrontSpeed * rule.InnerSteps;
        var end = (int)Math.Min(_free.Length, Math.Ceiling(speed * cycle));
        var first = rule.FrontWidth == 0 ? 0 : (int)Math.Floor(speed * (cycle - rule.FrontWidth));
        return (Math.Clamp(first, 0, end), end);
    }

    // One step of the activities of a band.
    private void Advance(Relaxation rule, float momentum, int first, int end)
    {
        Moves += end - first;
        if (rule.Sweep == Sweep.Together)
        {
            for (var i = first; i < end; i++)
                Gather(_free[i]);
            for (var i = first; i < end; i++)
                Move(_free[i], rule.Step, momentum);
        }
        else
        {
            for (var i = first; i < end; i++)
            {
                Gather(_free[i]);
                Move(_free[i], rule.Step, momentum);
                foreach (var e in _into[_free[i]])
                    Compare(e, rule.Penalty);
            }
        }
    }

    // The predictions of a band and the errors of all edges it has; where a share of multipliers is kept, after a step
    // of these.
    private void Follow(Relaxation rule, float? keep, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            foreach (var e in _outOf[_free[i]])
            {
                Predict(e);
                Compare(e, rule, keep);
            }
            foreach (var e in _into[_free[i]])
                if (IsOutside(_edges[e].From, first, end))
                    Compare(e, rule, keep);
        }
    }

    private void Compare(int edge, Relaxation rule, float? keep)
    {
        var to = _edges[edge].To;
        if (keep is { } share && to != _network.Target)
            ActivityKernels.Accumulate(
                H[to], Predicted[edge], Lambda[edge], Error[edge], share, rule.Alpha, rule.Penalty);
        else
            Compare(edge, rule.Penalty);
    }

    private bool IsOutside(int vertex, int first, int end) => _places[vertex] < first || _places[vertex] >= end;

    /// <summary>
    /// The weights' gradient as the way back of a scalar: each predictor learns from its edge's e, activities being
    /// constants.
    /// </summary>
    /// <param name="value">The scalar.</param>
    /// <param name="weight">What errors are multiplied with, such as one over the samples of the whole batch.</param>
    public Tensor Learn(double value, float weight)
    {
        for (var e = 0; e < _passes.Length; e++)
            _learning[e] = _edges[e].Predictor.Predict(H[_edges[e].From]);
        return Credit.Of(_learning, Error, value, weight);
    }

    /// <summary>
    /// c = −∂loss/∂h of every vertex of a feedforward network, by carrying the loss's error back through all layers.
    /// </summary>
    public void BringBack()
    {
        foreach (var v in _free)
        {
            Back[v].Values.Clear();
            foreach (var e in _outOf[v])
                AddCredit(e, _edges[e].To is var to && to == _network.Target ? Error[e] : Back[to], Back[v]);
        }
    }

    /// <summary>p of an edge from what is there now.</summary>
    public void Predict(int edge) => _passes[edge].Predict(H[_edges[edge].From], Predicted[edge]);

    /// <summary>Adds Jᵀ e of an edge's predictor to a tensor.</summary>
    public void AddCredit(int edge, Tensor error, Tensor credit) =>
        _passes[edge].AddCredit(H[_edges[edge].From], error, credit);

    private void Gather(int vertex)
    {
        Back[vertex].Values.Clear();
        foreach (var e in _outOf[vertex])
            AddCredit(e, Error[e], Back[vertex]);
    }

    // h ← h − η (Σ e of edges into the vertex − c), and on along the way it went.
    private void Move(int vertex, float step, float momentum)
    {
        var into = _into[vertex];
        for (var i = 1; i < into.Length; i++)
            ActivityKernels.Add(Back[vertex], Error[into[i]], -1);
        ActivityKernels.Move(H[vertex], _before[vertex], Back[vertex], Error[into[0]], step, momentum);
    }

    /// <summary>e of an edge from what is there now.</summary>
    public void Compare(int edge, float penalty)
    {
        var to = _edges[edge].To;
        if (to == _network.Target)
            Misfit.Of(_network.Loss, H[to], Predicted[edge], Error[edge]);
        else
            ActivityKernels.Compare(H[to], Predicted[edge], Lambda[edge], Error[edge], penalty);
    }

    // Edges from every vertex to the target at least; the number of vertices where there is no way.
    private int[] Distances()
    {
        var distances = new int[_network.Sizes.Count];
        Array.Fill(distances, distances.Length);
        distances[_network.Target] = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (from, to, _) in _edges)
                if (distances[to] + 1 < distances[from])
                {
                    distances[from] = distances[to] + 1;
                    changed = true;
                }
        }
        return distances;
    }

    private static int[] Where(IReadOnlyList<LayerEdge> edges, Func<LayerEdge, bool> condition) =>
        [.. Enumerable.Range(0, edges.Count).Where(e => condition(edges[e]))];
}

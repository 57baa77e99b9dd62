using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>How what some weights learn by a rule compares with what back-propagation would teach them.</summary>
/// <param name="Cosine">Of the angle between both gradients.</param>
/// <param name="NormRatio">The rule's gradient over back-propagation's, by length.</param>
public readonly record struct CreditMatch(double Cosine, double NormRatio);

/// <summary>
/// What reaches which layer of a feedforward network, and when: a rule's credit against back-propagation's at the same
/// weights and samples.
/// </summary>
/// <remarks>
/// Seely and Gould 2026, sections 5 and 6 of the method. The reach after t cycles counts the layers, from the output on
/// without a gap, whose ‖e‖ is at least a share of what back-propagation brings there. A reach that grows as t^β with β
/// near 1 is ballistic, near ½ diffusive.
/// </remarks>
public sealed record CreditReport
{
    /// <summary>The rule.</summary>
    public required Relaxation Rule { get; init; }

    /// <summary>Of all weights together.</summary>
    public required CreditMatch Whole { get; init; }

    /// <summary>Of every layer, from the input.</summary>
    public required IReadOnlyList<CreditMatch> Layers { get; init; }

    /// <summary>Of every quarter of the layers, from the input.</summary>
    public required IReadOnlyList<CreditMatch> Quartiles { get; init; }

    /// <summary>Layers reached after 1, 2, 3, … cycles.</summary>
    public required IReadOnlyList<int> Reach { get; init; }

    /// <summary>How often a layer moved: cycles, added over layers.</summary>
    public required long LayerCycles { get; init; }

    /// <summary>Hidden layers that can be reached.</summary>
    public required int Reachable { get; init; }

    /// <summary>β; NaN where the reach does not grow enough to tell.</summary>
    public required double Exponent { get; init; }

    /// <summary>The first cycle after which every layer is reached; null if that does not happen.</summary>
    public int? Arrival => Enumerable.Range(0, Reach.Count).Where(t => Reach[t] == Reachable).Select(t => t + 1)
        .Cast<int?>().FirstOrDefault();

    /// <summary>When credit should arrive by the theory of linear chains, L/√(α η); infinite without multipliers.
    /// </summary>
    public double ExpectedArrival => StepBounds.Arrival(Reachable + 1, Rule.Alpha, Rule.Step);

    /// <summary>Follows a rule on some samples.</summary>
    /// <param name="network">A feedforward chain.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="bind">Puts the samples, input and target, on a tape.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="threshold">The share of back-propagation's credit that counts as reached.</param>
    public static CreditReport Of(
        PredictiveNetwork network, Block weights, Func<Tape, (Tensor X, Tensor Y)> bind, Relaxation rule,
        double threshold = 0.5)
    {
        using var exact = new Block(network.Parameters.Count);
        using var own = new Block(network.Parameters.Count);
        Gradient(new BackPropagation().Open(network), exact);
        var reach = new List<int>();
        var follower = new Follower(network, rule, threshold, reach);
        Gradient(follower, own);
        var layers = network.Parameters.Entries;
        return new CreditReport
        {
            Rule = rule,
            Whole = Match(exact.Span, own.Span),
            Layers = [.. layers.Select(entry => Between(entry, entry))],
            Quartiles = [.. Enumerable.Range(0, Math.Min(4, layers.Count)).Select(q => Between(
                layers[q * layers.Count / Math.Min(4, layers.Count)],
                layers[((q + 1) * layers.Count / Math.Min(4, layers.Count)) - 1]))],
            Reach = reach,
            LayerCycles = follower.Moves,
            Reachable = network.Sizes.Count - 2,
            Exponent = Fit(reach, network.Sizes.Count - 2),
        };

        void Gradient(LearningPass pass, Block gradient)
        {
            using var tape = new Tape();
            tape.Bind(network.Parameters, weights, gradient);
            var (x, y) = bind(tape);
            tape.Backward(pass.Loss(tape, x, y, 1f / x.Shape.Rows, new Carry()));
        }

        CreditMatch Between(Parameter first, Parameter last)
        {
            var (from, to) = (first.Offset, last.Offset + last.Shape.Size);
            return Match(exact.Span[from..to], own.Span[from..to]);
        }
    }

    /// <summary>β of reach ~ t^β by least squares on logarithms, from t = 4 until nine tenths are reached.</summary>
    internal static double Fit(IReadOnlyList<int> reach, int reachable)
    {
        var points = Enumerable.Range(1, reach.Count)
            .Where(t => t >= 4 && reach[t - 1] > 0 && reach[t - 1] < 0.9 * reachable)
            .Select(t => (X: Math.Log(t), Y: Math.Log(reach[t - 1]))).ToList();
        var least = Math.Log(2);
        if (points.Select(p => p.Y).Distinct().Count() < 3 || points[^1].X - points[0].X < least
            || points.Max(p => p.Y) - points.Min(p => p.Y) < least)
            return double.NaN;
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }

    private static CreditMatch Match(ReadOnlySpan<float> exact, ReadOnlySpan<float> own)
    {
        double dot = 0, left = 0, right = 0;
        for (var i = 0; i < exact.Length; i++)
        {
            dot += (double)exact[i] * own[i];
            left += (double)exact[i] * exact[i];
            right += (double)own[i] * own[i];
        }
        return new CreditMatch(left * right > 0 ? dot / Math.Sqrt(left * right) : 0, Math.Sqrt(right / left));
    }

    // The rule as it is, but that it looks after every cycle how far credit has come.
    private sealed class Follower(PredictiveNetwork network, Relaxation rule, double threshold, List<int> reach)
        : LearningPass
    {
        private readonly Activities _activities = new(network);

        public long Moves => _activities.Moves;

        public override Tensor Loss(Tape tape, Tensor x, Tensor y, float weight, Carry carry)
        {
            _activities.Begin(tape, x, y);
            var loss = _activities.Loss;
            _activities.BringBack();
            double[] expected = [.. _activities.Back.Select(back => back == null ? 0 : (double)back.Norm())];
            _activities.Relax(rule, () => reach.Add(Reached(expected)));
            return _activities.Learn(weight * loss, weight);
        }

        private int Reached(double[] expected)
        {
            var reached = 0;
            foreach (var e in network.Order.Reverse())
                if (network.Edges[e] is var (_, to, _) && to != network.Target)
                {
                    if (_activities.Error[e].Norm() < threshold * expected[to])
                        return reached;
                    reached++;
                }
            return reached;
        }
    }
}

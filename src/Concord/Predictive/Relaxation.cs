using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>When the multipliers' last step counts.</summary>
public enum WeightCredit
{
    /// <summary>Weights learn from the multipliers before the last dual step.</summary>
    PreDual,

    /// <summary>Weights learn from the multipliers after one more dual step.</summary>
    PostDual,
}

/// <summary>In which order activities move within a cycle.</summary>
public enum Sweep
{
    /// <summary>All at once, from what all were before (Jacobi).</summary>
    Together,

    /// <summary>From the output to the input, each from what those behind it are by now (Gauss-Seidel).</summary>
    Reverse,
}

/// <summary>
/// Predictive coding: activities relax until predictions fit, then every layer learns from its own errors. With α &gt;
/// 0 each error has a multiplier as well: PC-ALM.
/// </summary>
/// <remarks>
/// Seely and Gould 2026, "Augmented Lagrangian Predictive Coding" (arXiv 2605.31022), Algorithm 1. With r the
/// prediction errors and λ the multipliers of all edges but those into the target, A = loss + Σ ⟨λ, r⟩ + ρ/2 Σ ‖r‖²; a
/// cycle takes K steps h ← h − η ∂A/∂h and one step λ ← (1 − l) λ + α r. The last cycle has no dual step. Activities
/// start as predicted from the input, multipliers at zero, for every batch anew. All that learns follows from e = λ + ρ
/// r. With α = 0 this is predictive coding in its usual form.
/// </remarks>
public sealed record Relaxation : LearningRule
{
    /// <inheritdoc/>
    public override string Name => Incremental ? "ipc" : Alpha > 0 ? "pc-alm" : Momentum > 0 ? "pc-nesterov" : "pc";

    /// <summary>T, how many cycles.</summary>
    public int Cycles { get; init => field = Require.Within(value, 1, 1_000_000, "T"); } = 20;

    /// <summary>η, the step of activities, for the gradient of one sample.</summary>
    public float Step { get; init => field = Require.Positive(value, "η"); } = 0.25f;

    /// <summary>α, the step of multipliers; 0 for none.</summary>
    public float Alpha { get; init => field = Require.NotNegative(value, "α"); } = 1;

    /// <summary>ρ, the price of prediction errors.</summary>
    public float Penalty { get; init => field = Require.Positive(value, "ρ"); } = 1;

    /// <summary>K, steps of activities in a cycle.</summary>
    public int InnerSteps { get; init => field = Require.Within(value, 1, 1000, "K"); } = 1;

    /// <summary>l, the share of a multiplier that leaks away with each dual step.</summary>
    public float Leak { get; init => field = Require.Within(value, 0f, 1f, "The leak"); }

    /// <summary>The cycle from which multipliers leak.</summary>
    public int LeakFrom { get; init => field = Require.NotNegative(value); }

    /// <summary>The momentum of activities (Nesterov); 0 for none.</summary>
    public float Momentum { get; init => field = Require.Within(value, 0f, 0.9999f, "The momentum"); }

    /// <summary>Which multipliers weights learn from.</summary>
    public WeightCredit Credit { get; init; }

    /// <summary>
    /// How many layers, from the output on, begin to move with each cycle. No credit can come faster than 1, so that is
    /// exact; it comes at √(α η).
    /// </summary>
    public float FrontSpeed { get; init => field = Require.Within(value, 1e-3f, 1f, "The speed of the front"); } = 1;

    /// <summary>After how many cycles a layer stops moving again; 0: it never does.</summary>
    public int FrontWidth { get; init => field = Require.NotNegative(value, "The width of the front"); }

    /// <summary>In which order activities move.</summary>
    public Sweep Sweep { get; init; }

    /// <summary>
    /// β: instead of the target y activities see u − β (u − y), u being the answer of the forward pass, and the
    /// gradient is divided by β. 1 for the target itself, negative to push away from it.
    /// </summary>
    public float Nudge
    {
        get;
        init => field = CheckedNudge(value);
    } = 1;

    internal static float CheckedNudge(float value) =>
        value != 0 ? Require.Within(value, -100f, 100f, "The nudge") : Require.Positive(value, "|β|");

    /// <summary>Whether weights learn from the mean of the nudges β and −β.</summary>
    public bool Centred { get; init; }

    /// <summary>
    /// Whether weights take a step after every cycle, activities going on from where they were (iPC).
    /// </summary>
    public bool Incremental { get; init; }

    /// <inheritdoc/>
    public override int WeightSteps => Incremental ? Cycles : 1;

    /// <inheritdoc/>
    public override LearningPass Open(PredictiveNetwork network) =>
        Incremental ? new IncrementalPass(this, network) : new Pass(this, network);

    private sealed class Pass(Relaxation rule, PredictiveNetwork network) : LearningPass
    {
        private readonly float[] _nudges = rule.Centred ? [rule.Nudge, -rule.Nudge] : [rule.Nudge];
        private readonly Activities[] _activities = rule.Centred ? [new(network), new(network)] : [new(network)];

        public override Tensor Loss(Tape tape, Tensor x, Tensor y, float weight, Carry carry)
        {
            var share = weight / _nudges.Length;
            Tensor? sum = null;
            for (var i = 0; i < _nudges.Length; i++)
            {
                var activities = _activities[i];
                activities.Begin(tape, x, y);
                var loss = share * activities.Loss;
                if (_nudges[i] != 1)
                    activities.Nudge(_nudges[i]);
                activities.Relax(rule);
                var learned = activities.Learn(loss, share / _nudges[i]);
                sum = sum == null ? learned : sum + learned;
            }
            return sum!;
        }
    }

    // One cycle and one step of the weights; the activities are kept for the next call with the same samples.
    private sealed class IncrementalPass(Relaxation rule, PredictiveNetwork network) : LearningPass
    {
        private readonly Activities _activities = new(network);

        public override Tensor Loss(Tape tape, Tensor x, Tensor y, float weight, Carry carry)
        {
            _activities.Begin(tape, x, y);
            var loss = weight * _activities.Loss;
            // A run that broke off between two steps on the same samples has their weights, but no activities.
            if (carry.Phase > 0 && carry.Activities.Length > 0)
                _activities.Restore(carry);
            _activities.Relax(rule, carry.Phase + 1, carry.Phase + 1);
            _activities.Keep(carry);
            return _activities.Learn(loss, weight);
        }
    }
}

using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>
/// Predictive coding in its errors: ε relaxes instead of h = f(h below) + ε, so that credit crosses all layers in every
/// step. Fast, but not local.
/// </summary>
/// <remarks>
/// As in error-based predictive coding (ePC): E = loss + ρ/2 Σ ‖ε‖², and every step ε ← ε + η (c − ρ ε) takes one pass
/// back through the whole network for c = −∂loss/∂h. Weights learn from e = ρ ε. After one step from ε = 0 that is
/// back-propagation's gradient, times η ρ in all layers but the last. Errors settle where η is below 2/(ρ + λ_max) of
/// <see cref="StepBounds.Errors"/>; <see cref="RuleOptions"/> sees to that.
/// </remarks>
public sealed record ErrorCoding : LearningRule
{
    /// <inheritdoc/>
    public override string Name => "epc";

    /// <summary>T, how many steps.</summary>
    public int Cycles { get; init => field = Require.Within(value, 1, 1_000_000, "T"); } = 5;

    /// <summary>η, the step of errors, for the gradient of one sample.</summary>
    public float Step { get; init => field = Require.Positive(value, "η"); } = 0.25f;

    /// <summary>ρ, the price of errors.</summary>
    public float Penalty { get; init => field = Require.Positive(value, "ρ"); } = 1;

    /// <inheritdoc/>
    public override LearningPass Open(PredictiveNetwork network)
    {
        BackPropagation.RequireFeedforward(network, Name);
        return new Pass(this, network);
    }

    private sealed class Pass(ErrorCoding rule, PredictiveNetwork network) : LearningPass
    {
        private readonly Activities _activities = new(network);
        private readonly int[] _order = [.. network.Order];

        public override Tensor Loss(Tape tape, Tensor x, Tensor y, float weight, Carry carry)
        {
            var a = _activities;
            a.Begin(tape, x, y);
            var loss = a.Loss;
            for (var cycle = 0; cycle < rule.Cycles; cycle++)
            {
                a.BringBack();
                foreach (var e in _order)
                {
                    var (from, to, _) = network.Edges[e];
                    if (from > 0)
                        a.Predict(e);
                    if (to == network.Target)
                        a.Compare(e, rule.Penalty);
                    else
                        ActivityKernels.Respond(
                            a.H[to], a.Predicted[e], a.Error[e], a.Back[to], rule.Step, rule.Penalty);
                }
            }
            return a.Learn(weight * loss, weight);
        }
    }
}

using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>
/// Raises ρ while the primal residual is much larger than the dual one, and lowers it in the opposite case.
/// </summary>
/// <remarks>
/// Boyd et al. 2011, §3.4.1, with residuals relative to max(‖x‖, ‖z‖) and ‖ρu‖ as in OSQP (Stellato et al. 2020, §5.2),
/// so that units do not matter. The scaled dual u = λ/ρ is rescaled so that λ stays.
/// </remarks>
public sealed record ResidualBalance
{
    /// <summary>μ: the ratio of the residuals from which on ρ changes.</summary>
    public float Ratio { get; init => field = Require.Within(value, 1.001f, 1e6f); } = 10f;

    /// <summary>τ: the factor by which ρ changes.</summary>
    public float Factor { get; init => field = Require.Within(value, 1.001f, 1e3f); } = 2f;

    internal AdmmState Adapt(AdmmState before, AdmmState after)
    {
        var all = Residuals.Of(before, after, 0, after.X.Shape.Size);
        // Cross-multiplied, so that a scale of zero divides nothing.
        double primal = all.Primal * all.Multiplier, dual = (all.Dual + all.Hidden) * Math.Max(all.X, all.Z);
        var factor = primal > Ratio * dual ? Factor : dual > Ratio * primal ? 1 / Factor : 1;
        return factor == 1 ? after : after with { Penalty = factor * after.Penalty, U = (1 / factor) * after.U };
    }
}

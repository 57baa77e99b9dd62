using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>
/// Raises ρ while the primal residual is much larger than the dual one, and lowers it in the opposite case.
/// </summary>
/// <remarks>
/// Boyd et al. 2011, §3.4.1, with relative residuals as in OSQP (Stellato et al. 2020, §5.2), so that units do not
/// matter: within a solve relative to their tolerances, elsewhere to max(‖x‖, ‖z‖) and ‖ρu‖. A residual that is small
/// enough moves nothing, and a solve leaves ρ within a factor of 10⁹ of its start. The scaled dual u = λ/ρ is rescaled
/// so that λ stays.
/// </remarks>
public sealed record ResidualBalance
{
    private const float Farthest = 1e9f;

    /// <summary>μ: the ratio of the residuals from which on ρ changes.</summary>
    public float Ratio { get; init => field = Require.Within(value, 1.001f, 1e6f); } = 10f;

    /// <summary>τ: the factor by which ρ changes.</summary>
    public float Factor { get; init => field = Require.Within(value, 1.001f, 1e3f); } = 2f;

    /// <summary>The state with the penalty that suits what the last step achieved.</summary>
    /// <param name="before">The state before the step.</param>
    /// <param name="after">The state after it.</param>
    /// <param name="progress">The verdict within a solve.</param>
    /// <param name="first">The first penalty of the solve.</param>
    internal AdmmState Adapt(AdmmState before, AdmmState after, Progress? progress = null, float? first = null)
    {
        double primal, dual;
        if (progress is { } known)
        {
            primal = Math.Max(known.PrimalShare, known.DisagreementShare);
            dual = known.DualShare + (known.DualTolerance > 0 ? known.DualRounding / known.DualTolerance : 0);
            // A residual that is small enough asks for nothing.
            if (Math.Max(primal, dual) <= 1)
                return after;
        }
        else
        {
            // Cross-multiplied, so that a scale of zero divides nothing.
            var all = Residuals.Of(before, after, 0, after.X.Shape.Size);
            (primal, dual) = (all.Primal * all.Multiplier, (all.Dual + all.Hidden) * Math.Max(all.X, all.Z));
        }
        var factor = primal > Ratio * dual ? Factor : dual > Ratio * primal ? 1 / Factor : 1;
        var change = first is { } start ? factor * after.Penalty.Values[0] / start : 1;
        return factor == 1 || change is > Farthest or < 1 / Farthest
            ? after
            : after with { Penalty = factor * after.Penalty, U = (1 / factor) * after.U };
    }
}

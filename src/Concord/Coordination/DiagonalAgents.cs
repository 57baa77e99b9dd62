using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>Agents whose cost treats each coordinate alone: ½ Q x² + q x + l |x| within [lower, upper].</summary>
/// <remarks>
/// Seely et al. 2026, section 2.2 of the method. The x-update has a closed form: with a = Q + ρ and
/// t = (ρ v − q)/a it is clip(sign(t) · max(|t| − l/a, 0), lower, upper). Plain quadratic, ℓ1, box, non-negative and
/// lasso costs are all of this form; each tensor holds one number for all, or one a coordinate. <see cref="Solve"/>
/// checks the numbers once, before its first step; a step by itself takes them as they are.
/// </remarks>
public sealed class DiagonalAgents : IAgents, ICosts
{
    /// <summary>Agents with curvature Q and slope q.</summary>
    /// <param name="curvature">Q ≥ 0.</param>
    /// <param name="slope">q.</param>
    /// <exception cref="ArgumentException">A negative curvature: the cost is not convex.</exception>
    public DiagonalAgents(Tensor curvature, Tensor slope)
    {
        ArgumentNullException.ThrowIfNull(curvature);
        ArgumentNullException.ThrowIfNull(slope);
        DiagonalCosts.RequireNotNegative(curvature, "curvature Q", ", so that the cost is convex");
        Curvature = curvature;
        Slope = slope;
    }

    /// <summary>Q.</summary>
    public Tensor Curvature { get; set; }

    /// <summary>q.</summary>
    public Tensor Slope { get; set; }

    /// <summary>l ≥ 0, the price of |x|; null for none.</summary>
    public Tensor? L1 { get; set; }

    /// <summary>The lower bound; null for none.</summary>
    public Tensor? Lower { get; set; }

    /// <summary>The upper bound, not below the lower; null for none.</summary>
    public Tensor? Upper { get; set; }

    /// <summary>Agents drawn to a wish: (β/2)‖x − wish‖², whose answer is (β wish + ρ v)/(β + ρ).</summary>
    public static DiagonalAgents Wishing(Tensor wish, float strength)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var beta = wish.Tape.Input([Require.Positive(strength)], []);
        return new DiagonalAgents(beta, SlopeTowards(wish, beta));
    }

    /// <summary>−β wish, the slope q of agents drawn to a wish; their curvature Q is β.</summary>
    /// <param name="wish">What each agent would like.</param>
    /// <param name="strength">β, one number; a tracked tensor is learned.</param>
    public static Tensor SlopeTowards(Tensor wish, Tensor strength)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(strength);
        return StepArithmetic.Scaled(strength, wish, -1);
    }

    /// <inheritdoc/>
    public Tensor Respond(Tensor proposal, Tensor penalty) =>
        DiagonalProx.Apply(proposal, penalty, Curvature, Slope, L1, Lower, Upper);

    string? ICosts.Check(SheafLayout layout, int samples) => DiagonalCosts.Check(this, layout, samples);

    double ICosts.GradientScale(ReadOnlySpan<float> x, int sample) => DiagonalCosts.GradientScale(this, x, sample);

    double ICosts.LengthScale(int state, int sample) => DiagonalCosts.LengthScale(this, state, sample);

    double ICosts.Infimum(ReadOnlySpan<double> direction, ReadOnlySpan<float> x, double size, int sample) =>
        DiagonalCosts.Infimum(this, direction, sample);

    Growth? ICosts.Recession(ReadOnlySpan<double> direction, int sample) =>
        DiagonalCosts.Recession(this, direction, sample);
}

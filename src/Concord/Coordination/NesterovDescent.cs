using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Coordination;

/// <summary>The z-update by a fixed number of gradient steps with Nesterov's momentum, started at the target.</summary>
/// <remarks>
/// Seely et al. 2026, the ablation "GD + Nesterov" of section 2.3 of the method: the gradient is γLz + ρ(z − t) for
/// soft and Lz for hard consensus; m ← g + β m and z ← z − η (g + β m). Needs no sums over all agents, so it is local,
/// and comes much less near than as many steps of <see cref="ConjugateGradients"/>. <see cref="Solve"/> begins each
/// call where the last one ended, so that the steps of all calls together converge.
/// </remarks>
public sealed record NesterovDescent : IConsensus
{
    private NesterovDescent(BoundSheaf sheaf, float? pull, Tensor rate)
    {
        ArgumentNullException.ThrowIfNull(sheaf);
        ArgumentNullException.ThrowIfNull(rate);
        Require.That(rate.Shape.Size == 1, "The step size", "must be one number", rate.Shape);
        Require.Positive(rate.Scalar, "The step size");
        (Sheaf, Pull, Rate) = (sheaf, pull, rate);
    }

    /// <inheritdoc/>
    public BoundSheaf Sheaf { get; private init; }

    /// <summary>γ, the price of disagreement on edges; null: hard consensus.</summary>
    public float? Pull { get; }

    /// <summary>
    /// η, the step size; a tracked tensor is learned. Beyond about 1/λ_max of the system steps diverge.
    /// </summary>
    public Tensor Rate { get; }

    /// <summary>T, how many steps are taken.</summary>
    public int Steps { get; init => field = Require.Within(value, 1, 100_000); } = 10;

    /// <summary>β, how much of the last direction is kept.</summary>
    public float Momentum { get; init => field = Require.Within(value, 0f, 0.9999f); } = 0.9f;

    /// <summary>Disagreement at a price: descends (γ/2) zᵀLz + (ρ/2)‖z − t‖².</summary>
    public static NesterovDescent Soft(BoundSheaf sheaf, float pull, Tensor rate) =>
        new(sheaf, Require.Positive(pull), rate);

    /// <summary>Towards the projection on the sections, ker δ: descends ½ zᵀLz.</summary>
    public static NesterovDescent Hard(BoundSheaf sheaf, Tensor rate) => new(sheaf, null, rate);

    /// <inheritdoc/>
    public IConsensus Over(BoundSheaf sheaf) => this with { Sheaf = sheaf };

    /// <inheritdoc/>
    public Tensor Agree(Tensor target, Tensor previous, Tensor penalty)
    {
        RequireFit(target, penalty);
        return Descend(target, target, penalty);
    }

    internal void RequireFit(Tensor target, Tensor penalty)
    {
        Sheaf.RequireState(target, "The target of a consensus step");
        Require.That(
            Pull != null || penalty.Shape.Size == 1, "The penalty of a hard descent",
            "must be one number for all agents", penalty.Shape);
    }

    /// <summary>z after the steps from a start.</summary>
    internal Tensor Descend(Tensor start, Tensor target, Tensor penalty)
    {
        var z = start;
        Tensor? momentum = null;
        for (var k = 0; k < Steps; k++)
        {
            var gradient = Sheaf.Laplacian(z);
            if (Pull is { } pull)
                gradient = StepArithmetic.AddScaled(pull * gradient, penalty, z - target, 1);
            momentum = momentum == null ? gradient : Linear.Combine(gradient, 1, momentum, Momentum);
            z = StepArithmetic.AddScaled(z, Rate, Linear.Combine(gradient, 1, momentum, Momentum), -1);
        }
        return z;
    }
}

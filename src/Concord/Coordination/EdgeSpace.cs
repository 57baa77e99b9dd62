using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>The z-update solved for multipliers on the edges instead of states on the vertices.</summary>
/// <remarks>
/// Seely et al. 2026, appendix. Hard: z = t − δᵀλ with δδᵀλ = δt, the projection on ker δ. Soft: z = t − (γ/ρ) δᵀλ with
/// (1 + (γ/ρ) δδᵀ) λ = δt, where λ = δz. Both by conjugate gradient steps from λ = 0, which is z = t. The smaller
/// system where edges hold fewer numbers than vertices, and a hard step that never loses what t holds of ker δ, however
/// few steps it takes. With a ρ of each coordinate's own δᵀλ is divided by it, coordinate by coordinate.
/// </remarks>
public sealed record EdgeSpace : IConsensus
{
    private EdgeSpace(BoundSheaf sheaf, float? pull)
    {
        ArgumentNullException.ThrowIfNull(sheaf);
        (Sheaf, Pull) = (sheaf, pull);
    }

    /// <inheritdoc/>
    public BoundSheaf Sheaf { get; private init; }

    /// <summary>γ, the price of disagreement on edges; null: hard consensus.</summary>
    public float? Pull { get; }

    /// <summary>How many steps are taken, but in a solve, which takes as many as are needed.</summary>
    public int Steps { get; init => field = Require.Within(value, 1, 10_000); } = 30;

    /// <summary>
    /// Where the multipliers of one iteration are kept to begin the next with; null: each begins at zero.
    /// </summary>
    public EdgeMultipliers? Memory { get; init; }

    /// <summary>Disagreement at a price: minimises (γ/2) zᵀLz + (ρ/2)‖z − t‖².</summary>
    public static EdgeSpace Soft(BoundSheaf sheaf, float pull) => new(sheaf, Require.Positive(pull));

    /// <summary>The projection on the sections, ker δ.</summary>
    public static EdgeSpace Hard(BoundSheaf sheaf) => new(sheaf, null);

    /// <inheritdoc/>
    /// <remarks>A step with a memory begins with a fresh one: multipliers belong to edges.</remarks>
    public IConsensus Over(BoundSheaf sheaf) =>
        this with { Sheaf = sheaf, Memory = Memory == null ? null : new EdgeMultipliers() };

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A step that keeps multipliers is to be differentiated.</exception>
    public Tensor Agree(Tensor target, Tensor previous, Tensor penalty)
    {
        Sheaf.RequireState(target, "The target of a consensus step");
        var tape = Sheaf.Tape;
        var weights = Pull == null && penalty.Shape.Size == 1 ? null : StepArithmetic.Inverse(penalty);
        var residual = Sheaf.Coboundary(target);
        var lambda = tape.Zeros(residual.Shape);
        if (Memory is { Values.Length: > 0 })
        {
            lambda = tape.Input(Memory.Values, residual.Shape);
            residual -= Apply(lambda, weights);
        }
        lambda = UnrolledCg.Steps(Sheaf, y => Apply(y, weights), lambda, residual, Steps);
        if (Memory != null)
        {
            if (lambda.Tracked)
                throw new InvalidOperationException(
                    "An edge-space step that keeps its multipliers cannot be differentiated: leave its memory out.");
            Memory.Values = lambda.Values.ToArray();
        }
        weights ??= tape.Input([1], []);
        return StepArithmetic.AddScaled(target, weights, Sheaf.Adjoint(lambda), -(Pull ?? 1));      // z = t − w δᵀλ
    }

    // λ to δ w δᵀ λ with w = 1 or γ/ρ, and λ more where consensus is soft.
    private Tensor Apply(Tensor lambda, Tensor? weights)
    {
        var gathered = Sheaf.Adjoint(lambda);
        if (weights != null)
            gathered = StepArithmetic.Scaled(weights, gathered, Pull ?? 1);
        var around = Sheaf.Coboundary(gathered);
        return Pull == null ? around : lambda + around;
    }
}

/// <summary>
/// The multipliers of an <see cref="EdgeSpace"/> step, kept from iteration to iteration of one solve.
/// </summary>
public sealed class EdgeMultipliers
{
    internal float[] Values { get; set; } = [];
}

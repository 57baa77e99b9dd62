using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>Where a fixed number of conjugate gradient steps begins.</summary>
public enum CgStart
{
    /// <summary>At the target t = x + u.</summary>
    Target,

    /// <summary>At z of the iteration before.</summary>
    Previous,

    /// <summary>At zero.</summary>
    Zero,
}

/// <summary>The z-update by a fixed number of conjugate gradient steps, all unrolled when differentiated.</summary>
/// <remarks>
/// Seely et al. 2026 (arXiv 2605.31005), section 2.3 of the method: minimise (γ/2) zᵀLz + (μ/2)‖z − t‖². Soft
/// consensus has a γ of its own and μ = ρ. Hard consensus, the projection on ker δ, has γ = 1 and a small μ instead of
/// ρ; the release writes it for w = t − z, which gives the same iterates. With few steps the start is part of what the
/// method computes: the release starts soft steps at t and hard ones at the previous z. Inner products run over all
/// agents of a sample. There is no test for convergence, so this is a layer of a network, not a solver: unrolled, hard
/// steps come near the sections and, with few steps or a μ that is not small, not to the optimum.
/// <see cref="Solve"/> therefore goes on with conjugate gradients until they converge, whatever <see cref="Steps"/>,
/// <see cref="Start"/> and a hard step's <see cref="Anchor"/> say.
/// </remarks>
public sealed record ConjugateGradients : IConsensus
{
    private ConjugateGradients(BoundSheaf sheaf, float pull, float? anchor, CgStart start)
    {
        ArgumentNullException.ThrowIfNull(sheaf);
        Sheaf = sheaf;
        Pull = Require.Positive(pull);
        Anchor = anchor;
        Start = start;
    }

    /// <inheritdoc/>
    public BoundSheaf Sheaf { get; private init; }

    /// <summary>γ, the price of disagreement on edges.</summary>
    public float Pull { get; }

    /// <summary>μ, the pull back to the target; null: the penalty ρ.</summary>
    public float? Anchor { get; }

    /// <summary>Where the steps begin.</summary>
    public CgStart Start { get; init; }

    /// <summary>T, how many steps are taken, but in a solve, which takes as many as are needed.</summary>
    public int Steps { get; init => field = Require.Within(value, 1, 10_000); } = 5;

    /// <summary>Disagreement at a price: minimise (γ/2) zᵀLz + (ρ/2)‖z − t‖², started at the target.</summary>
    public static ConjugateGradients Soft(BoundSheaf sheaf, float pull) => new(sheaf, pull, null, CgStart.Target);

    /// <summary>Towards the projection on the sections, ker δ, started at the previous z.</summary>
    /// <param name="sheaf">The sheaf.</param>
    /// <param name="tikhonov">The small μ that keeps the system definite.</param>
    public static ConjugateGradients Hard(BoundSheaf sheaf, float tikhonov = 1e-5f) =>
        new(sheaf, 1, Require.Positive(tikhonov), CgStart.Previous);

    float? IConsensus.Pull => Anchor == null ? Pull : null;

    /// <inheritdoc/>
    public IConsensus Over(BoundSheaf sheaf) => this with { Sheaf = sheaf };

    /// <inheritdoc/>
    public Tensor Agree(Tensor target, Tensor previous, Tensor penalty)
    {
        Sheaf.RequireState(target, "The target of a consensus step");
        var start = Start switch { CgStart.Target => target, CgStart.Previous => previous, _ => null };
        if (penalty.Shape.Size > 1)
            return AgreeEachAtItsPrice(target, start, penalty);
        if (start == target && Anchor == null && SlotCg.Suits(Sheaf))
            return SlotCg.Apply(Sheaf, target, penalty, Pull, Steps);
        var anchor = Anchor is { } fixedAnchor ? Sheaf.Tape.Input([fixedAnchor], []) : penalty;
        return CgOperation.Apply(Sheaf, target, start, anchor, Pull, Steps);
    }

    // With a ρ of each coordinate's own the soft system is (γL + diag ρ) z = ρ ∘ t. A projection measures distances by
    // these ρ: (R⁻¹L + μ) z = μ t, which is symmetric in ⟨x, R y⟩ and leaves sections alone, as without prices.
    private Tensor AgreeEachAtItsPrice(Tensor target, Tensor? start, Tensor penalty)
    {
        start ??= Sheaf.Tape.Zeros(target.Shape);
        var inverse = Anchor == null ? null : StepArithmetic.Inverse(penalty);
        var mu = Anchor is { } small ? Sheaf.Tape.Input([small], []) : penalty;

        Tensor Pulled(Tensor z, float sign) => inverse == null
            ? sign * Pull * Sheaf.Laplacian(z)
            : StepArithmetic.Scaled(inverse, Sheaf.Laplacian(z), sign * Pull);

        var residual = StepArithmetic.AddScaled(Pulled(start, -1), mu, target - start, 1);
        return UnrolledCg.Steps(
            Sheaf, p => StepArithmetic.AddScaled(Pulled(p, 1), mu, p, 1), start, residual, Steps,
            metric: inverse == null ? null : penalty);
    }
}

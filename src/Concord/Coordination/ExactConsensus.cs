using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>The z-update without approximation, by a dense factorisation in double precision.</summary>
/// <remarks>
/// Soft: (γL + ρ) z = ρ t. Hard: the projection of t on ker δ, where a ρ of each coordinate's own says how distances
/// are measured. The factorisation costs the cube of a sample's state and is kept for as long as ρ stays among the last
/// few values, so this is for fixed maps and up to a thousand numbers or so; it is also what the other steps are
/// measured by.
/// </remarks>
public sealed class ExactConsensus : IConsensus
{
    /// <summary>The size of a state from which on <see cref="EdgeSpace"/> is faster by far.</summary>
    internal const int LargeState = 1000;

    private const int Remembered = 4;
    private readonly List<(float[] Rho, ExactFactor[] Factors)> _known = [];
    private Matrix[]? _coboundaries;

    private ExactConsensus(BoundSheaf sheaf, float? pull)
    {
        ArgumentNullException.ThrowIfNull(sheaf);
        (Sheaf, Pull) = (sheaf, pull);
    }

    /// <inheritdoc/>
    public BoundSheaf Sheaf { get; }

    /// <summary>γ, the price of disagreement on edges; null: hard consensus.</summary>
    public float? Pull { get; }

    /// <summary>Disagreement at a price: minimises (γ/2) zᵀLz + (ρ/2)‖z − t‖².</summary>
    public static ExactConsensus Soft(BoundSheaf sheaf, float pull) => new(sheaf, Require.Positive(pull));

    /// <summary>The projection on the sections, ker δ.</summary>
    public static ExactConsensus Hard(BoundSheaf sheaf) => new(sheaf, null);

    /// <inheritdoc/>
    public IConsensus Over(BoundSheaf sheaf) => new ExactConsensus(sheaf, Pull);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A gradient of a projection for maps or prices is wanted.</exception>
    public Tensor Agree(Tensor target, Tensor previous, Tensor penalty)
    {
        Sheaf.RequireState(target, "The target of a consensus step");
        var count = target.Shape.Size;
        Require.That(
            penalty.Shape.Size == 1 || penalty.Shape.Size == count, "The penalty of exact consensus",
            $"must be one number or {count}", penalty.Shape);
        foreach (var rho in penalty.Values)
            Require.Positive(rho, "The penalty of exact consensus");
        var tape = Sheaf.Tape;
        if (Pull == null && tape.Recording && (Sheaf.Tracked || (penalty.Tracked && penalty.Shape.Size > 1)))
            throw new InvalidOperationException(
                "The exact projection is differentiated with respect to its target alone; " +
                "for learned maps or prices use conjugate gradients.");
        return ExactOperation.Apply(Sheaf, target, penalty, FactorsFor(penalty.Values), Pull ?? 0);
    }

    // One factor a sample, or one for all where maps and prices do not differ.
    private ExactFactor[] FactorsFor(ReadOnlySpan<float> penalty)
    {
        foreach (var (rho, factors) in _known)
            if (penalty.SequenceEqual(rho))
                return factors;
        var dense = _coboundaries ??= DenseForm.Coboundaries(Sheaf);
        var state = Sheaf.Layout.StateSize;
        var made = new ExactFactor[dense.Length > 1 || penalty.Length > state ? Sheaf.Samples : 1];
        for (var b = 0; b < made.Length; b++)
        {
            var rho = (penalty.Length == 1 ? penalty : penalty.Slice(b * state, state)).ToArray();
            var coboundary = dense[dense.Length == 1 ? 0 : b];
            made[b] = Pull is { } pull
                ? new ExactFactor.Soft(coboundary, pull, rho)
                : new ExactFactor.Hard(coboundary, rho);
        }
        if (_known.Count == Remembered)
            _known.RemoveAt(0);
        _known.Add((penalty.ToArray(), made));
        return made;
    }
}

using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>The z-update: finds, near a target, a state on which neighbours agree, exactly or at a price.</summary>
public interface IConsensus
{
    /// <summary>The sheaf that says what agreement means.</summary>
    BoundSheaf Sheaf { get; }

    /// <summary>γ, the price of disagreement on edges; null: hard consensus, whose result lies in ker δ.</summary>
    float? Pull => null;

    /// <summary>The same step over another sheaf: for links that fail while agents coordinate.</summary>
    /// <param name="sheaf">A sheaf with the same vertex stalks and samples.</param>
    IConsensus Over(BoundSheaf sheaf);

    /// <summary>The state that neighbours agree on, or come nearer to agreeing on.</summary>
    /// <param name="target">t = x + u, relaxed where the solver relaxes; [samples, state].</param>
    /// <param name="previous">z of the iteration before, for consensus steps that start from it.</param>
    /// <param name="penalty">ρ: one number, or one per state coordinate.</param>
    Tensor Agree(Tensor target, Tensor previous, Tensor penalty);
}

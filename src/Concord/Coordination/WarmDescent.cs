using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>
/// Nesterov's descent within one solve, begun where the last call ended, so that its fixed point is the solution.
/// </summary>
/// <remarks>
/// Started at the target each time, a fixed number of steps leaves the same disagreement each time. A soft step begins
/// at the previous z. A hard one begins at t − (t − z of the call before): what is subtracted lies in the range of δᵀ,
/// so the nearest section stays the same, and the way there is what is still missing.
/// </remarks>
internal sealed class WarmDescent(NesterovDescent descent) : IConsensus
{
    private float[] _offset = [];

    /// <inheritdoc/>
    public BoundSheaf Sheaf => descent.Sheaf;

    /// <inheritdoc/>
    public float? Pull => descent.Pull;

    /// <inheritdoc/>
    public IConsensus Over(BoundSheaf sheaf) => new WarmDescent((NesterovDescent)descent.Over(sheaf));

    /// <inheritdoc/>
    public Tensor Agree(Tensor target, Tensor previous, Tensor penalty)
    {
        descent.RequireFit(target, penalty);
        if (Pull != null)
            return descent.Descend(previous, target, penalty);
        var start = _offset.Length == 0 ? target : target - Sheaf.Tape.Input(_offset, target.Shape);
        var z = descent.Descend(start, target, penalty);
        _offset = (target - z).Values.ToArray();
        return z;
    }
}

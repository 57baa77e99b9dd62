using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>The cost of a thought that spells its answer, a class or nothing in a tick.</summary>
/// <remarks>
/// How Darlow et al. 2025 learn to sort; the cost is that of <see cref="Ctc"/>, and the last class says nothing. All
/// ticks count. Belongs to one thread and is used again.
/// </remarks>
public sealed class SpellingLoss
{
    private int[] _ticks = [];
    private int[] _rows = [];

    /// <summary>weight · Σ over samples of −log p(targets) / the number of targets, recorded on the tape.</summary>
    /// <param name="thinker">Who thought.</param>
    /// <param name="thoughts">The thought.</param>
    /// <param name="targets">The sequence of every sample, all of one length.</param>
    /// <param name="weight">A factor, such as one over the samples of a batch.</param>
    /// <exception cref="ArgumentException">A target that is no class, or more targets than ticks can spell.</exception>
    public Tensor Of(IThinker thinker, Thoughts thoughts, ReadOnlySpan<int> targets, float weight)
    {
        int samples = thoughts.Saying[0].Shape.Rows, all = thoughts.Count * samples;
        if (_ticks.Length < all)
            (_ticks, _rows) = (new int[all], new int[all]);
        for (var i = 0; i < all; i++)
            (_ticks[i], _rows[i]) = (i / samples, i % samples);
        var said = thinker.Say(RowOperations.Pick(thoughts.Saying, _ticks, _rows, all));
        return Ctc.Sum(said, samples, targets, weight);
    }
}

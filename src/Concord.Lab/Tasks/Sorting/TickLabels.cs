using Concord.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Tasks.Sorting;

/// <summary>Reads labels out of what was most likely at each tick, for a model trained with the CTC loss.</summary>
/// <remarks>
/// Graves et al. 2006, "Connectionist Temporal Classification", best path decoding: the same label at ticks in a row is
/// said once, and blanks are dropped, so that a blank between two of them tells two equal labels apart.
/// </remarks>
public static class TickLabels
{
    /// <summary>Writes the labels that logits spell.</summary>
    /// <param name="logits">Tick by tick, the blank behind all other classes.</param>
    /// <param name="classes">How many classes there are, the blank counted.</param>
    /// <param name="labels">At least as many entries as ticks.</param>
    /// <returns>How many labels there are.</returns>
    public static int Decode(ReadOnlySpan<float> logits, int classes, Span<int> labels)
    {
        var ticks = logits.Length / classes;
        Require.That(labels.Length >= ticks, "The room for labels", $"must be {ticks}", labels.Length);
        for (var tick = 0; tick < ticks; tick++)
            labels[tick] = TensorPrimitives.IndexOfMax(logits.Slice(tick * classes, classes));
        return Decode(labels[..ticks], classes - 1, labels);
    }

    /// <summary>Writes the labels.</summary>
    /// <param name="best">The class that is most likely at each tick.</param>
    /// <param name="blank">The class that says nothing.</param>
    /// <param name="labels">At least as many entries as ticks; may be <paramref name="best"/> itself.</param>
    /// <returns>How many labels there are.</returns>
    public static int Decode(ReadOnlySpan<int> best, int blank, Span<int> labels)
    {
        Require.That(labels.Length >= best.Length, "The room for labels", $"must be {best.Length}", labels.Length);
        var (count, before) = (0, blank);
        foreach (var now in best)
        {
            if (now != before && now != blank)
                labels[count++] = now;
            before = now;
        }
        return count;
    }

    /// <summary>How far labels are right.</summary>
    /// <param name="labels">What was said.</param>
    /// <param name="target">What should have been said.</param>
    /// <returns>The share of the target's places that agree, and whether nothing else was said, either.</returns>
    public static (double Accuracy, bool Solved) Grade(ReadOnlySpan<int> labels, ReadOnlySpan<int> target)
    {
        var right = 0;
        for (var i = 0; i < Math.Min(labels.Length, target.Length); i++)
            right += labels[i] == target[i] ? 1 : 0;
        return ((double)right / Require.Positive(target.Length), labels.SequenceEqual(target));
    }
}

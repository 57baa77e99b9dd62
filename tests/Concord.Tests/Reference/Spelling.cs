namespace Concord.Tests.Reference;

/// <summary>How likely a sequence is to be spelled, by all ways to spell it.</summary>
public static class Spelling
{
    /// <summary>
    /// −log Σ over all paths that spell the sequence, of one sample; the last class is the blank.
    /// </summary>
    /// <param name="logits">[ticks, classes].</param>
    /// <param name="classes">How many classes, with the blank.</param>
    /// <param name="targets">The sequence.</param>
    public static double Cost(double[] logits, int classes, int[] targets)
    {
        var shares = Layers.Softmax(logits, classes);
        var ticks = logits.Length / classes;
        var sum = 0.0;
        var path = new int[ticks];
        do
            if (Spells(path, classes - 1, targets))
                sum += path.Select((said, t) => shares[(t * classes) + said]).Aggregate(1.0, (a, b) => a * b);
        while (Next(path, classes));
        return -Math.Log(sum);
    }

    // Repetitions are merged first, then blanks dropped.
    private static bool Spells(int[] path, int blank, int[] targets)
    {
        var merged = path.Where((said, t) => (t == 0 || path[t - 1] != said) && said != blank);
        return merged.SequenceEqual(targets);
    }

    // Counts up; false after the last path.
    private static bool Next(int[] path, int classes)
    {
        for (var t = 0; t < path.Length; t++)
        {
            if (++path[t] < classes)
                return true;
            path[t] = 0;
        }
        return false;
    }
}

using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>The cost of predicted classes: −log softmax at the right class, added up.</summary>
public static unsafe class CrossEntropy
{
    /// <summary>The target of an entry that does not count.</summary>
    public const int Ignored = -1;

    /// <summary>weight · Σ −log softmax(logits)[target], over all entries whose target is not <see cref="Ignored"/>.</summary>
    /// <param name="logits">Any shape, read as entries of <paramref name="classes"/> neighbouring numbers.</param>
    /// <param name="targets">One class an entry; kept until the tape is reset.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="weight">A factor, such as one over the number of entries of the whole batch.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Sum(Tensor logits, int[] targets, int classes, float weight)
    {
        var entries = logits.Shape.Count / classes;
        Require.That(entries * classes == logits.Shape.Count, "The logits", $"must hold groups of {classes}", logits.Shape);
        Require.That(targets.Length >= entries, "The targets", $"must have at least {entries} entries", targets.Length);
        var tape = logits.Tape;
        var loss = tape.Empty([]);
        var probabilities = tape.Empty(logits.Shape);
        // log Σ exp(zᵢ − max) − (z_target − max): nothing overflows and a sure answer costs exactly what it should.
        var total = 0.0;
        for (var e = 0; e < entries; e++)
        {
            var shifted = probabilities.Data + (e * classes);
            Shift(logits.Data + (e * classes), shifted, classes);
            if (targets[e] != Ignored)
                total -= shifted[targets[e]];
        }
        Pointwise.Map<ExpFunction>(probabilities.Data, probabilities.Data, logits.Shape.Count);
        for (var e = 0; e < entries; e++)
        {
            var sum = Normalise(probabilities.Data + (e * classes), classes);
            if (targets[e] != Ignored)
                total += MathF.Log(sum);
        }
        loss.Data[0] = (float)(weight * total);
        if (tape.Record<CrossEntropyPullback>(loss, logits.Tracked) is { } back)
        {
            (back.Logits, back.Probabilities) = (logits, probabilities);
            (back.Targets, back.Classes, back.Weight) = (targets, classes, weight);
        }
        return loss;
    }

    private static void Shift(float* from, float* to, int classes)
    {
        var max = from[0];
        for (var c = 1; c < classes; c++)
            max = MathF.Max(max, from[c]);
        for (var c = 0; c < classes; c++)
            to[c] = from[c] - max;
    }

    private static float Normalise(float* p, int classes)
    {
        var sum = 0f;
        for (var c = 0; c < classes; c++)
            sum += p[c];
        var inverse = 1 / sum;
        for (var c = 0; c < classes; c++)
            p[c] *= inverse;
        return sum;
    }

    private sealed class CrossEntropyPullback : Pullback
    {
        public Tensor Logits = null!, Probabilities = null!;
        public int[] Targets = null!;
        public int Classes;
        public float Weight;

        public override void Run()
        {
            var to = Logits.Adjoint();
            var factor = Weight * Output.AdjointData[0];
            for (var e = 0; e < Logits.Shape.Count / Classes; e++)
            {
                if (Targets[e] == Ignored)
                    continue;
                var at = e * Classes;
                Vectors.AddScaled(to + at, Probabilities.Data + at, factor, Classes);
                to[at + Targets[e]] -= factor;
            }
        }
    }
}

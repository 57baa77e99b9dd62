using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>The cost of predicted classes: −log softmax at the right class, added up.</summary>
public static unsafe class CrossEntropy
{
    /// <summary>The target of an entry that does not count.</summary>
    public const int Ignored = -1;

    /// <summary>weight · Σ −log softmax(logits)[target], over all entries with a target to be met.</summary>
    /// <remarks>Entries are added in their order, in double precision.</remarks>
    /// <param name="logits">Any shape, read as entries of <paramref name="classes"/> neighbouring numbers.</param>
    /// <param name="targets">One class an entry, or <see cref="Ignored"/>.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="weight">A factor, such as one over the number of entries of the whole batch.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">Logits of unfit shape, too few targets, or one that is no class.</exception>
    public static Tensor Sum(Tensor logits, int[] targets, int classes, float weight)
    {
        var shape = logits.Shape;
        var entries = shape.Size / Require.Positive(classes, "The number of classes");
        Check(logits, targets, classes, entries);

        // log Σ exp(zᵢ − max) − (z_target − max): nothing overflows and a sure answer costs exactly what it should.
        var tape = logits.Tape;
        var loss = tape.Empty([]);
        var powers = tape.Empty(logits.Shape);
        var sums = tape.Empty([entries]);
        var total = 0.0;
        for (var e = 0; e < entries; e++)
        {
            var entry = logits.Data + (e * classes);
            var max = Shift(entry, powers.Data + (e * classes), classes);
            if (targets[e] != Ignored)
                total -= entry[targets[e]] - max;
        }
        Pointwise.Map<ExpFunction>(powers.Data, powers.Data, logits.Shape.Size);
        for (var e = 0; e < entries; e++)
            sums.Data[e] = Vectors.Sum(powers.Data + (e * classes), classes);
        loss.Data[0] = (float)(weight * (total + Logarithms(sums.Data, targets, 0, entries)));
        if (tape.Record<CrossEntropyPullback>(loss, logits.Tracked) is { } back)
        {
            var slope = tape.Empty(logits.Shape);
            for (var e = 0; e < entries; e++)
                Slope(powers.Data + (e * classes), 1 / sums.Data[e], targets[e], slope.Data + (e * classes), classes);
            (back.Logits, back.Slope, back.Weight) = (logits, slope, weight);
        }
        return loss;
    }

    /// <summary>Σ over the entries of a row of −log softmax(logits)[target], for every row.</summary>
    /// <param name="logits">[rows, entries · classes].</param>
    /// <param name="targets">For each entry of each row its class, or <see cref="Ignored"/>; may be longer.</param>
    /// <param name="classes">How many classes an entry chooses from.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ArgumentException">Logits of unfit shape, too few targets, or one that is no class.</exception>
    public static Tensor Rows(Tensor logits, int[] targets, int classes)
    {
        var tape = logits.Tape;
        Require.Positive(classes, "The number of classes");
        int rows = logits.Shape.Rows, entries = logits.Shape.Columns / classes;
        Check(logits, targets, classes, rows * entries);
        var costs = tape.Empty([rows]);
        var slopes = tape.Empty(logits.Shape);
        var sums = tape.Empty([rows * entries]);
        for (var e = 0; e < rows * entries; e++)
            Shift(logits.Data + (e * classes), slopes.Data + (e * classes), classes);
        for (var r = 0; r < rows; r++)
        {
            costs.Data[r] = 0;
            for (var e = r * entries; e < (r + 1) * entries; e++)
                if (targets[e] != Ignored)
                    costs.Data[r] -= slopes.Data[(e * classes) + targets[e]];
        }
        Pointwise.Map<ExpFunction>(slopes.Data, slopes.Data, logits.Shape.Size);
        for (var e = 0; e < rows * entries; e++)
            sums.Data[e] = Vectors.Sum(slopes.Data + (e * classes), classes);
        for (var r = 0; r < rows; r++)
            costs.Data[r] += (float)Logarithms(sums.Data, targets, r * entries, (r + 1) * entries);
        if (tape.Record<RowsPullback>(costs, logits.Tracked) is { } back)
        {
            for (var e = 0; e < rows * entries; e++)
                Slope(
                    slopes.Data + (e * classes), 1 / sums.Data[e], targets[e], slopes.Data + (e * classes), classes);
            (back.Logits, back.Slopes) = (logits, slopes);
        }
        return costs;
    }

    private static void Check(Tensor logits, int[] targets, int classes, int entries)
    {
        Require.That(
            entries * classes == logits.Shape.Size, "The logits", $"must hold groups of {classes}", logits.Shape);
        Require.That(targets.Length >= entries, "The targets", $"must have at least {entries} entries", targets.Length);
        for (var e = 0; e < entries; e++)
            if (targets[e] != Ignored)
                Require.Within(targets[e], 0, classes - 1, "A target");
    }

    private static float Shift(float* from, float* to, int classes)
    {
        var max = Vectors.Max(from, classes);
        for (var c = 0; c < classes; c += Vectors.Width)
            Vectors.StorePart(Vector512.Load(from + c) - Vector512.Create(max), to + c, classes - c);
        return max;
    }

    private static double Logarithms(float* sums, int[] targets, int first, int end)
    {
        var total = 0.0;
        var logs = stackalloc float[Vectors.Width];
        for (var e = first; e < end; e += Vectors.Width)
        {
            Elementary.Log(Vector512.Load(sums + e)).Store(logs);
            for (var i = 0; i < Math.Min(Vectors.Width, end - e); i++)
                total += targets[e + i] == Ignored ? 0 : logs[i];
        }
        return total;
    }

    // The derivative by the logits: softmax minus one at the right class; nothing where the entry does not count.
    private static void Slope(float* powers, float inverse, int target, float* to, int classes)
    {
        var factor = Vector512.Create(target == Ignored ? 0 : inverse);
        for (var c = 0; c < classes; c += Vectors.Width)
        {
            var right = Vector512.Equals(Vector512<int>.Indices + Vector512.Create(c), Vector512.Create(target));
            var one = Vector512.ConditionalSelect(right.AsSingle(), Vector512<float>.One, Vector512<float>.Zero);
            Vectors.StorePart((Vector512.Load(powers + c) * factor) - one, to + c, classes - c);
        }
    }

    private sealed class CrossEntropyPullback : Pullback
    {
        public Tensor Logits = null!, Slope = null!;
        public float Weight;

        public override void Run() =>
            Vectors.AddScaled(Logits.Adjoint(), Slope.Data, Weight * Output.AdjointData[0], Logits.Shape.Size);
    }

    private sealed class RowsPullback : Pullback
    {
        public Tensor Logits = null!, Slopes = null!;

        public override void Run()
        {
            int rows = Logits.Shape.Rows, columns = Logits.Shape.Columns;
            for (var r = 0; r < rows; r++)
                Vectors.AddScaled(
                    Logits.Adjoint() + (r * columns), Slopes.Data + (r * columns), Output.AdjointData[r], columns);
        }
    }
}

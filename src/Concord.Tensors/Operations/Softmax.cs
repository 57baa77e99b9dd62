using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Numbers as shares of one.</summary>
public static unsafe class Softmax
{
    /// <summary>eˣ over the sum of its row's.</summary>
    /// <param name="x">[…, n].</param>
    public static Tensor Rows(Tensor x)
    {
        int rows = x.Shape.Rows, n = x.Shape.Columns;
        var y = x.Tape.Empty(x.Shape);
        x.Values.CopyTo(y.Values);
        for (var r = 0; r < rows; r++)
            InPlace(y.Data + (r * n), n);
        if (x.Tape.Record<SoftmaxPullback>(y, x.Tracked) is { } back)
            back.X = x;
        return y;
    }

    /// <summary>The softmax of one row of logits, with the bits of <see cref="Rows"/>; nothing is recorded.</summary>
    /// <remarks>
    /// The largest logit is subtracted first, so no size of logits overflows. A logit of −∞ gives 0. Where there is NaN
    /// or +∞, or nothing but −∞, all probabilities are NaN.
    /// </remarks>
    /// <param name="logits">One for each class.</param>
    /// <param name="probabilities">Takes as many; may be the same memory.</param>
    /// <exception cref="ArgumentException">Spans of unequal length.</exception>
    public static void Probabilities(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        Require.Length<float>(probabilities, logits.Length, "The probabilities");
        const int onStack = 256;
        // Vectors are read whole, so the row needs room behind its end.
        var room = logits.Length + Vectors.Width;
        var row = room <= onStack ? stackalloc float[onStack] : new float[room];
        logits.CopyTo(row);
        fixed (float* data = row)
            InPlace(data, logits.Length);
        row[..logits.Length].CopyTo(probabilities);
    }

    /// <summary>The entropy of the softmax of every entry, in nats. Nothing is recorded.</summary>
    /// <param name="logits">Any shape, read as entries of <paramref name="classes"/> neighbouring numbers.</param>
    /// <param name="classes">How many classes an entry chooses from.</param>
    /// <returns>[entries].</returns>
    /// <exception cref="ArgumentException">Numbers that are no whole entries.</exception>
    public static Tensor Entropies(Tensor logits, int classes)
    {
        var size = logits.Shape.Size;
        var entries = size / Require.Positive(classes, "The number of classes");
        Require.That(entries * classes == size, "The logits", $"must hold groups of {classes}", logits.Shape);
        // H = log Σ eᵈ − Σ eᵈ d / Σ eᵈ with d what a logit lies below the largest of its entry.
        var tape = logits.Tape;
        var entropies = tape.Empty([entries]);
        var mark = tape.Here;
        float* below = tape.Take(size), powers = tape.Take(size), sums = tape.Take(entries);
        for (var e = 0; e < entries; e++)
        {
            float* entry = logits.Data + (e * classes), to = below + (e * classes);
            var max = entry[0];
            for (var c = 1; c < classes; c++)
                max = MathF.Max(max, entry[c]);
            // 0 log 0 = 0: below −104 a power is 0, and its product with −∞ would be NaN. MathF.Max keeps NaN.
            for (var c = 0; c < classes; c++)
                to[c] = MathF.Max(entry[c] - max, Elementary.LeastExponent);
        }
        Pointwise.Map<ExpFunction>(below, powers, size);
        for (var e = 0; e < entries; e++)
        {
            float sum = 0, along = 0;
            for (var c = e * classes; c < (e + 1) * classes; c++)
            {
                sum += powers[c];
                along += powers[c] * below[c];
            }
            (sums[e], entropies.Data[e]) = (sum, along / sum);
        }
        for (var e = 0; e < entries; e += Vectors.Width)
            Vectors.StorePart(
                Elementary.Log(Vector512.Load(sums + e)) - Vector512.Load(entropies.Data + e),
                entropies.Data + e, entries - e);
        tape.Rewind(mark);
        return entropies;
    }

    internal static void InPlace(float* row, int n)
    {
        var max = Vector512.Create(Vectors.Max(row, n));
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < n; i += Vectors.Width)
        {
            var power = Vectors.First(Elementary.Exp(Vector512.Load(row + i) - max), n - i);
            Vectors.StorePart(power, row + i, n - i);
            sum += power;
        }
        Vectors.Scale(row, 1 / Vectors.Sum(sum), n);
    }

    // x̄ += y ∘ (ȳ − Σ y ȳ).
    private sealed class SoftmaxPullback : Pullback
    {
        public Tensor X = null!;

        public override void Run()
        {
            int rows = X.Shape.Rows, n = X.Shape.Columns;
            var to = X.Adjoint();
            for (var r = 0; r < rows; r++, to += n)
            {
                float* y = Output.Data + (r * n), g = Output.AdjointData + (r * n);
                Vectors.AddProducts(to, y, g, n);
                Vectors.AddScaled(to, y, -Vectors.Dot(y, g, n), n);
            }
        }
    }
}

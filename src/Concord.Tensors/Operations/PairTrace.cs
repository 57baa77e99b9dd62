using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Which columns of a row are multiplied with which.</summary>
/// <param name="Left">Column numbers.</param>
/// <param name="Right">As many column numbers.</param>
public sealed record ColumnPairs(int[] Left, int[] Right)
{
    /// <summary>How many pairs there are.</summary>
    public int Count => Left.Length;
}

/// <summary>Products of pairs of columns, gathered up over time and forgotten at a rate of their own.</summary>
/// <remarks>
/// The recursion by which Darlow et al. 2025, "Continuous Thought Machines", section 3.4 and appendix H, compute how
/// neurons synchronise. Entries never meet each other.
/// </remarks>
public static unsafe class PairTrace
{
    /// <summary>y[r, p] = keep[p] · before[r, p] + x[r, left p] · x[r, right p].</summary>
    /// <param name="x">[rows, n].</param>
    /// <param name="pairs">Column numbers below n; kept until the tape is reset.</param>
    /// <param name="before">[rows, pairs], or null for the first products alone.</param>
    /// <param name="keep">[pairs], read only where there is something before.</param>
    /// <returns>[rows, pairs].</returns>
    /// <exception cref="ArgumentException">Unfit shapes, or a column that is not there.</exception>
    public static Tensor Next(Tensor x, ColumnPairs pairs, Tensor? before, Tensor keep)
    {
        int rows = x.Shape.Rows, n = x.Shape.Columns, count = pairs.Count;
        Require.Shape(keep.Shape, [count], "What pairs keep");
        if (before != null)
            Require.Shape(before.Shape, [rows, count], "What pairs gathered before");
        for (var p = 0; p < count; p++)
        {
            Require.Within(pairs.Left[p], 0, n - 1, "The left column of a pair");
            Require.Within(pairs.Right[p], 0, n - 1, "The right column of a pair");
        }
        var tape = x.Tape;
        var y = tape.Empty([rows, count]);
        fixed (int* left = pairs.Left, right = pairs.Right)
            for (var r = 0; r < rows; r++)
            {
                float* row = x.Data + (r * n), to = y.Data + (r * count);
                for (var p = 0; p < count; p++)
                    to[p] = row[left[p]] * row[right[p]];
                if (before != null)
                    Vectors.AddProducts(to, keep.Data, before.Data + (r * count), count);
            }
        if (tape.Record<PairTracePullback>(y, x.Tracked || before is { Tracked: true }
            || (before != null && keep.Tracked)) is { } back)
            (back.X, back.Pairs, back.Before, back.Keep) = (x, pairs, before, keep);
        return y;
    }

    /// <summary>exp(−decay), a decay below 0 or above <paramref name="most"/> counting as the bound.</summary>
    /// <remarks>The way back passes the bound as if it were not there, so that a decay can return from it.</remarks>
    /// <param name="decay">[pairs].</param>
    /// <param name="most">The largest decay.</param>
    public static Tensor Keep(Tensor decay, float most)
    {
        var keep = decay.Tape.Empty(decay.Shape);
        var count = decay.Shape.Size;
        Vector512<float> least = Vector512<float>.Zero, bound = Vector512.Create(most);
        for (var i = 0; i < count; i += Vectors.Width)
        {
            var within = Vector512.Min(Vector512.Max(Vector512.Load(decay.Data + i), least), bound);
            Vectors.StorePart(Elementary.Exp(-within), keep.Data + i, count - i);
        }
        if (decay.Tape.Record<KeepPullback>(keep, decay.Tracked) is { } back)
            back.Decay = decay;
        return keep;
    }

    /// <summary>y[r, p] = x[r, p] / √weight[p].</summary>
    /// <param name="x">[rows, pairs].</param>
    /// <param name="weight">[pairs], positive.</param>
    /// <exception cref="ArgumentException">Unfit shapes.</exception>
    public static Tensor OverRoot(Tensor x, Tensor weight)
    {
        int rows = x.Shape.Rows, count = x.Shape.Columns;
        Require.Shape(weight.Shape, [count], "The weight of pairs");
        var tape = x.Tape;
        var factor = tape.Empty([count]);
        for (var i = 0; i < count; i += Vectors.Width)
            Vectors.StorePart(
                Vector512<float>.One / Vector512.Sqrt(Vector512.Load(weight.Data + i)), factor.Data + i, count - i);
        var y = tape.Empty(x.Shape);
        for (var r = 0; r < rows; r++)
            for (var i = 0; i < count; i += Vectors.Width)
                Vectors.StorePart(
                    Vector512.Load(x.Data + (r * count) + i) * Vector512.Load(factor.Data + i),
                    y.Data + (r * count) + i, count - i);
        if (tape.Record<OverRootPullback>(y, x.Tracked || weight.Tracked) is { } back)
            (back.X, back.Weight, back.Factor) = (x, weight, factor);
        return y;
    }

    // decay¯ −= keep¯ ∘ keep.
    private sealed class KeepPullback : Pullback
    {
        public Tensor Decay = null!;

        public override void Run()
        {
            var to = Decay.Adjoint();
            for (var i = 0; i < Output.Shape.Size; i++)
                to[i] -= Output.AdjointData[i] * Output.Data[i];
        }
    }

    // x̄ += ȳ / √weight,  weight¯ −= Σ over rows of ȳ ∘ y / (2 weight).
    private sealed class OverRootPullback : Pullback
    {
        public Tensor X = null!, Weight = null!, Factor = null!;

        public override void Run()
        {
            var tape = Output.Tape;
            int rows = X.Shape.Rows, count = X.Shape.Columns;
            var g = Output.AdjointData;
            if (X.Tracked)
                for (var r = 0; r < rows; r++)
                    Vectors.AddProducts(X.Adjoint() + (r * count), g + (r * count), Factor.Data, count);
            if (!Weight.Tracked)
                return;
            var to = Weight.Adjoint();
            var mark = tape.Here;
            var sum = tape.TakeCleared(count);
            for (var r = 0; r < rows; r++)
                Vectors.AddProducts(sum, g + (r * count), Output.Data + (r * count), count);
            for (var i = 0; i < count; i++)
                to[i] -= 0.5f * sum[i] * Factor.Data[i] * Factor.Data[i];
            tape.Rewind(mark);
        }
    }

    // x̄[left] += ȳ x[right],  x̄[right] += ȳ x[left];  before¯ += ȳ ∘ keep,  keep¯ += Σ over rows of ȳ ∘ before.
    private sealed class PairTracePullback : Pullback
    {
        public Tensor X = null!, Keep = null!;
        public Tensor? Before;
        public ColumnPairs Pairs = null!;

        public override void Run()
        {
            int rows = X.Shape.Rows, n = X.Shape.Columns, count = Pairs.Count;
            var g = Output.AdjointData;
            if (X.Tracked)
                AddToX(X.Adjoint(), g, rows, n, count);
            if (Before == null)
                return;
            var toBefore = Before.Tracked ? Before.Adjoint() : null;
            var toKeep = Keep.Tracked ? Keep.Adjoint() : null;
            for (var r = 0; r < rows; r++)
            {
                if (toBefore != null)
                    Vectors.AddProducts(toBefore + (r * count), g + (r * count), Keep.Data, count);
                if (toKeep != null)
                    Vectors.AddProducts(toKeep, g + (r * count), Before.Data + (r * count), count);
            }
        }

        private void AddToX(float* to, float* g, int rows, int n, int count)
        {
            fixed (int* left = Pairs.Left, right = Pairs.Right)
                for (var r = 0; r < rows; r++, to += n, g += count)
                {
                    var row = X.Data + (r * n);
                    for (var p = 0; p < count; p++)
                    {
                        int i = left[p], j = right[p];
                        to[i] += g[p] * row[j];
                        to[j] += g[p] * row[i];
                    }
                }
        }
    }
}

using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Normalisation of each column, by the mean and variance of its rows or by given ones.</summary>
/// <remarks>
/// Ioffe and Szegedy 2015. Sums over rows run from first to last in groups of 64 rows, and the groups are added in
/// order, so that thousands of rows lose no digits.
/// </remarks>
public static unsafe class BatchNorm
{
    private const float Epsilon = 1e-5f;
    private const int Group = 64;

    /// <summary>(x − mean) / √(variance + 1e-5) · scale + bias with the mean and variance of the rows.</summary>
    /// <param name="x">[…, n].</param>
    /// <param name="scale">[n].</param>
    /// <param name="bias">[n].</param>
    /// <param name="moments">
    /// [2, n]: set to the mean, and to the variance of what the rows are a sample of, Σ (x − mean)² / (rows − 1).
    /// </param>
    /// <returns>As x.</returns>
    /// <exception cref="ArgumentException">Unfit shapes, or fewer than two rows.</exception>
    public static Tensor Apply(Tensor x, Tensor scale, Tensor bias, out Tensor moments)
    {
        int rows = x.Shape.Rows, n = x.Shape.Columns;
        Require.That(rows > 1, "The rows to normalise by their mean", "must be at least 2", rows);
        moments = x.Tape.Zeros([2, n]);
        var squares = moments.Data + n;
        SumRows(x.Tape, rows, n, moments.Data, new Plain(x.Data, n));
        Vectors.Scale(moments.Data, 1f / rows, n);
        SumRows(x.Tape, rows, n, squares, new Square(x.Data, moments.Data, n));
        Vectors.Scale(squares, 1f / rows, n);
        var y = Apply(x, scale, bias, moments.Data, squares, own: true);
        Vectors.Scale(squares, rows / (rows - 1f), n);
        return y;
    }

    /// <summary>(x − mean) / √(variance + 1e-5) · scale + bias with a mean and variance that are constants.</summary>
    /// <param name="x">[…, n].</param>
    /// <param name="scale">[n].</param>
    /// <param name="bias">[n].</param>
    /// <param name="mean">[n].</param>
    /// <param name="variance">[n].</param>
    /// <exception cref="ArgumentException">Unfit shapes.</exception>
    public static Tensor Apply(Tensor x, Tensor scale, Tensor bias, Tensor mean, Tensor variance)
    {
        Require.Shape(mean.Shape, [x.Shape.Columns], "The mean to normalise by");
        Require.Shape(variance.Shape, [x.Shape.Columns], "The variance to normalise by");
        return Apply(x, scale, bias, mean.Data, variance.Data, own: false);
    }

    private static Tensor Apply(Tensor x, Tensor scale, Tensor bias, float* mean, float* variance, bool own)
    {
        var tape = x.Tape;
        int rows = x.Shape.Rows, n = x.Shape.Columns;
        Require.Shape(scale.Shape, [n], "The scale of a norm");
        Require.Shape(bias.Shape, [n], "The bias of a norm");
        var y = tape.Empty(x.Shape);
        // Kept apart: what it was normalised by, as mean and one over the root.
        var used = tape.Empty([2, n]);
        for (var i = 0; i < n; i++)
            (used.Data[i], used.Data[n + i]) = (mean[i], 1 / MathF.Sqrt(variance[i] + Epsilon));
        for (var r = 0; r < rows; r++)
        {
            float* from = x.Data + ((long)r * n), to = y.Data + ((long)r * n);
            for (var i = 0; i < n; i += Vectors.Width)
                Vectors.StorePart(
                    Vector512.FusedMultiplyAdd(
                        Unit(from, used.Data, i, n), Vector512.Load(scale.Data + i), Vector512.Load(bias.Data + i)),
                    to + i, n - i);
        }
        if (tape.Record<BatchNormPullback>(y, x.Tracked || scale.Tracked || bias.Tracked) is { } back)
            (back.X, back.Scale, back.Bias, back.Used, back.Own) = (x, scale, bias, used, own);
        return y;
    }

    private static Vector512<float> Unit(float* row, float* used, int i, int n) =>
        (Vector512.Load(row + i) - Vector512.Load(used + i)) * Vector512.Load(used + n + i);

    // What a sum over rows adds up, sixteen columns at a time.
    private interface ITerm
    {
        Vector512<float> At(long row, int column);
    }

    private readonly struct Plain(float* x, int n) : ITerm
    {
        public Vector512<float> At(long row, int column) => Vector512.Load(x + (row * n) + column);
    }

    private readonly struct Square(float* x, float* mean, int n) : ITerm
    {
        public Vector512<float> At(long row, int column)
        {
            var centre = Vector512.Load(x + (row * n) + column) - Vector512.Load(mean + column);
            return centre * centre;
        }
    }

    private readonly struct Along(float* g, float* x, float* used, int n) : ITerm
    {
        public Vector512<float> At(long row, int column) =>
            Vector512.Load(g + (row * n) + column) * Unit(x + (row * n), used, column, n);
    }

    private static void SumRows<TTerm>(Tape tape, int rows, int n, float* to, TTerm term)
        where TTerm : struct, ITerm
    {
        var mark = tape.Here;
        var group = tape.Take(n);
        for (var first = 0; first < rows; first += Group)
        {
            var end = Math.Min(first + Group, rows);
            for (var i = 0; i < n; i += Vectors.Width)
            {
                var sum = Vector512<float>.Zero;
                for (var r = first; r < end; r++)
                    sum += term.At(r, i);
                Vectors.StorePart(sum, group + i, n - i);
            }
            Vectors.AddScaled(to, group, 1, n);
        }
        tape.Rewind(mark);
    }

    // With x̂ the normalised row and g = ȳ ∘ scale:  x̄ += inverse (g − mean g − x̂ mean(g ∘ x̂)), the means over rows
    // and only where the moments are the rows' own;  scale¯ += Σ ȳ ∘ x̂,  bias¯ += Σ ȳ.
    private sealed class BatchNormPullback : Pullback
    {
        public Tensor X = null!, Scale = null!, Bias = null!, Used = null!;
        public bool Own;

        public override void Run()
        {
            var tape = Output.Tape;
            int rows = X.Shape.Rows, n = X.Shape.Columns;
            float* x = X.Data, used = Used.Data, dy = Output.AdjointData;
            var to = X.Tracked ? X.Adjoint() : null;
            var toScale = Scale.Tracked ? Scale.Adjoint() : null;
            var toBias = Bias.Tracked ? Bias.Adjoint() : null;
            var mark = tape.Here;
            var sum = tape.TakeCleared(n);
            var along = tape.TakeCleared(n);
            SumRows(tape, rows, n, sum, new Plain(dy, n));
            SumRows(tape, rows, n, along, new Along(dy, x, used, n));
            if (toBias != null)
                Vectors.AddScaled(toBias, sum, 1, n);
            if (toScale != null)
                Vectors.AddScaled(toScale, along, 1, n);
            var share = Vector512.Create(Own ? 1f / rows : 0);
            for (var r = 0; to != null && r < rows; r++)
                for (var i = 0; i < n; i += Vectors.Width)
                {
                    var at = ((long)r * n) + i;
                    var mean = Vector512.FusedMultiplyAdd(
                        Unit(x + ((long)r * n), used, i, n), Vector512.Load(along + i), Vector512.Load(sum + i));
                    var g = Vector512.Load(dy + at) - (share * mean);
                    var slope = Vector512.Load(Scale.Data + i) * Vector512.Load(used + n + i);
                    Vectors.StorePart(Vector512.FusedMultiplyAdd(g, slope, Vector512.Load(to + at)), to + at, n - i);
                }
            tape.Rewind(mark);
        }
    }
}

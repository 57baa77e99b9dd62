using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Normalisation of each row, with a learned scale.</summary>
/// <remarks>Sums over a row run in the order that <c>Vectors</c> states, sums over rows from first to last.</remarks>
public static unsafe class Norms
{
    /// <summary>What is added to a mean square unless said.</summary>
    public const float UsualEpsilon = 1e-6f;

    /// <summary>RMSNorm: x / √(mean x² + 1e-6) · scale (Zhang and Sennrich 2019).</summary>
    /// <param name="x">[…, n], rows of n numbers.</param>
    /// <param name="scale">[n].</param>
    public static Tensor Rms(Tensor x, Tensor scale) => Apply(x, scale, null, UsualEpsilon);

    /// <summary>LayerNorm: (x − mean) / √(variance + ε) · scale + bias (Ba et al. 2016).</summary>
    /// <param name="x">[…, n], rows of n numbers.</param>
    /// <param name="scale">[n].</param>
    /// <param name="bias">[n].</param>
    /// <param name="epsilon">ε.</param>
    public static Tensor Layer(Tensor x, Tensor scale, Tensor bias, float epsilon = UsualEpsilon) =>
        Apply(x, scale, bias, epsilon);

    private static Tensor Apply(Tensor x, Tensor scale, Tensor? bias, float epsilon)
    {
        var tape = x.Tape;
        int rows = x.Shape.Rows, n = x.Shape.Columns;
        Require.Shape(scale.Shape, [n], "The scale of a norm");
        if (bias != null)
            Require.Shape(bias.Shape, [n], "The bias of a norm");
        var y = tape.Empty(x.Shape);
        var unit = tape.Empty(x.Shape);
        var inverse = tape.Empty([rows]);
        for (var r = 0; r < rows; r++)
        {
            var at = r * n;
            inverse.Data[r] = Normalise(x.Data + at, unit.Data + at, n, epsilon, centred: bias != null);
            if (bias == null)
                Multiply(unit.Data + at, scale.Data, y.Data + at, n);
            else
                MultiplyAdd(unit.Data + at, scale.Data, bias.Data, y.Data + at, n);
        }
        if (tape.Record<NormPullback>(y, x.Tracked || scale.Tracked || bias is { Tracked: true }) is { } back)
        {
            (back.X, back.Scale, back.Bias) = (x, scale, bias);
            (back.Unit, back.Inverse) = (unit, inverse);
        }
        return y;
    }

    // unit = (x − mean) / √(mean square + ε), the mean being 0 unless centred; returns one over the root.
    private static float Normalise(float* x, float* unit, int n, float epsilon, bool centred)
    {
        var mean = Vector512.Create(centred ? Vectors.Sum(x, n) / n : 0);
        var squares = Vector512<float>.Zero;
        for (var i = 0; i < n; i += Vectors.Width)
        {
            var centre = Vectors.First(Vector512.Load(x + i) - mean, n - i);
            squares = Vector512.FusedMultiplyAdd(centre, centre, squares);
        }
        var inverse = 1 / MathF.Sqrt((Vectors.Sum(squares) / n) + epsilon);
        for (var i = 0; i < n; i += Vectors.Width)
            Vectors.StorePart((Vector512.Load(x + i) - mean) * inverse, unit + i, n - i);
        return inverse;
    }

    private static void Multiply(float* a, float* b, float* y, int n)
    {
        for (var i = 0; i < n; i += Vectors.Width)
            Vectors.StorePart(Vector512.Load(a + i) * Vector512.Load(b + i), y + i, n - i);
    }

    private static void MultiplyAdd(float* a, float* b, float* c, float* y, int n)
    {
        for (var i = 0; i < n; i += Vectors.Width)
            Vectors.StorePart(
                Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), Vector512.Load(c + i)),
                y + i, n - i);
    }

    // With n̂ the normalised row and g = ȳ ∘ scale:  x̄ += inverse (g − n̂ mean(g ∘ n̂) − mean g), the last if centred.
    private sealed class NormPullback : Pullback
    {
        public Tensor X = null!, Scale = null!, Unit = null!, Inverse = null!;
        public Tensor? Bias;

        public override void Run()
        {
            int rows = X.Shape.Rows, n = X.Shape.Columns;
            for (var r = 0; r < rows; r++)
            {
                float* dy = Output.AdjointData + (r * n), unit = Unit.Data + (r * n);
                if (Scale.Tracked)
                    Vectors.AddProducts(Scale.Adjoint(), dy, unit, n);
                if (Bias is { Tracked: true })
                    Vectors.AddScaled(Bias.Adjoint(), dy, 1, n);
                if (X.Tracked)
                    AddToRow(dy, unit, Inverse.Data[r], X.Adjoint() + (r * n), n);
            }
        }

        private void AddToRow(float* dy, float* unit, float inverse, float* to, int n)
        {
            Vector512<float> along = default, sum = default;
            for (var i = 0; i < n; i += Vectors.Width)
            {
                var g = Vectors.First(Vector512.Load(dy + i) * Vector512.Load(Scale.Data + i), n - i);
                along = Vector512.FusedMultiplyAdd(g, Vectors.LoadPart(unit + i, n - i), along);
                sum += g;
            }
            var meanAlong = Vector512.Create(Vectors.Sum(along) / n);
            var mean = Vector512.Create(Bias == null ? 0 : Vectors.Sum(sum) / n);
            var factor = Vector512.Create(inverse);
            for (var i = 0; i < n; i += Vectors.Width)
            {
                var g = Vector512.Load(dy + i) * Vector512.Load(Scale.Data + i);
                var part = Vector512.FusedMultiplyAdd(-meanAlong, Vector512.Load(unit + i), g) - mean;
                Vectors.StorePart(Vector512.FusedMultiplyAdd(factor, part, Vector512.Load(to + i)), to + i, n - i);
            }
        }
    }
}

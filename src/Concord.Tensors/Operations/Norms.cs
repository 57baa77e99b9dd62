using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Normalisation of each row, with a learned scale.</summary>
public static unsafe class Norms
{
    private const float Epsilon = 1e-6f;

    /// <summary>RMSNorm: x / √(mean x² + 1e-6) · scale (Zhang and Sennrich 2019).</summary>
    /// <param name="x">[…, n], rows of n numbers.</param>
    /// <param name="scale">[n].</param>
    public static Tensor Rms(Tensor x, Tensor scale) => Apply(x, scale, null);

    /// <summary>LayerNorm: (x − mean) / √(variance + 1e-6) · scale + bias (Ba et al. 2016).</summary>
    /// <param name="x">[…, n], rows of n numbers.</param>
    /// <param name="scale">[n].</param>
    /// <param name="bias">[n].</param>
    public static Tensor Layer(Tensor x, Tensor scale, Tensor bias) => Apply(x, scale, bias);

    private static Tensor Apply(Tensor x, Tensor scale, Tensor? bias)
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
            float* from = x.Data + (r * n), to = unit.Data + (r * n);
            var mean = bias == null ? 0 : Mean(from, n);
            for (var i = 0; i < n; i++)
                to[i] = from[i] - mean;
            var factor = 1 / MathF.Sqrt((Vectors.Dot(to, to, n) / n) + Epsilon);
            inverse.Data[r] = factor;
            for (var i = 0; i < n; i++)
            {
                to[i] *= factor;
                y.Data[(r * n) + i] = (to[i] * scale.Data[i]) + (bias == null ? 0 : bias.Data[i]);
            }
        }
        if (tape.Record<NormPullback>(y, x.Tracked || scale.Tracked || bias is { Tracked: true }) is { } back)
        {
            (back.X, back.Scale, back.Bias) = (x, scale, bias);
            (back.Unit, back.Inverse) = (unit, inverse);
        }
        return y;
    }

    private static float Mean(float* x, int n)
    {
        var sum = 0f;
        for (var i = 0; i < n; i++)
            sum += x[i];
        return sum / n;
    }

    // With n̂ the normalised row and g = ȳ ∘ scale:  x̄ += inverse · (g − n̂ mean(g ∘ n̂) − mean g, the last for LayerNorm).
    private sealed class NormPullback : Pullback
    {
        public Tensor X = null!, Scale = null!, Unit = null!, Inverse = null!;
        public Tensor? Bias;

        public override void Run()
        {
            var tape = Output.Tape;
            int rows = X.Shape.Rows, n = X.Shape.Columns;
            var toX = X.Tracked ? X.Adjoint() : null;
            var toScale = Scale.Tracked ? Scale.Adjoint() : null;
            var toBias = Bias is { Tracked: true } ? Bias.Adjoint() : null;
            var mark = tape.Here;
            var g = tape.Take(n);
            for (var r = 0; r < rows; r++)
            {
                float* dy = Output.AdjointData + (r * n), unit = Unit.Data + (r * n);
                if (toScale != null)
                    for (var i = 0; i < n; i++)
                        toScale[i] += dy[i] * unit[i];
                if (toBias != null)
                    for (var i = 0; i < n; i++)
                        toBias[i] += dy[i];
                if (toX == null)
                    continue;
                for (var i = 0; i < n; i++)
                    g[i] = dy[i] * Scale.Data[i];
                var along = Vectors.Dot(g, unit, n) / n;
                var mean = Bias == null ? 0 : Mean(g, n);
                for (var i = 0; i < n; i++)
                    toX[(r * n) + i] += Inverse.Data[r] * (g[i] - (unit[i] * along) - mean);
            }
            tape.Rewind(mark);
        }
    }
}

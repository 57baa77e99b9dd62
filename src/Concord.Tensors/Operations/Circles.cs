using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Cosine and sine of every number.</summary>
/// <remarks>By the runtime's functions, one number after the other: for a few thousand numbers a pass.</remarks>
public static unsafe class Circles
{
    /// <summary>[rows, n] to [rows, 2n]: in each row n cosines, then n sines.</summary>
    public static Tensor Apply(Tensor x)
    {
        int rows = x.Shape.Rows, n = x.Shape.Columns;
        var y = x.Tape.Empty([rows, 2 * n]);
        for (var r = 0; r < rows; r++)
            for (var i = 0; i < n; i++)
            {
                var (sin, cos) = MathF.SinCos(x.Data[(r * n) + i]);
                y.Data[(r * 2 * n) + i] = cos;
                y.Data[(r * 2 * n) + n + i] = sin;
            }
        if (x.Tape.Record<CirclesPullback>(y, x.Tracked) is { } back)
            back.X = x;
        return y;
    }

    // x̄ += sine¯ ∘ cos − cosine¯ ∘ sin.
    private sealed class CirclesPullback : Pullback
    {
        public Tensor X = null!;

        public override void Run()
        {
            int rows = X.Shape.Rows, n = X.Shape.Columns;
            var to = X.Adjoint();
            for (var r = 0; r < rows; r++, to += n)
            {
                float* y = Output.Data + (r * 2 * n), g = Output.AdjointData + (r * 2 * n);
                Vectors.AddProducts(to, g + n, y, n);
                for (var i = 0; i < n; i++)
                    to[i] -= g[i] * y[n + i];
            }
        }
    }
}

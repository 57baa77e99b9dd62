using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>A gated unit: half of each row, softly switched, multiplies the other half.</summary>
/// <remarks>Shazeer 2020 (arXiv 2002.05202), without the products around it. Entries never meet each other.</remarks>
public static unsafe class SwiGlu
{
    /// <summary>silu(gate) ∘ up with silu(g) = g / (1 + e⁻ᵍ), row by row.</summary>
    /// <param name="x">[…, 2n]: in each row n numbers of the gate, then n that it multiplies.</param>
    /// <returns>[rows, n].</returns>
    /// <exception cref="ArgumentException">Rows of odd length.</exception>
    public static Tensor Apply(Tensor x)
    {
        int rows = x.Shape.Rows, n = x.Shape.Columns / 2;
        Require.That(x.Shape.Columns == 2 * n, "The rows of a gated unit", "must have two equal halves", x.Shape);
        var y = x.Tape.Empty([rows, n]);
        for (var r = 0; r < rows; r++)
        {
            float* gate = x.Data + (r * 2 * n), to = y.Data + (r * n);
            for (var i = 0; i < n; i += Vectors.Width)
                Vectors.StorePart(
                    SiluFunction.Value(Vector512.Load(gate + i)) * Vector512.Load(gate + n + i), to + i, n - i);
        }
        if (x.Tape.Record<SwiGluPullback>(y, x.Tracked) is { } back)
            back.X = x;
        return y;
    }

    // gate¯ += ȳ ∘ up ∘ (σ + gate ∘ σ'),  up¯ += ȳ ∘ silu(gate).
    private sealed class SwiGluPullback : Pullback
    {
        public Tensor X = null!;

        public override void Run()
        {
            int rows = Output.Shape.Rows, n = Output.Shape.Columns;
            var adjoint = X.Adjoint();
            for (var r = 0; r < rows; r++)
            {
                float* gate = X.Data + (r * 2 * n), to = adjoint + (r * 2 * n), dy = Output.AdjointData + (r * n);
                for (var i = 0; i < n; i += Vectors.Width)
                {
                    Vector512<float> g = Vector512.Load(gate + i), d = Vector512.Load(dy + i);
                    Add(to + i, d * Vector512.Load(gate + n + i), SiluFunction.Slope(g), n - i);
                    Add(to + n + i, d, SiluFunction.Value(g), n - i);
                }
            }
        }

        private static void Add(float* to, Vector512<float> g, Vector512<float> slope, int count) =>
            Vectors.StorePart(Vector512.FusedMultiplyAdd(g, slope, Vector512.Load(to)), to, count);
    }
}

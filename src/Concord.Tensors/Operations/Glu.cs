using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>A gated linear unit: half of each row, switched by the other half.</summary>
/// <remarks>Dauphin et al. 2017, without the products before it. Entries never meet each other.</remarks>
public static unsafe class Glu
{
    /// <summary>value ∘ 1 / (1 + e⁻ᵍᵃᵗᵉ), row by row.</summary>
    /// <param name="x">[…, 2n]: in each row n values, then the n numbers of their gates.</param>
    /// <returns>[rows, n].</returns>
    /// <exception cref="ArgumentException">Rows of odd length.</exception>
    public static Tensor Apply(Tensor x)
    {
        int rows = x.Shape.Rows, n = x.Shape.Columns / 2;
        Require.That(x.Shape.Columns == 2 * n, "The rows of a gated unit", "must have two equal halves", x.Shape);
        var y = x.Tape.Empty([rows, n]);
        for (var r = 0; r < rows; r++)
        {
            float* value = x.Data + (r * 2 * n), to = y.Data + (r * n);
            for (var i = 0; i < n; i += Vectors.Width)
                Vectors.StorePart(
                    Vector512.Load(value + i) * Pointwise.Logistic(Vector512.Load(value + n + i)), to + i, n - i);
        }
        if (x.Tape.Record<GluPullback>(y, x.Tracked) is { } back)
            back.X = x;
        return y;
    }

    // value¯ += ȳ ∘ σ(gate),  gate¯ += ȳ ∘ value ∘ σ'(gate).
    private sealed class GluPullback : Pullback
    {
        public Tensor X = null!;

        public override void Run()
        {
            int rows = Output.Shape.Rows, n = Output.Shape.Columns;
            var adjoint = X.Adjoint();
            for (var r = 0; r < rows; r++)
            {
                float* value = X.Data + (r * 2 * n), to = adjoint + (r * 2 * n), dy = Output.AdjointData + (r * n);
                for (var i = 0; i < n; i += Vectors.Width)
                {
                    var gate = Pointwise.Logistic(Vector512.Load(value + n + i), out var slope);
                    var d = Vector512.Load(dy + i);
                    Add(to + i, d, gate, n - i);
                    Add(to + n + i, d * Vector512.Load(value + i), slope, n - i);
                }
            }
        }

        private static void Add(float* to, Vector512<float> g, Vector512<float> slope, int count) =>
            Vectors.StorePart(Vector512.FusedMultiplyAdd(g, slope, Vector512.Load(to)), to, count);
    }
}

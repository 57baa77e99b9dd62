using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Units of which half of each row gates the other half, without the products around them.</summary>
/// <remarks>Entries of different columns never meet each other.</remarks>
public static class GatedUnit
{
    /// <summary>value ∘ 1 / (1 + e⁻ᵍᵃᵗᵉ), row by row: Dauphin et al. 2017 (arXiv 1612.08083).</summary>
    /// <param name="x">[…, 2n]: in each row n values, then the n numbers of their gates.</param>
    /// <returns>[rows, n].</returns>
    /// <exception cref="ArgumentException">Rows of odd length.</exception>
    public static Tensor Glu(Tensor x) => Gated<SigmoidFunction>.Apply(x, gatesFirst: false);

    /// <summary>silu(gate) ∘ value with silu(g) = g / (1 + e⁻ᵍ), row by row: Shazeer 2020 (arXiv 2002.05202).</summary>
    /// <param name="x">[…, 2n]: in each row n numbers of gates, then the n values they multiply.</param>
    /// <returns>[rows, n].</returns>
    /// <exception cref="ArgumentException">Rows of odd length.</exception>
    public static Tensor SwiGlu(Tensor x) => Gated<SiluFunction>.Apply(x, gatesFirst: true);

    private static unsafe class Gated<TFunction>
        where TFunction : IFunction
    {
        public static Tensor Apply(Tensor x, bool gatesFirst)
        {
            int rows = x.Shape.Rows, n = x.Shape.Columns / 2;
            Require.That(x.Shape.Columns == 2 * n, "The rows of a gated unit", "must have two equal halves", x.Shape);
            var y = x.Tape.Empty([rows, n]);
            var (gates, values) = Halves(n, gatesFirst);
            for (var r = 0; r < rows; r++)
            {
                float* from = x.Data + (r * 2 * n), to = y.Data + (r * n);
                for (var i = 0; i < n; i += Vectors.Width)
                    Vectors.StorePart(
                        Vector512.Load(from + values + i) * TFunction.Value(Vector512.Load(from + gates + i)), to + i,
                        n - i);
            }
            if (x.Tape.Record<GatedPullback>(y, x.Tracked) is { } back)
                (back.X, back.GatesFirst) = (x, gatesFirst);
            return y;
        }

        private static (int Gates, int Values) Halves(int n, bool gatesFirst) => gatesFirst ? (0, n) : (n, 0);

        // value¯ += ȳ ∘ f(gate),  gate¯ += ȳ ∘ value ∘ f'(gate).
        private sealed class GatedPullback : Pullback
        {
            public Tensor X = null!;

            public bool GatesFirst;

            public override void Run()
            {
                int rows = Output.Shape.Rows, n = Output.Shape.Columns;
                var (gates, values) = Halves(n, GatesFirst);
                var adjoint = X.Adjoint();
                for (var r = 0; r < rows; r++)
                {
                    float* from = X.Data + (r * 2 * n), to = adjoint + (r * 2 * n), dy = Output.AdjointData + (r * n);
                    for (var i = 0; i < n; i += Vectors.Width)
                    {
                        Vector512<float> gate = Vector512.Load(from + gates + i), d = Vector512.Load(dy + i);
                        var value = Vector512.Load(from + values + i);
                        Add(to + values + i, d, TFunction.Value(gate), n - i);
                        Add(to + gates + i, d * value, TFunction.Slope(gate), n - i);
                    }
                }
            }

            private static void Add(float* to, Vector512<float> g, Vector512<float> slope, int count) =>
                Vectors.StorePart(Vector512.FusedMultiplyAdd(g, slope, Vector512.Load(to)), to, count);
        }
    }
}

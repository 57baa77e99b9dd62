using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>The mean over the tokens of each row.</summary>
public static unsafe class TokenMean
{
    /// <summary>y[r, c] = Σᵢ x[r, i, c] / tokens, each share added with one rounding, i ascending.</summary>
    /// <param name="x">[rows, tokens, channels].</param>
    /// <returns>[rows, channels].</returns>
    public static Tensor Apply(Tensor x)
    {
        Require.That(x.Shape.Rank == 3, "The tokens of rows", "must have shape [rows, tokens, channels]", x.Shape);
        int rows = x.Shape[0], tokens = x.Shape[1], channels = x.Shape[2];
        var y = x.Tape.Zeros([rows, channels]);
        for (var row = 0; row < rows * tokens; row++)
            Vectors.AddScaled(y.Data + (row / tokens * channels), x.Data + (row * channels), 1f / tokens, channels);
        if (x.Tape.Record<TokenMeanPullback>(y, x.Tracked) is { } back)
            back.X = x;
        return y;
    }

    private sealed class TokenMeanPullback : Pullback
    {
        public Tensor X = null!;

        public override void Run()
        {
            int tokens = X.Shape[1], channels = X.Shape[2];
            var to = X.Adjoint();
            for (var row = 0; row < X.Shape.Rows; row++)
                Vectors.AddScaled(
                    to + (row * channels), Output.AdjointData + (row / tokens * channels), 1f / tokens, channels);
        }
    }
}

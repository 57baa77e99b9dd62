using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>A dense layer across the tokens of a row, the same for every channel.</summary>
/// <remarks>
/// The token half of an MLP-Mixer (Tolstikhin et al. 2021). Sums over tokens and channels run in the order that
/// <c>Gemm</c> and <c>Vectors</c> state, sums over rows from first to last.
/// </remarks>
public static unsafe class TokenDense
{
    /// <summary>y[r, o, c] = Σᵢ kernel[i, o] x[r, i, c] + bias[o].</summary>
    /// <param name="x">[rows, tokens in, channels].</param>
    /// <param name="kernel">[tokens in, tokens out].</param>
    /// <param name="bias">[tokens out].</param>
    /// <returns>[rows, tokens out, channels].</returns>
    public static Tensor Apply(Tensor x, Tensor kernel, Tensor bias)
    {
        Require.That(x.Shape.Rank == 3, "The tokens of rows", "must have shape [rows, tokens, channels]", x.Shape);
        var tape = x.Tape;
        int rows = x.Shape[0], tokens = x.Shape[1], channels = x.Shape[2], outputs = kernel.Shape.Columns;
        Require.Shape(kernel.Shape, [tokens, outputs], "The kernel of a token layer");
        Require.Shape(bias.Shape, [outputs], "The bias of a token layer");

        var y = tape.Empty([rows, outputs, channels]);
        var mark = tape.Here;
        var init = tape.Take(outputs * channels);
        for (var o = 0; o < outputs; o++)
            new Span<float>(init + (o * channels), channels).Fill(bias.Data[o]);
        for (var r = 0; r < rows; r++)
            Gemm.Multiply(
                new(kernel.Data, 1, outputs), new(x.Data + (r * tokens * channels), channels, 1),
                y.Data + (r * outputs * channels), channels, init, channels, new(outputs, tokens, channels));
        tape.Rewind(mark);
        if (tape.Record<TokenDensePullback>(y, x.Tracked || kernel.Tracked || bias.Tracked) is { } back)
            (back.X, back.Kernel, back.Bias) = (x, kernel, bias);
        return y;
    }

    // With X [tokens, channels] and G = ȳ [outputs, channels] of a row: X̄ += K G, K̄ += X Gᵀ, b̄ += row sums of G.
    private sealed class TokenDensePullback : Pullback
    {
        public Tensor X = null!, Kernel = null!, Bias = null!;

        public override void Run()
        {
            int rows = X.Shape[0], tokens = X.Shape[1], channels = X.Shape[2], outputs = Kernel.Shape.Columns;
            var g = Output.AdjointData;
            if (X.Tracked)
                AddToX(X.Adjoint(), g);
            if (Kernel.Tracked)
                AddToKernel(Kernel.Adjoint(), g);
            if (Bias.Tracked)
                for (var row = 0; row < rows * outputs; row++)
                    Bias.Adjoint()[row % outputs] += Vectors.Sum(g + (row * channels), channels);

            void AddToX(float* to, float* from)
            {
                for (var r = 0; r < rows; r++, to += tokens * channels, from += outputs * channels)
                    Gemm.Multiply(
                        new(Kernel.Data, outputs, 1), new(from, channels, 1), to, channels, to, channels,
                        new(tokens, outputs, channels));
            }

            // The transpose G Xᵀ is summed: its right factor, which has to be turned round, is the smaller one.
            void AddToKernel(float* to, float* from)
            {
                var tape = Output.Tape;
                var mark = tape.Here;
                var transpose = tape.TakeCleared(outputs * tokens);
                for (var r = 0; r < rows; r++)
                    Gemm.Multiply(
                        new(from + (r * outputs * channels), channels, 1),
                        new(X.Data + (r * tokens * channels), 1, channels),
                        transpose, tokens, transpose, tokens, new(outputs, channels, tokens));
                for (var i = 0; i < tokens; i++)
                    for (var o = 0; o < outputs; o++)
                        to[(i * outputs) + o] += transpose[(o * tokens) + i];
                tape.Rewind(mark);
            }
        }
    }
}

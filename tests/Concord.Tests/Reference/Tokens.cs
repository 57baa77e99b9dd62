namespace Concord.Tests.Reference;

/// <summary>Layers over rows of tokens, each token a number per channel, by the definition.</summary>
public static class Tokens
{
    /// <summary>y[r, o, c] = Σᵢ kernel[i, o] x[r, i, c] + bias[o].</summary>
    public static double[] Dense(double[] x, double[] kernel, double[] bias, int channels)
    {
        int outputs = bias.Length, tokens = kernel.Length / outputs, rows = x.Length / (tokens * channels);
        var y = new double[rows * outputs * channels];
        for (var r = 0; r < rows; r++)
            for (var o = 0; o < outputs; o++)
                for (var c = 0; c < channels; c++)
                {
                    var sum = bias[o];
                    for (var i = 0; i < tokens; i++)
                        sum += kernel[(i * outputs) + o] * x[(((r * tokens) + i) * channels) + c];
                    y[(((r * outputs) + o) * channels) + c] = sum;
                }
        return y;
    }

    /// <summary>The mean over a row's tokens, channel by channel.</summary>
    public static double[] Mean(double[] x, int tokens, int channels)
    {
        var y = new double[x.Length / tokens];
        for (var i = 0; i < x.Length; i++)
            y[(i / (tokens * channels) * channels) + (i % channels)] += x[i] / tokens;
        return y;
    }

    /// <summary>value · σ(gate), where a row holds n values and then n numbers of gates.</summary>
    public static double[] Glu(double[] x, int n) =>
        [.. x.Chunk(2 * n).SelectMany(row => row.Take(n).Select((a, i) => a * Functions.Sigmoid(row[n + i])))];

    /// <summary>g σ(g) · up, where a row holds n numbers g and then n numbers up.</summary>
    public static double[] SwiGlu(double[] x, int n)
    {
        var y = new double[x.Length / 2];
        for (var i = 0; i < y.Length; i++)
        {
            var at = (i / n * 2 * n) + (i % n);
            y[i] = x[at] * Functions.Sigmoid(x[at]) * x[at + n];
        }
        return y;
    }
}

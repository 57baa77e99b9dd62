namespace Concord.Tests.Reference;

/// <summary>The layers of a network and its cost, row by row, by the definition.</summary>
public static class Layers
{
    private const double Epsilon = 1e-6;

    /// <summary>f(x W + b) for every row of x; W has as many rows as x has columns.</summary>
    public static double[] Dense(double[] x, double[] kernel, double[]? bias, int depth, Func<double, double> f)
    {
        int rows = x.Length / depth, columns = kernel.Length / depth;
        var y = new double[rows * columns];
        for (var r = 0; r < rows; r++)
            for (var j = 0; j < columns; j++)
            {
                var sum = bias == null ? 0 : bias[j];
                for (var k = 0; k < depth; k++)
                    sum += x[(r * depth) + k] * kernel[(k * columns) + j];
                y[(r * columns) + j] = f(sum);
            }
        return y;
    }

    /// <summary>x / √(mean x² + 1e-6) · scale for every row.</summary>
    public static double[] RmsNorm(double[] x, double[] scale)
    {
        var n = scale.Length;
        var y = new double[x.Length];
        for (var start = 0; start < x.Length; start += n)
        {
            var square = 0.0;
            for (var i = 0; i < n; i++)
                square += x[start + i] * x[start + i] / n;
            for (var i = 0; i < n; i++)
                y[start + i] = x[start + i] / Math.Sqrt(square + Epsilon) * scale[i];
        }
        return y;
    }

    /// <summary>(x − mean) / √(variance + ε) · scale + bias for every row.</summary>
    public static double[] LayerNorm(double[] x, double[] scale, double[] bias, double epsilon = Epsilon)
    {
        var n = scale.Length;
        var y = new double[x.Length];
        for (var start = 0; start < x.Length; start += n)
        {
            double mean = 0, variance = 0;
            for (var i = 0; i < n; i++)
                mean += x[start + i] / n;
            for (var i = 0; i < n; i++)
                variance += (x[start + i] - mean) * (x[start + i] - mean) / n;
            for (var i = 0; i < n; i++)
                y[start + i] = ((x[start + i] - mean) / Math.Sqrt(variance + epsilon) * scale[i]) + bias[i];
        }
        return y;
    }

    /// <summary>(x − mean) / √(variance + 1e-5) · scale + bias, the moments those of every column.</summary>
    public static double[] BatchNorm(double[] x, double[] scale, double[] bias)
    {
        int n = scale.Length, rows = x.Length / n;
        double[] Means(Func<int, double> of) =>
            [.. Enumerable.Range(0, n).Select(c => Enumerable.Range(0, rows).Average(r => of((r * n) + c)))];
        var mean = Means(i => x[i]);
        return BatchNorm(x, scale, bias, mean, Means(i => (x[i] - mean[i % n]) * (x[i] - mean[i % n])));
    }

    /// <summary>The same with given moments.</summary>
    public static double[] BatchNorm(double[] x, double[] scale, double[] bias, double[] mean, double[] variance)
    {
        double Normal(int i, int c) => ((x[i] - mean[c]) / Math.Sqrt(variance[c] + 1e-5) * scale[c]) + bias[c];
        return [.. x.Select((_, i) => Normal(i, i % scale.Length))];
    }

    /// <summary>eˣ over the sum of its row's, in rows of n numbers.</summary>
    public static double[] Softmax(double[] x, int n) => [.. x.Chunk(n).SelectMany(Shares)];

    private static IEnumerable<double> Shares(double[] row)
    {
        var sum = row.Sum(Math.Exp);
        return row.Select(a => Math.Exp(a) / sum);
    }

    /// <summary>Σ over the entries of every row of −log softmax(logits)[target].</summary>
    public static double[] CrossEntropyRows(double[] logits, int[] targets, int classes, int entries) =>
        [.. logits.Chunk(entries * classes).Zip(
            targets.Chunk(entries), (row, asked) => CrossEntropy(row, asked, classes, 1)[0])];

    /// <summary>weight · Σ −log softmax(logits)[target]; an entry with a negative target does not count.</summary>
    public static double[] CrossEntropy(double[] logits, int[] targets, int classes, double weight)
    {
        var cost = 0.0;
        for (var e = 0; e < logits.Length / classes; e++)
        {
            if (targets[e] < 0)
                continue;
            var sum = 0.0;
            for (var c = 0; c < classes; c++)
                sum += Math.Exp(logits[(e * classes) + c]);
            cost -= Math.Log(Math.Exp(logits[(e * classes) + targets[e]]) / sum);
        }
        return [weight * cost];
    }
}

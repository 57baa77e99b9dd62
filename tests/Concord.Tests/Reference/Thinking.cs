namespace Concord.Tests.Reference;

/// <summary>What neurons with histories do, and how they look and are read, by the definition.</summary>
public static class Thinking
{
    /// <summary>Σ over tokens of softmax(q k / √(width/heads)) v, for one query a sample and head by head.</summary>
    public static double[] Attend(double[] query, double[] keys, double[] values, int width, int heads)
    {
        int samples = query.Length / width, tokens = keys.Length / query.Length, part = width / heads;
        var y = new double[query.Length];
        for (var i = 0; i < samples; i++)
            for (var head = 0; head < width; head += part)
            {
                double Score(int t) => Enumerable.Range(head, part).Sum(
                    c => query[(i * width) + c] * keys[(((i * tokens) + t) * width) + c]) / Math.Sqrt(part);
                var shares = Layers.Softmax([.. Enumerable.Range(0, tokens).Select(Score)], tokens);
                for (var c = head; c < head + part; c++)
                    for (var t = 0; t < tokens; t++)
                        y[(i * width) + c] += shares[t] * values[(((i * tokens) + t) * width) + c];
            }
        return y;
    }

    /// <summary>
    /// With a = (x · kernel + bias) / temperature, a product for every neuron: value · σ(gate) of a's two halves.
    /// </summary>
    /// <param name="inputs">For every input what neurons read, [samples, neurons].</param>
    /// <param name="kernel">[inputs, 2m, neurons].</param>
    /// <param name="bias">[2m, neurons].</param>
    /// <param name="temperature">One number.</param>
    /// <param name="neurons">How many neurons.</param>
    /// <returns>[samples, m, neurons].</returns>
    public static double[] PrivateGates(
        double[][] inputs, double[] kernel, double[] bias, double[] temperature, int neurons)
    {
        int outputs = bias.Length / neurons, half = outputs / 2, samples = inputs[0].Length / neurons;
        double Sum(int b, int o, int n)
        {
            var sum = bias[(o * neurons) + n];
            for (var i = 0; i < inputs.Length; i++)
                sum += inputs[i][(b * neurons) + n] * kernel[(((i * outputs) + o) * neurons) + n];
            return sum / temperature[0];
        }
        return [.. from b in Enumerable.Range(0, samples)
                   from k in Enumerable.Range(0, half)
                   from n in Enumerable.Range(0, neurons)
                   select Sum(b, k, n) * Functions.Sigmoid(Sum(b, k + half, n))];
    }

    /// <summary>keep · before + x[left] · x[right], pair by pair of every row of n columns.</summary>
    public static double[] PairTrace(
        double[] x, int n, IReadOnlyList<(int Left, int Right)> pairs, double[]? before, double[] keep) =>
        [.. from r in Enumerable.Range(0, x.Length / n)
            from p in Enumerable.Range(0, pairs.Count)
            let product = x[(r * n) + pairs[p].Left] * x[(r * n) + pairs[p].Right]
            select product + (before == null ? 0 : keep[p] * before[(r * pairs.Count) + p])];

    /// <summary>
    /// σ(kept) memory + σ(taken up) tanh(candidate), where a row of sums has four parts: taken up, kept, the candidate
    /// and shown.
    /// </summary>
    public static double[] Remember(double[] sums, double[] memory, int n) => [.. memory.Select((held, i) =>
        (Functions.Sigmoid(Part(sums, i, n, 1)) * held)
        + (Functions.Sigmoid(Part(sums, i, n, 0)) * Math.Tanh(Part(sums, i, n, 2))))];

    /// <summary>σ(shown) tanh(memory).</summary>
    public static double[] Show(double[] sums, double[] memory, int n) =>
        [.. memory.Select((held, i) => Functions.Sigmoid(Part(sums, i, n, 3)) * Math.Tanh(held))];

    private static double Part(double[] sums, int i, int n, int part) => sums[(((i / n * 4) + part) * n) + (i % n)];

    /// <summary>x / √weight, column by column.</summary>
    public static double[] OverRoot(double[] x, double[] weight) =>
        [.. x.Select((a, i) => a / Math.Sqrt(weight[i % weight.Length]))];

    /// <summary>The cosines of every row of n numbers, then their sines.</summary>
    public static double[] Circles(double[] x, int n) =>
        [.. x.Chunk(n).SelectMany(row => row.Select(Math.Cos).Concat(row.Select(Math.Sin)))];
}

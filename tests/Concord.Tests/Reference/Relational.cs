namespace Concord.Tests.Reference;

/// <summary>Networks of vertices that tell their neighbours what they hold, pair by pair.</summary>
public static class Relational
{
    /// <summary>The weights of one dense layer: kernel [in, out] and bias [out].</summary>
    public readonly record struct Layer(double[] Kernel, double[] Bias);

    /// <summary>
    /// Σ over a receiver's senders of relu(W₂ relu(W₁ relu(own + other) + b₁) + b₂), its senders in a row of the table.
    /// </summary>
    public static double[] Sum(
        double[] own, double[] other, int n, int[] neighbours, int each, Layer first, Layer second)
    {
        int receivers = own.Length / n, width = second.Bias.Length;
        var y = new double[receivers * width];
        for (var pair = 0; pair < receivers * each; pair++)
        {
            var x = new double[n];
            for (var i = 0; i < n; i++)
                x[i] = Cut(own[(pair / each * n) + i] + other[(neighbours[pair] * n) + i]);
            var message = Layers.Dense(
                Layers.Dense(x, first.Kernel, first.Bias, n, Cut), second.Kernel, second.Bias, first.Bias.Length, Cut);
            for (var i = 0; i < width; i++)
                y[(pair / each * width) + i] += message[i];
        }
        return y;
    }

    /// <summary>Some rectified layers and a last one that is not.</summary>
    public static double[] Perceptron(double[] x, int inputs, params Layer[] layers)
    {
        for (var i = 0; i < layers.Length; i++)
        {
            x = Layers.Dense(x, layers[i].Kernel, layers[i].Bias, inputs, i < layers.Length - 1 ? Cut : y => y);
            inputs = layers[i].Bias.Length;
        }
        return x;
    }

    /// <summary>
    /// One step of a long short-term memory with gates in the order forget, write, show, candidate; reads the input and
    /// what was shown side by side.
    /// </summary>
    public static (double[] H, double[] S) Lstm(
        double[] input, int inputs, double[] h, double[] s, params Layer[] gates)
    {
        var hidden = gates[0].Bias.Length;
        var read = Rows.Beside(input, inputs, h, hidden);
        double[] Gate(int i, Func<double, double> f) =>
            Layers.Dense(read, gates[i].Kernel, gates[i].Bias, inputs + hidden, f);

        double[] forget = Gate(0, Functions.Sigmoid), write = Gate(1, Functions.Sigmoid);
        double[] show = Gate(2, Functions.Sigmoid), candidate = Gate(3, Math.Tanh);
        double[] memory = [.. s.Select((old, i) => (forget[i] * old) + (write[i] * candidate[i]))];
        return ([.. memory.Select((now, i) => show[i] * Math.Tanh(now))], memory);
    }

    private static double Cut(double x) => Math.Max(x, 0);
}

namespace Concord.Tests.Reference;

/// <summary>An agent that observes, thinks and acts, of one sample and by the definition.</summary>
/// <param name="of">The weights of a name.</param>
/// <param name="ticks">Ticks of a step.</param>
internal sealed class Acting(Func<string, double[]> of, int ticks)
{
    // The last numbers that neurons were given, and that they did; of a memory what it shows and holds.
    private double[][] _given = [], _done = [];

    /// <summary>Eight numbers each for what is in a cell, its colour, its state and where it is.</summary>
    public double[] Embed(double[] cells)
    {
        var table = of("observer.table").Chunk(8).ToArray();
        return [.. cells.Chunk(3).SelectMany((told, cell) => (double[])
            [.. table[(int)told[0]], .. table[11 + (int)told[1]], .. table[17 + (int)told[2]], .. table[20 + cell]])];
    }

    /// <summary>Two blocks of a dense layer, gates and a norm, for every row.</summary>
    public double[] Gated(string name, double[] x)
    {
        foreach (var block in new[] { $"{name}.first", $"{name}.second" })
        {
            var scale = of($"{block}.norm.scale");
            var gated = Tokens.Glu(Dense($"{block}.dense", x, a => a), scale.Length);
            x = Layers.LayerNorm(gated, scale, of($"{block}.norm.bias"), 1e-5);
        }
        return x;
    }

    /// <summary>The learned starts of neurons of a number.</summary>
    public void BeginNeurons(int neurons)
    {
        _given = [.. of("neurons.history").Chunk(neurons)];
        _done = [.. of("done.history").Chunk(neurons)];
    }

    /// <summary>The learned starts of a long short-term memory.</summary>
    public void BeginMemory() => (_given, _done) = ([of("lstm0.start")], [of("lstm0.memory")]);

    /// <summary>Neurons think about features and are read by the synchrony of all pairs of the last ones.</summary>
    public double[] Think(double[] features, int paired)
    {
        var neurons = _done[0].Length;
        for (var tick = 0; tick < ticks; tick++)
        {
            _given = [.. _given[1..], Gated("synapse", [.. features, .. _done[^1]])];
            var hidden = Neurons("first", _given).Chunk(neurons).ToArray();
            _done = [.. _done[1..], Neurons("second", hidden)];
        }
        var said = new List<double>();
        for (var i = neurons - paired; i < neurons; i++)
            for (var j = i; j < neurons; j++)
            {
                var decay = Math.Clamp(of("out.decay")[said.Count], 0, 4);
                double[] weights = [.. _done.Select((_, m) => Math.Exp(-decay * (_done.Length - 1 - m)))];
                said.Add(_done.Select((z, m) => weights[m] * z[i] * z[j]).Sum() / Math.Sqrt(weights.Sum()));
            }
        return [.. said];
    }

    /// <summary>A long short-term memory of one layer reads features in every tick.</summary>
    public double[] Remember(double[] features)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            var sums = Entries.Combine(
                Dense("lstm0.below", features, a => a), 1, Dense("lstm0.before", _given[0], a => a), 1);
            _done = [Thinking.Remember(sums, _done[0], _done[0].Length)];
            _given = [Thinking.Show(sums, _done[0], _done[0].Length)];
        }
        return _given[0];
    }

    /// <summary>Two rectified layers, then a linear one.</summary>
    public double[] Say(string head, double[] x)
    {
        static double Rectify(double a) => Math.Max(0, a);
        return Dense($"{head}.out", Dense($"{head}.second", Dense($"{head}.first", x, Rectify), Rectify), a => a);
    }

    private double[] Dense(string name, double[] x, Func<double, double> f)
    {
        double[] kernel = of($"{name}.kernel"), bias = of($"{name}.bias");
        return Layers.Dense(x, kernel, bias, kernel.Length / bias.Length, f);
    }

    private double[] Neurons(string layer, double[][] inputs) => Thinking.PrivateGates(
        inputs, of($"neurons.{layer}.kernel"), of($"neurons.{layer}.bias"), of($"neurons.{layer}.temperature"),
        _done[0].Length);
}

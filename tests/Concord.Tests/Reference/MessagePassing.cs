using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Tests.Reference;

/// <summary>Gated recurrent message passing by the definition, every message and every agent for itself.</summary>
/// <param name="parameters">The names and shapes of a model's weights.</param>
/// <param name="weights">One array a parameter.</param>
internal sealed class MessagePassing(Parameters parameters, double[][] weights)
{
    private static readonly Func<double, double> s_same = x => x;

    /// <summary>What the agents of one sample hold after some rounds.</summary>
    /// <param name="features">What an encoder makes of every agent's view.</param>
    /// <param name="joints">The edges.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="largest">Whether the largest message counts, number by number, or the mean.</param>
    public double[] States(double[] features, IReadOnlyList<Joint> joints, int rounds, bool largest)
    {
        var seen = Layers.LayerNorm(Dense("comm_dense", features), Of("comm_norm.scale"), Of("comm_norm.bias"));
        var context = Norm("context_norm", seen);
        var h = Dense("init_dense", seen);
        for (var k = 0; k < rounds; k++)
            h = Round(h, context, joints, largest);
        return h;
    }

    /// <summary>Nine numbers an agent to features: dense, then a network that is added.</summary>
    public double[] Residual(string name, double[] x)
    {
        var seen = Dense($"{name}.dense", x);
        var inner = Dense($"{name}.block_dense1", Norm($"{name}.block_norm", seen), Functions.Gelu);
        return Sum(seen, Dense($"{name}.block_dense2", inner));
    }

    /// <summary>
    /// Tokens that stand in the cells of agents to features: embedded, mixed, described cell by cell.
    /// </summary>
    public double[] EncodeSudoku(int[] tokens, int[] cells, int blocks)
    {
        const int side = 9;
        double[] cell = Of("encoder.cell_embedding"), slot = Of("encoder.slot_embedding");
        int channels = slot.Length / side, wide = 2 * side * channels;
        var oneHot = new double[tokens.Length * 10];
        for (var i = 0; i < tokens.Length; i++)
            oneHot[(i * 10) + tokens[i]] = 1;
        var x = Dense("encoder.token_dense", oneHot);
        for (var i = 0; i < x.Length; i++)
        {
            int place = i / channels, channel = i % channels;
            x[i] += cell[(cells[place] * channels) + channel] + slot[(place % side * channels) + channel];
            x[i] *= Math.Sqrt(channels / 2.0);
        }
        for (var block = 0; block < blocks; block++)
        {
            var at = $"encoder.block{block}";
            var gated = Tokens.SwiGlu(AcrossTokens($"{at}.token_gate_up", x, channels), wide);
            x = Norm($"{at}.token_norm", Sum(x, AcrossTokens($"{at}.token_down", gated, channels)));
            var thought = Tokens.SwiGlu(Dense($"{at}.channel_gate_up", x), 2 * channels);
            x = Norm($"{at}.channel_norm", Sum(x, Dense($"{at}.channel_down", thought)));
        }
        return Norm("encoder.cell_norm", Dense("encoder.cell_dense", Norm("encoder.out_norm", x)));
    }

    /// <summary>Logits of cells from what agents hold of them.</summary>
    public double[] DecodeSudoku(double[] state)
    {
        var inner = Dense("decoder.dense1", Norm("decoder.norm", state), Functions.Gelu);
        return Dense("decoder.out_dense", Sum(Dense("decoder.dense2", inner), Dense("decoder.skip", state)));
    }

    /// <summary>f(x W + b) with a layer's weights.</summary>
    public double[] Dense(string name, double[] x, Func<double, double>? f = null)
    {
        var kernel = parameters.Entries.Single(entry => entry.Name == $"{name}.kernel");
        var bias = parameters.Entries.SingleOrDefault(entry => entry.Name == $"{name}.bias");
        return Layers.Dense(
            x, weights[kernel.Index], bias == null ? null : weights[bias.Index], kernel.Shape[0], f ?? s_same);
    }

    private double[] Round(double[] h, double[] context, IReadOnlyList<Joint> joints, bool largest)
    {
        var d = Of("init_dense.bias").Length;
        var heard = Norm("message_norm", Dense("message_out", Heard(h, d, joints, largest)));
        var input = Dense("input_dense", Rows.Beside(heard, d, context, d));
        var gates = Norm("gate_norm", Rows.Beside(h, d, input, d));
        var reset = Dense("reset_dense", gates, Functions.Sigmoid);
        var keep = Dense("update_dense", gates, Functions.Sigmoid);
        var mine = Norm("cand_norm", Rows.Beside(Entries.Multiply(reset, h), d, input, d));
        return Entries.Mix(keep, Dense("cand_dense", mine, Math.Tanh), h);
    }

    private double[] Heard(double[] h, int d, IReadOnlyList<Joint> joints, bool largest)
    {
        double[] kernel = Of("message_kernel"), bias = Of("message_bias");
        var m = parameters.Entries.Single(entry => entry.Name == "message_bias").Shape.Columns;
        double Sent((int Agent, int Slot) from, int j) =>
            bias[(from.Slot * m) + j]
            + Enumerable.Range(0, d).Sum(i => h[(from.Agent * d) + i] * kernel[(((from.Slot * d) + i) * m) + j]);

        var agents = h.Length / d;
        var heard = new double[agents * m];
        for (var agent = 0; agent < agents; agent++)
        {
            var met = joints.Where(e => e.U == agent).Select(e => (e.V, e.SlotV))
                .Concat(joints.Where(e => e.V == agent).Select(e => (e.U, e.SlotU))).ToList();
            for (var j = 0; j < m && met.Count > 0; j++)
                heard[(agent * m) + j] = largest ? met.Max(from => Sent(from, j)) : met.Average(from => Sent(from, j));
        }
        return heard;
    }

    private double[] AcrossTokens(string name, double[] x, int channels) =>
        Tokens.Dense(x, Of($"{name}.kernel"), Of($"{name}.bias"), channels);

    private double[] Norm(string name, double[] x) => Layers.RmsNorm(x, Of($"{name}.scale"));

    private double[] Of(string name) => weights[parameters.Entries.Single(entry => entry.Name == name).Index];

    private static double[] Sum(double[] left, double[] right) => Entries.Combine(left, 1, right, 1);
}

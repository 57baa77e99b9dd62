using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Joins what is read in a tick with what neurons do, into a new number for every neuron.</summary>
/// <remarks>Darlow et al. 2025, section 3.1.</remarks>
public abstract class Synapse
{
    private const int Narrowest = 16;

    /// <summary>What PyTorch adds to a variance.</summary>
    internal const float Epsilon = 1e-5f;

    /// <summary>[samples, width + neurons] to [samples, neurons].</summary>
    public abstract Tensor Apply(Tensor x);

    /// <summary>Lays out a synapse.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">The synapse's path.</param>
    /// <param name="inputs">Numbers read.</param>
    /// <param name="neurons">D.</param>
    /// <param name="depth">1: a single gated layer; more: a U-Net of as many widths.</param>
    public static Synapse Of(Parameters parameters, string name, int inputs, int neurons, int depth) => depth == 1
        ? new GatedSynapse(parameters, name, inputs, neurons)
        : new UNetSynapse(parameters, name, inputs, neurons, depth);

    /// <summary>The widths of a U-Net, from all neurons down to 16: equally spaced, cut to whole numbers.</summary>
    /// <param name="neurons">D.</param>
    /// <param name="depth">How many widths, at least 2.</param>
    public static int[] Widths(int neurons, int depth)
    {
        // In double precision, as the counts of parameters need it.
        int[] widths = [.. Enumerable.Range(0, depth).Select(
            i => (int)(neurons + ((double)(Narrowest - neurons) / (depth - 1) * i)))];
        widths[^1] = Narrowest;
        return widths;
    }

    /// <summary>A dense layer that starts as PyTorch's do, with all numbers uniform within 1/√inputs.</summary>
    internal static DenseLayer Layer(Parameters parameters, string name, int inputs, int outputs, bool bias = true)
    {
        var start = Start.Uniform(1 / MathF.Sqrt(inputs));
        return new DenseLayer(parameters, name, inputs, outputs, start, start, bias);
    }

    private sealed class GatedSynapse(Parameters parameters, string name, int inputs, int neurons) : Synapse
    {
        private readonly GatedBlock _block = new(parameters, name, inputs, neurons);

        public override Tensor Apply(Tensor x) => _block.Apply(x);
    }

    // Narrower and narrower down to 16, and back up, meeting on the way up what went down.
    private sealed class UNetSynapse : Synapse
    {
        private readonly Step _first;
        private readonly Step[] _down, _up;
        private readonly LayerNormLayer[] _meet;

        public UNetSynapse(Parameters parameters, string name, int inputs, int neurons, int depth)
        {
            var widths = Widths(neurons, depth);
            _first = new(parameters, $"{name}.first", inputs, neurons);
            _down = [.. Enumerable.Range(0, depth - 1).Select(
                i => new Step(parameters, $"{name}.down{i}", widths[i], widths[i + 1]))];
            _up = [.. Enumerable.Range(0, depth - 1).Select(
                i => new Step(parameters, $"{name}.up{i}", widths[i + 1], widths[i]))];
            _meet = [.. Enumerable.Range(0, depth - 1).Select(
                i => new LayerNormLayer(parameters, $"{name}.meet{i}", widths[i], Epsilon))];
        }

        public override Tensor Apply(Tensor x) => Between(0, _first.Apply(x));

        // What comes out at a width, of what came in: everything narrower lies between.
        private Tensor Between(int level, Tensor x) => level == _down.Length
            ? x
            : _meet[level].Apply(_up[level].Apply(Between(level + 1, _down[level].Apply(x))) + x);

        private sealed class Step(Parameters parameters, string name, int inputs, int outputs)
        {
            private readonly DenseLayer _dense = Layer(parameters, $"{name}.dense", inputs, outputs);
            private readonly LayerNormLayer _norm = new(parameters, $"{name}.norm", outputs, Epsilon);

            public Tensor Apply(Tensor x) => Activations.Apply(_norm.Apply(_dense.Apply(x)), Activation.Silu);
        }
    }
}

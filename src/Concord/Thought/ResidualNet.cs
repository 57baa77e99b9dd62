using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>A residual network for images, cut off after one to four of its stages.</summary>
/// <remarks>
/// He et al. 2016 with the small first layers of Darlow et al. 2025: a 1×1 convolution to three channels with a bias, a
/// 3×3 convolution, a batch norm, a rectifier, the largest of nine in steps of two, then the stages: of two 3×3
/// convolutions a block (18 and 34 layers), or of a narrow 3×3 one between two of 1×1 (50, 101 and 152).
/// </remarks>
public sealed class ResidualNet : Backbone
{
    private const int FirstChannels = 64;

    private readonly DenseLayer _colours;
    private readonly ConvolutionLayer _first;
    private readonly BatchNormLayer _norm;
    private readonly List<Block> _blocks = [];

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="channels">Numbers of a place that are shown.</param>
    /// <param name="layers">18, 34, 50, 101 or 152.</param>
    /// <param name="stages">1 to 4.</param>
    /// <exception cref="ArgumentException">Other layers or stages.</exception>
    public ResidualNet(Parameters parameters, int channels, int layers, int stages)
    {
        var (blocks, isNarrow) = BlocksOf(layers);
        Require.Within(stages, 1, 4, "The stages of a residual network");
        _colours = Synapse.Layer(parameters, "backbone.colours", channels, 3);
        _first = new(parameters, "backbone.first", 3, FirstChannels, Convolved(3), hasBias: false);
        _norm = new(parameters, "backbone.norm", FirstChannels);
        channels = FirstChannels;
        for (var stage = 0; stage < stages; stage++)
            for (var block = 0; block < blocks[stage]; block++)
            {
                var made = new Block(
                    parameters, $"backbone.stage{stage}.{block}", channels, FirstChannels << stage, isNarrow,
                    halves: stage > 0 && block == 0);
                channels = made.Outputs;
                _blocks.Add(made);
            }
        Channels = channels;
    }

    /// <inheritdoc/>
    public override int Channels { get; }

    /// <inheritdoc/>
    public override Features Look(Scene shown, bool training)
    {
        int height = shown.Size.Height, width = shown.Size.Width;
        var x = _colours.Apply(shown.Places);
        x = Activations.Apply(_norm.Apply(_first.Apply(x, height, width), training), Activation.Relu);
        var places = new Features(Strides.Max(x, height, width), Strides.Half(height), Strides.Half(width));
        foreach (var block in _blocks)
            places = block.Apply(places, training);
        return places;
    }

    private static (int[] Blocks, bool IsNarrow) BlocksOf(int layers) => layers switch
    {
        18 => ([2, 2, 2, 2], false),
        34 => ([3, 4, 6, 3], false),
        50 => ([3, 4, 6, 3], true),
        101 => ([3, 4, 23, 3], true),
        // He et al. have eight blocks in the second stage; the code whose numbers of parameters these are has four.
        152 => ([3, 4, 36, 3], true),
        _ => throw new ArgumentException(
            $"The layers of a residual network must be 18, 34, 50, 101 or 152, but are {layers}."),
    };

    private static Start Convolved(int inputs) => Start.Uniform(1 / MathF.Sqrt(9 * inputs));

    /// <summary>A convolution without bias and its batch norm; 3×3, or 1×1, which is a dense layer of places.</summary>
    private sealed class Step(Parameters parameters, string name, int inputs, int outputs, bool isWide)
    {
        private readonly ConvolutionLayer? _wide = !isWide
            ? null
            : new(parameters, name, inputs, outputs, Convolved(inputs), hasBias: false);

        private readonly DenseLayer? _narrow = isWide
            ? null
            : Synapse.Layer(parameters, name, inputs, outputs, bias: false);

        private readonly BatchNormLayer _norm = new(parameters, $"{name}.norm", outputs);

        public Features Apply(Features x, bool halves, bool training)
        {
            var (rows, height, width) = (x.Rows, x.Height, x.Width);
            // Of 1×1 only the places that are kept are computed; of 3×3 all, and then every other one is kept.
            if (halves && _narrow != null)
                rows = Strides.Thin(rows, height, width);
            rows = _wide?.Apply(rows, height, width) ?? _narrow!.Apply(rows);
            if (halves && _wide != null)
                rows = Strides.Thin(rows, height, width);
            if (halves)
                (height, width) = (Strides.Half(height), Strides.Half(width));
            return new(_norm.Apply(rows, training), height, width);
        }
    }

    private sealed class Block
    {
        private const int Widening = 4;

        private readonly Step[] _steps;
        private readonly Step? _past;
        private readonly int _halvingStep;
        private readonly bool _halves;

        public Block(Parameters parameters, string name, int inputs, int channels, bool isNarrow, bool halves)
        {
            Outputs = isNarrow ? Widening * channels : channels;
            _steps = isNarrow
                ? [
                    new(parameters, $"{name}.in", inputs, channels, isWide: false),
                    new(parameters, $"{name}.middle", channels, channels, isWide: true),
                    new(parameters, $"{name}.out", channels, Outputs, isWide: false),
                ]
                : [
                    new(parameters, $"{name}.in", inputs, channels, isWide: true),
                    new(parameters, $"{name}.out", channels, channels, isWide: true),
                ];
            _past = halves || inputs != Outputs
                ? new(parameters, $"{name}.past", inputs, Outputs, isWide: false)
                : null;
            (_halves, _halvingStep) = (halves, isNarrow ? 1 : 0);
        }

        public int Outputs { get; }

        public Features Apply(Features x, bool training)
        {
            var y = x;
            for (var i = 0; i < _steps.Length; i++)
            {
                y = _steps[i].Apply(y, _halves && i == _halvingStep, training);
                if (i < _steps.Length - 1)
                    y = y with { Rows = Activations.Apply(y.Rows, Activation.Relu) };
            }
            var past = _past?.Apply(x, _halves, training) ?? x;
            return y with { Rows = Activations.Apply(y.Rows + past.Rows, Activation.Relu) };
        }
    }
}

using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>What a backbone made of samples: features of places.</summary>
/// <param name="Rows">[samples · height · width, channels], place by place.</param>
/// <param name="Height">Lines of places; 1 for a sequence.</param>
/// <param name="Width">Places of a line.</param>
public readonly record struct Features(Tensor Rows, int Height, int Width);

/// <summary>Turns what is shown into features of places, once for all ticks.</summary>
public abstract class Backbone
{
    /// <summary>Numbers of a place.</summary>
    public abstract int Channels { get; }

    /// <summary>Features of what is shown.</summary>
    /// <param name="shown">Places with as many channels as the backbone was made for.</param>
    /// <param name="training">Whether batch norms use, and remember, what they see.</param>
    public abstract Features Look(Scene shown, bool training);
}

/// <summary>What a model is shown, and of which size.</summary>
/// <param name="Height">Lines; 1 for a sequence.</param>
/// <param name="Width">Places of a line.</param>
/// <param name="Channels">Numbers of a place.</param>
public readonly record struct Shown(int Height, int Width, int Channels)
{
    /// <summary>Numbers of a sample.</summary>
    public int Size => Height * Width * Channels;
}

/// <summary>What is shown of some samples.</summary>
/// <param name="Numbers">[samples, height · width · channels]: line by line, a place's channels side by side.</param>
/// <param name="Size">A sample's size.</param>
public readonly record struct Scene(Tensor Numbers, Shown Size)
{
    /// <summary>Sequences of numbers.</summary>
    /// <param name="numbers">[samples, length].</param>
    public static Scene Sequence(Tensor numbers) => new(numbers, new(1, numbers.Shape.Columns, 1));

    /// <summary>How many samples there are.</summary>
    public int Samples => Numbers.Shape.Rows;

    /// <summary>The places of all samples, [samples · height · width, channels].</summary>
    public Tensor Places => Numbers.As([Samples * Size.Height * Size.Width, Size.Channels]);
}

/// <summary>The forms of backbones.</summary>
public enum BackboneForm
{
    /// <summary>Learned features of −1 and of +1.</summary>
    Signs,

    /// <summary>Twice: a 3×3 convolution with a bias, a batch norm, a rectifier, the largest of four.</summary>
    Small,

    /// <summary>A residual network without its head; see <see cref="ResidualNet"/>.</summary>
    Residual,
}

/// <summary>Which backbone, and its sizes.</summary>
/// <param name="Form">The form.</param>
/// <param name="Layers">Of a residual network: 18, 34, 50, 101 or 152.</param>
/// <param name="Stages">Of a residual network: 1 to 4.</param>
public sealed record BackboneKind(BackboneForm Form, int Layers = 18, int Stages = 1)
{
    /// <summary>Learned features of the two signs.</summary>
    public static BackboneKind Signs { get; } = new(BackboneForm.Signs);

    /// <summary>Two small convolutions.</summary>
    public static BackboneKind Small { get; } = new(BackboneForm.Small);

    /// <summary>A residual network.</summary>
    /// <param name="layers">18, 34, 50, 101 or 152.</param>
    /// <param name="stages">1 to 4.</param>
    public static BackboneKind Residual(int layers, int stages) => new(BackboneForm.Residual, layers, stages);

    /// <summary>Lays it out.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="shown">What it is shown.</param>
    /// <param name="width">d of the model.</param>
    public Backbone Build(Parameters parameters, Shown shown, int width) => Form switch
    {
        BackboneForm.Signs => new SignsBackbone(parameters, width),
        BackboneForm.Small => new SmallBackbone(parameters, shown.Channels, width),
        _ => new ResidualNet(parameters, shown.Channels, Layers, Stages),
    };
}

/// <summary>Learned features of the two signs, for strings of ±1.</summary>
internal sealed class SignsBackbone(Parameters parameters, int width) : Backbone
{
    private readonly Parameter _table = parameters.Add("backbone.table", [2, width], Start.Normal(1));

    public override int Channels => width;

    public override Features Look(Scene shown, bool training)
    {
        var tape = shown.Numbers.Tape;
        var numbers = shown.Numbers.Values;
        // Row 1 of the table is for +1, row 0 for all else.
        var rows = tape.Recycled<RowNumbers>().Of(numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
            rows[i] = numbers[i] == 1 ? 1 : 0;
        return new(
            RowOperations.Gather(tape.Use(_table), rows, numbers.Length), shown.Size.Height, shown.Size.Width);
    }
}

/// <summary>Two convolutions, each normalised, rectified and halved, as for handwritten digits.</summary>
internal sealed class SmallBackbone(Parameters parameters, int channels, int width) : Backbone
{
    private readonly Block _first = new(parameters, "backbone.first", channels, width);
    private readonly Block _second = new(parameters, "backbone.second", width, width);

    public override int Channels => width;

    public override Features Look(Scene shown, bool training)
    {
        var size = shown.Size;
        var half = _first.Apply(shown.Places, size.Height, size.Width, training);
        var quarter = _second.Apply(half, size.Height / 2, size.Width / 2, training);
        return new(quarter, size.Height / 4, size.Width / 4);
    }

    // The largest of four comes before the rectifier, which gives the same on a quarter of the numbers.
    private sealed class Block(Parameters parameters, string name, int inputs, int outputs)
    {
        private readonly ConvolutionLayer _convolution = new(
            parameters, name, inputs, outputs, Start.Uniform(1 / MathF.Sqrt(9 * inputs)));

        private readonly BatchNormLayer _norm = new(parameters, $"{name}.norm", outputs);

        public Tensor Apply(Tensor image, int height, int width, bool training)
        {
            var normal = _norm.Apply(_convolution.Apply(image, height, width), training);
            return Activations.Apply(Pooling.Max(normal, height, width), Activation.Relu);
        }
    }
}

using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Predictive;

/// <summary>A prediction by a 3×3 convolution without bias: s · conv(φ(h)), and + h where it skips.</summary>
/// <remarks>An activity holds an image line by line, all channels of a place together; zeros lie around it.</remarks>
public sealed class ConvolutionPredictor : Predictor
{
    private const int Taps = 9;

    private readonly Parameter _kernel;
    private readonly (int Height, int Width) _size;
    private readonly int _channels;

    /// <summary>Adds the layer's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="size">Lines and places of a line, the same before and after.</param>
    /// <param name="from">Channels read.</param>
    /// <param name="to">Channels predicted.</param>
    /// <param name="form">φ, s and whether it skips.</param>
    public ConvolutionPredictor(
        Parameters parameters, string name, (int Height, int Width) size, int from, int to, PredictorForm form)
        : base(size.Height * size.Width * from, size.Height * size.Width * to, form)
    {
        (_size, _channels) = (size, from);
        _kernel = parameters.Add($"{name}.kernel", [Taps * from, to], Start.Normal(1));
    }

    /// <inheritdoc/>
    protected override Tensor Map(Tensor x)
    {
        var samples = x.Shape.Rows;
        var kernel = x.Tape.Use(_kernel);
        var image = x.As([samples * _size.Height * _size.Width, _channels]);
        var none = x.Tape.Zeros([kernel.Shape.Columns]);
        return Convolution.Apply(image, _size.Height, _size.Width, kernel, none).As([samples, Outputs]);
    }
}

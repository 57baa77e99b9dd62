using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>The usual way to call a digit: a convolutional network that sees the whole image at once.</summary>
/// <remarks>
/// Two 3×3 convolutions, each rectified and halved by the largest of four, means over a grid of cells, and two dense
/// layers. The means let it take images of any size from 4x4 on. There are no agents and no iterations: an image is
/// answered once, and everybody who is asked about it says the same. 421,642 parameters with 7×7 cells, 28,426 with
/// one. Seely et al. 2026 compare with a network of this kind, section 4.3 of the method, and do not say which.
/// </remarks>
public sealed class DigitConvolutionModel : DigitNetworkModel
{
    private readonly DigitConvolutionOptions _options;
    private readonly ConvolutionLayer _first, _second;
    private readonly DenseLayer _hidden, _out;

    /// <summary>Lays out the model's parameters.</summary>
    public DigitConvolutionModel(DigitConvolutionOptions options)
        : base(options.Name)
    {
        _options = options;
        _first = new ConvolutionLayer(Parameters, "first", 1, options.FirstMaps);
        _second = new ConvolutionLayer(Parameters, "second", options.FirstMaps, options.SecondMaps);
        _hidden = new DenseLayer(
            Parameters, "hidden", options.Cells * options.Cells * options.SecondMaps, options.Hidden);
        _out = new DenseLayer(Parameters, "out", options.Hidden, DigitGenerator.Classes);
    }

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, DigitViews views)
    {
        int height = views.Lattice.Height, width = views.Lattice.Width;
        var maps = Halved(_first, views.Images(tape), height, width);
        maps = Halved(_second, maps, height / 2, width / 2);
        var cells = Pooling.Adaptive(maps, height / 4, width / 4, _options.Cells);
        return _out.Apply(_hidden.Apply(cells, Activation.Relu));
    }

    // Rectifying the largest of four is taking the largest of four rectified, on a quarter of the numbers.
    private static Tensor Halved(ConvolutionLayer layer, Tensor image, int height, int width) =>
        Activations.Apply(Pooling.Max(layer.Apply(image, height, width), height, width), Activation.Relu);
}

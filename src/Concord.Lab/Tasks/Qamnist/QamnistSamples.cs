using Concord.Lab.Tasks.Digits;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>Draws questions about digits from images of digits, MNIST or drawn ones.</summary>
/// <param name="digits">The images, in the middle of 32x32 pixels from then on.</param>
public sealed class QamnistSamples(DigitSet digits)
{
    /// <summary>Height and width of a picture.</summary>
    public const int Side = 32;

    /// <summary>Numbers of a picture.</summary>
    public const int Pixels = Side * Side;

    /// <summary>The images that samples refer to by number.</summary>
    public DigitSet Images { get; } = digits.On(Side, Side);

    /// <summary>Draws a sample: any images, any of them to reckon with, plus and minus equally likely.</summary>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="size">How many digits and operations.</param>
    public QamnistSample Draw(Rng random, QamnistSize size)
    {
        ArgumentNullException.ThrowIfNull(random);
        var images = new int[size.Digits];
        foreach (ref var image in images.AsSpan())
            image = random.Below(Images.Count);
        var indices = new int[size.Operations + 1];
        foreach (ref var index in indices.AsSpan())
            index = random.Below(size.Digits);
        var operators = new QamnistOperator[size.Operations];
        foreach (ref var operation in operators.AsSpan())
            operation = (QamnistOperator)random.Bit();
        return new QamnistSample(images, [.. images.Select(image => Images.Label(image))], indices, operators);
    }

    /// <summary>Writes a picture, row by row, from 0 for black to 1 for white.</summary>
    /// <param name="image">Which of <see cref="Images"/>.</param>
    /// <param name="picture">32x32 numbers.</param>
    public void Write(int image, Span<float> picture)
    {
        Require.Length<float>(picture, Pixels);
        var from = Images.Image(image);
        for (var i = 0; i < from.Length; i++)
            picture[i] = from[i] / 255f;
    }
}

namespace Concord.Tensors.Operations;

/// <summary>How the rows of a tensor are places of images: sample by sample, line by line.</summary>
internal readonly record struct Places(int Samples, int Height, int Width)
{
    /// <summary>Lines of all images.</summary>
    public int AllLines => Samples * Height;

    /// <summary>The places of images [samples · height · width, channels].</summary>
    /// <exception cref="ArgumentException">A size that is not positive, or rows that are no whole images.</exception>
    public static Places Of(Tensor image, int height, int width)
    {
        Require.Positive(height, "The height of an image");
        Require.Positive(width, "The width of an image");
        var samples = image.Shape.Rows / height / width;
        Require.That(
            samples * height * width == image.Shape.Rows, "The rows of images",
            $"must be a multiple of {height}x{width} places", image.Shape);
        return new Places(samples, height, width);
    }
}

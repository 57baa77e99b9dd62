using Concord.Tensors;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Grey images of digits of one size with their labels, in two arrays of bytes.</summary>
public sealed class DigitSet
{
    /// <summary>Changes the pixels of one image of a set.</summary>
    public delegate void Change(int index, Span<byte> image);

    private const long MostPixels = 1 << 30;

    private readonly byte[] _images;
    private readonly byte[] _labels;

    private DigitSet(int height, int width, byte[] images, byte[] labels) =>
        (Height, Width, Count, _images, _labels) = (height, width, labels.Length, images, labels);

    /// <summary>Rows of every image.</summary>
    public int Height { get; }

    /// <summary>Columns of every image.</summary>
    public int Width { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>
    /// Draws images of digits. Image i comes from the seed's stream i, so the first n are the same however many there
    /// are.
    /// </summary>
    public static DigitSet Draw(int height, int width, int count, ulong seed, Action<double>? progress = null)
    {
        var generator = new DigitGenerator(height, width);
        RequireCount(height, width, count);
        var set = new DigitSet(height, width, new byte[count * height * width], new byte[count]);
        Rng seeds = new(seed), stream = new(0);
        for (var i = 0; i < count; i++)
        {
            seeds.SplitInto((ulong)i, stream);
            set._labels[i] = (byte)stream.Below(DigitGenerator.Classes);
            generator.Draw(stream, set._labels[i], set._images.AsSpan(i * height * width, height * width));
            if (i % 64 == 63)
                progress?.Invoke((i + 1.0) / count);
        }
        return set;
    }

    /// <summary>A set of images that are there already.</summary>
    /// <param name="height">Rows of every image.</param>
    /// <param name="width">Columns of every image.</param>
    /// <param name="images">One image after the other, each row by row, 0 to 255; kept, not copied.</param>
    /// <param name="labels">The digit that each image shows, 0 to 9; kept, not copied.</param>
    public static DigitSet Of(int height, int width, byte[] images, byte[] labels)
    {
        Require.Positive(height);
        Require.Positive(width);
        RequireCount(height, width, labels.Length);
        Require.Length<byte>(images, labels.Length * height * width);
        Require.That(
            !labels.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)9), "Every label", "must be a digit",
            labels.Max());
        return new DigitSet(height, width, images, labels);
    }

    /// <summary>The first images of this set.</summary>
    /// <param name="count">How many.</param>
    public DigitSet First(int count)
    {
        Require.Within(count, 1, Count, "The number of images");
        return new DigitSet(Height, Width, _images[..(count * Height * Width)], _labels[..count]);
    }

    /// <summary>The last images of this set.</summary>
    /// <param name="count">How many.</param>
    public DigitSet Last(int count)
    {
        Require.Within(count, 1, Count, "The number of images");
        return new DigitSet(Height, Width, _images[^(count * Height * Width)..], _labels[^count..]);
    }

    /// <summary>Two images of this set.</summary>
    internal DigitSet Pair(int first, int second) =>
        new(Height, Width, [.. Image(first), .. Image(second)], [Label(first), Label(second)]);

    /// <summary>The same images in the middle of another canvas, which pads them or cuts them off.</summary>
    /// <param name="height">Rows of the canvas.</param>
    /// <param name="width">Columns of the canvas.</param>
    /// <param name="change">What is done to every image then; null for nothing.</param>
    public DigitSet On(int height, int width, Change? change = null)
    {
        RequireCount(height, width, Count);
        var set = new DigitSet(height, width, new byte[Count * height * width], _labels);
        int rows = Math.Min(height, Height), columns = Math.Min(width, Width);
        for (var i = 0; i < Count; i++)
        {
            var to = set._images.AsSpan(i * height * width, height * width);
            for (var y = 0; y < rows; y++)
                Image(i).Slice(At(y, Height, Width, rows, columns), columns)
                    .CopyTo(to[At(y, height, width, rows, columns)..]);
            change?.Invoke(i, to);
        }
        return set;
    }

    /// <summary>The pixels of one image, row by row, 0 to 255.</summary>
    public ReadOnlySpan<byte> Image(int index)
    {
        Require.Within(index, 0, Count - 1, "The index of an image");
        return _images.AsSpan(index * Height * Width, Height * Width);
    }

    /// <summary>The digit that one image shows.</summary>
    public byte Label(int index) => _labels[Require.Within(index, 0, Count - 1, "The index of an image")];

    private static void RequireCount(int height, int width, int count)
    {
        var most = (int)Math.Min(1_000_000, MostPixels / ((long)height * width));
        Require.Within(count, 1, most, $"The number of {height}x{width} images");
    }

    // Where row y of the middle part of an image begins.
    private static int At(int y, int height, int width, int rows, int columns) =>
        ((((height - rows) / 2) + y) * width) + ((width - columns) / 2);
}

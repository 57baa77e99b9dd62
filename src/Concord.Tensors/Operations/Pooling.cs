using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Makes images smaller, channel by channel: the largest of four places, or the mean over cells.</summary>
public static unsafe class Pooling
{
    /// <summary>The largest of each two by two places; the gradient goes to the first of equal ones.</summary>
    /// <remarks>Of an odd height or width the last line or column is dropped.</remarks>
    /// <param name="image">[samples · height · width, channels].</param>
    /// <param name="height">Lines of an image, at least 2.</param>
    /// <param name="width">Places of a line, at least 2.</param>
    /// <returns>[samples · ⌊height/2⌋ · ⌊width/2⌋, channels].</returns>
    /// <exception cref="ArgumentException">Rows that are no whole images, or an image too small.</exception>
    public static Tensor Max(Tensor image, int height, int width)
    {
        var places = Places.Of(image, height, width);
        Require.That(
            Math.Min(height, width) >= 2, "The shorter side of an image to pool", "must be at least 2",
            Math.Min(height, width));
        var channels = image.Shape.Columns;
        var y = image.Tape.Empty([places.Samples * (height / 2) * (width / 2), channels]);
        for (var r = 0; r < y.Shape.Rows; r++)
        {
            float* above = image.Data + (FirstOf(r, places) * channels), below = above + (width * channels);
            for (var c = 0; c < channels; c += Vectors.Width)
                Vectors.StorePart(
                    Vector512.Max(
                        Vector512.Max(Vector512.Load(above + c), Vector512.Load(above + channels + c)),
                        Vector512.Max(Vector512.Load(below + c), Vector512.Load(below + channels + c))),
                    y.Data + (r * channels) + c, channels - c);
        }
        if (image.Tape.Record<MaxPullback>(y, image.Tracked) is { } back)
            (back.Image, back.Places) = (image, places);
        return y;
    }

    /// <summary>The mean over each of side × side cells, whatever the size of the image.</summary>
    /// <remarks>
    /// Cell i of a length n covers ⌊i n / side⌋ up to, not including, ⌈(i + 1) n / side⌉: neighbouring cells overlap
    /// where the lengths do not divide, and several see the same place of an image with fewer places than cells. One
    /// cell is the mean over all. A place's share is added with one rounding, line by line.
    /// </remarks>
    /// <param name="image">[samples · height · width, channels].</param>
    /// <param name="height">Lines of an image.</param>
    /// <param name="width">Places of a line.</param>
    /// <param name="side">Cells in each direction.</param>
    /// <returns>[samples, side · side · channels], cells line by line.</returns>
    /// <exception cref="ArgumentException">Rows that are no whole images, or no cells.</exception>
    public static Tensor Adaptive(Tensor image, int height, int width, int side)
    {
        var places = Places.Of(image, height, width);
        Require.Positive(side, "The side of adaptive pooling");
        var channels = image.Shape.Columns;
        var y = image.Tape.Zeros([places.Samples, side * side * channels]);
        Share(places, side, channels, image.Data, y.Data, back: false);
        if (image.Tape.Record<AdaptivePullback>(y, image.Tracked) is { } back)
            (back.Image, back.Places, back.Side) = (image, places, side);
        return y;
    }

    // The first of the four places of a pooled one, counted over all images.
    private static int FirstOf(int pooled, Places places)
    {
        int height = places.Height / 2, width = places.Width / 2;
        int sample = pooled / width / height, line = 2 * (pooled / width % height), column = 2 * (pooled % width);
        return (((sample * places.Height) + line) * places.Width) + column;
    }

    // Adds to every cell the shares of its places, or to every place its shares of its cells.
    private static void Share(Places places, int side, int channels, float* image, float* cell, bool back)
    {
        for (var number = 0; number < places.Samples * side * side; number++, cell += channels)
        {
            var above = number / side / side * places.Height;
            var (top, bottom) = Covered(number / side % side, side, places.Height);
            var (left, right) = Covered(number % side, side, places.Width);
            var share = 1f / ((bottom - top) * (right - left));
            for (var line = above + top; line < above + bottom; line++)
                for (var column = left; column < right; column++)
                {
                    var place = image + (((line * places.Width) + column) * channels);
                    if (back)
                        Vectors.AddScaled(place, cell, share, channels);
                    else
                        Vectors.AddScaled(cell, place, share, channels);
                }
        }
    }

    private static (int First, int End) Covered(int cell, int side, int length) =>
        (cell * length / side, (((cell + 1) * length) + side - 1) / side);

    private sealed class MaxPullback : Pullback
    {
        public Tensor Image = null!;
        public Places Places;

        public override void Run()
        {
            var to = Image.Adjoint();
            int channels = Image.Shape.Columns, next = Places.Width * channels;
            for (var r = 0; r < Output.Shape.Rows; r++)
            {
                var first = FirstOf(r, Places) * channels;
                for (var c = 0; c < channels; c += Vectors.Width)
                {
                    var best = Vector512.Load(Output.Data + (r * channels) + c);
                    var g = Vector512.Load(Output.AdjointData + (r * channels) + c);
                    g = Give(first + c, g);
                    g = Give(first + channels + c, g);
                    g = Give(first + next + c, g);
                    Give(first + next + channels + c, g);

                    // Lanes in which this place is the largest get their gradient, and nothing is left of it.
                    Vector512<float> Give(int at, Vector512<float> left)
                    {
                        var equal = Vector512.Equals(Vector512.Load(Image.Data + at), best);
                        var given = Vector512.ConditionalSelect(equal, left, Vector512<float>.Zero);
                        Vectors.StorePart(Vector512.Load(to + at) + given, to + at, channels - c);
                        return Vector512.ConditionalSelect(equal, Vector512<float>.Zero, left);
                    }
                }
            }
        }
    }

    private sealed class AdaptivePullback : Pullback
    {
        public Tensor Image = null!;
        public Places Places;
        public int Side;

        public override void Run() =>
            Share(Places, Side, Image.Shape.Columns, Image.Adjoint(), Output.AdjointData, back: true);
    }
}

using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Walks images in steps of two places: every other place, or the largest of nine around it.</summary>
/// <remarks>
/// The usual halving in residual networks. A convolution in steps of two is a convolution of which every other place is
/// kept.
/// </remarks>
public static unsafe class Strides
{
    /// <summary>The places of even lines and columns.</summary>
    /// <param name="image">[samples · height · width, channels].</param>
    /// <param name="height">Lines of an image.</param>
    /// <param name="width">Places of a line.</param>
    /// <returns>[samples · ⌈height/2⌉ · ⌈width/2⌉, channels].</returns>
    /// <exception cref="ArgumentException">Rows that are no whole images.</exception>
    public static Tensor Thin(Tensor image, int height, int width)
    {
        var walk = new Walk(Places.Of(image, height, width));
        var channels = image.Shape.Columns;
        var y = image.Tape.Empty([walk.Count, channels]);
        for (var r = 0; r < walk.Count; r++)
            new ReadOnlySpan<float>(image.Data + (walk.Centre(r) * channels), channels)
                .CopyTo(new Span<float>(y.Data + ((long)r * channels), channels));
        if (image.Tape.Record<ThinPullback>(y, image.Tracked) is { } back)
            (back.Image, back.Walk) = (image, walk);
        return y;
    }

    /// <summary>
    /// The largest of the three by three places around those of even lines and columns, as far as they are in the
    /// image; the gradient goes to the first of equal ones.
    /// </summary>
    /// <inheritdoc cref="Thin"/>
    public static Tensor Max(Tensor image, int height, int width)
    {
        var walk = new Walk(Places.Of(image, height, width));
        var channels = image.Shape.Columns;
        var y = image.Tape.Empty([walk.Count, channels]);
        for (var r = 0; r < walk.Count; r++)
            for (var c = 0; c < channels; c += Vectors.Width)
            {
                var best = Vector512.Create(float.NegativeInfinity);
                for (var tap = 0; tap < Walk.Taps; tap++)
                    if (walk.TryTap(r, tap, out var place))
                        best = Vector512.Max(best, Vector512.Load(image.Data + (place * channels) + c));
                Vectors.StorePart(best, y.Data + ((long)r * channels) + c, channels - c);
            }
        if (image.Tape.Record<MaxPullback>(y, image.Tracked) is { } back)
            (back.Image, back.Walk) = (image, walk);
        return y;
    }

    /// <summary>Height or width of what is left of an image's.</summary>
    public static int Half(int length) => (length + 1) / 2;

    /// <summary>Which places are visited, numbered over all images.</summary>
    private readonly struct Walk(Places places)
    {
        public const int Taps = 9;

        private readonly int _lines = Half(places.Height), _columns = Half(places.Width);

        public int Count => places.Samples * _lines * _columns;

        /// <summary>The place that a visited one is the middle of.</summary>
        public long Centre(int visited)
        {
            var (line, column) = (visited / _columns, visited % _columns);
            return ((((long)(line / _lines) * places.Height) + (2 * (line % _lines))) * places.Width) + (2 * column);
        }

        /// <summary>One of the nine places around a visited one, line by line; false outside the image.</summary>
        public bool TryTap(int visited, int tap, out long place)
        {
            var (down, right) = ((tap / 3) - 1, (tap % 3) - 1);
            var line = (2 * (visited / _columns % _lines)) + down;
            var column = (2 * (visited % _columns)) + right;
            place = Centre(visited) + ((long)down * places.Width) + right;
            return (uint)line < (uint)places.Height && (uint)column < (uint)places.Width;
        }
    }

    private sealed class ThinPullback : Pullback
    {
        public Tensor Image = null!;
        public Walk Walk;

        public override void Run()
        {
            var channels = Image.Shape.Columns;
            var to = Image.Adjoint();
            for (var r = 0; r < Walk.Count; r++)
                Vectors.AddScaled(
                    to + (Walk.Centre(r) * channels), Output.AdjointData + ((long)r * channels), 1, channels);
        }
    }

    private sealed class MaxPullback : Pullback
    {
        public Tensor Image = null!;
        public Walk Walk;

        public override void Run()
        {
            var channels = Image.Shape.Columns;
            var to = Image.Adjoint();
            for (var r = 0; r < Walk.Count; r++)
                for (var c = 0; c < channels; c += Vectors.Width)
                {
                    var best = Vector512.Load(Output.Data + ((long)r * channels) + c);
                    var left = Vector512.Load(Output.AdjointData + ((long)r * channels) + c);
                    for (var tap = 0; tap < Walk.Taps; tap++)
                    {
                        if (!Walk.TryTap(r, tap, out var place))
                            continue;
                        // Lanes in which this place is the largest get their gradient, and nothing is left of it.
                        var at = (place * channels) + c;
                        var equal = Vector512.Equals(Vector512.Load(Image.Data + at), best);
                        var given = Vector512.ConditionalSelect(equal, left, Vector512<float>.Zero);
                        Vectors.StorePart(Vector512.Load(to + at) + given, to + at, channels - c);
                        left = Vector512.ConditionalSelect(equal, Vector512<float>.Zero, left);
                    }
                }
        }
    }
}

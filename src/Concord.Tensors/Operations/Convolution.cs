using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>A 3×3 convolution of images with zeros around them: as many places out as in.</summary>
/// <remarks>
/// A band of lines is copied into a border of zeros. There the channels of three neighbouring places lie side by side,
/// so a line of all patches is a matrix whose rows overlap, and a product reads it in place: three products a band, one
/// for each line of the kernel. The patches themselves, nine times the image, are written nowhere, so there is nothing
/// to keep for the way back; the price is two rows a line that belong to no place. Bands are cut so that they stay in
/// a core's cache. Every sum starts at its bias and adds tap by tap, channel by channel, with one rounding each.
/// </remarks>
public static unsafe class Convolution
{
    private const int Side = 3, Taps = Side * Side;

    // A quarter of a mebibyte for a band and what becomes of it.
    private const int MostFloats = 1 << 16;

    /// <summary>y[p, o] = bias[o] + Σ over taps t and channels c of image[p + t, c] · kernel[t · in + c, o].</summary>
    /// <param name="image">[samples · height · width, in], line by line; outside, all is 0.</param>
    /// <param name="height">Lines of an image.</param>
    /// <param name="width">Places of a line.</param>
    /// <param name="kernel">[9 · in, out]; taps line by line, the one in the middle is the place itself.</param>
    /// <param name="bias">[out], or null for none.</param>
    /// <returns>[samples · height · width, out].</returns>
    /// <exception cref="ArgumentException">Rows that are no whole images, or an unfit kernel or bias.</exception>
    public static Tensor Apply(Tensor image, int height, int width, Tensor kernel, Tensor? bias)
    {
        int inputs = image.Shape.Columns, outputs = kernel.Shape.Columns;
        var places = Places.Of(image, height, width);
        Require.Shape(kernel.Shape, [Taps * inputs, outputs], "The kernel of a convolution");
        if (bias != null)
            Require.Shape(bias.Shape, [outputs], "The bias of a convolution");

        var tape = image.Tape;
        var y = tape.Zeros([image.Shape.Rows, outputs]);
        Convolve(tape, places, image.Data, inputs, kernel.Data, bias == null ? null : bias.Data, y.Data, outputs);
        var wanted = image.Tracked || kernel.Tracked || bias is { Tracked: true };
        if (tape.Record<ConvolutionPullback>(y, wanted) is { } back)
            (back.Image, back.Kernel, back.Bias, back.Places) = (image, kernel, bias, places);
        return y;
    }

    // Adds the convolution of all images to rows; no bias is a bias of zeros.
    private static void Convolve(
        Tape tape, Places places, float* image, int inputs, float* kernel, float* bias, float* to, int outputs)
    {
        var mark = tape.Here;
        var bands = new Bands(places, inputs, outputs);
        var band = tape.Take(bands.BorderedSize * inputs);
        var result = tape.Take(bands.Size * outputs);
        int depth = Side * inputs, packedSize = Gemm.PackedSize(depth, outputs);
        var packed = tape.Take(Side * packedSize);
        for (var line = 0; line < Side; line++)
            Gemm.Pack(new(kernel + (line * depth * outputs), outputs, 1), depth, outputs, packed + (line * packedSize));

        for (var first = 0; first < places.AllLines; first += bands.LinesFrom(first))
        {
            bands.Border(image, inputs, first, band);
            for (var line = 0; line < Side; line++)
                Gemm.MultiplyPacked(
                    new(band + (line * bands.Stride * inputs), inputs, 1), packed + (line * packedSize),
                    result, outputs, line == 0 ? bias : result, line == 0 ? 0 : outputs,
                    new(bands.RowsFrom(first), depth, outputs));
            for (var line = 0; line < bands.LinesFrom(first); line++)
                Vectors.AddScaled(
                    to + ((first + line) * places.Width * outputs), result + (line * bands.Stride * outputs), 1,
                    places.Width * outputs);
        }
        tape.Rewind(mark);
    }

    /// <summary>How images are cut into bands of lines: none goes over the end of its image.</summary>
    private readonly struct Bands(Places places, int inputs, int outputs)
    {
        private readonly int _lines =
            Math.Clamp(MostFloats / ((places.Width + 2) * (inputs + outputs)), 1, places.Height);

        /// <summary>Places of a line with its border.</summary>
        public int Stride => places.Width + 2;

        /// <summary>Places of the largest band, with the border left and right.</summary>
        public int Size => _lines * Stride;

        /// <summary>Places of the largest band with all its border.</summary>
        public int BorderedSize => (_lines + 2) * Stride;

        /// <summary>Lines of the band that begins with a line, counted over all images.</summary>
        public int LinesFrom(int first) => Math.Min(_lines, places.Height - (first % places.Height));

        /// <summary>Rows of a product over that band: the last place of the last line ends it.</summary>
        public int RowsFrom(int first) => (LinesFrom(first) * Stride) - 2;

        /// <summary>Copies the lines of a band, and those above and below it, between zeros.</summary>
        public void Border(float* image, int channels, int first, float* to)
        {
            var size = places.Width * channels;
            var top = first % places.Height;
            for (var line = -1; line <= LinesFrom(first); line++, to += Stride * channels)
            {
                var bordered = new Span<float>(to, Stride * channels);
                var inside = top + line >= 0 && top + line < places.Height;
                if (inside)
                {
                    bordered[..channels].Clear();
                    new ReadOnlySpan<float>(image + ((first + line) * size), size).CopyTo(bordered[channels..]);
                    bordered[^channels..].Clear();
                }
                else
                {
                    bordered.Clear();
                }
            }
        }

        /// <summary>Copies the lines of a band with two places of zeros behind each.</summary>
        public void Widen(float* rows, int channels, int first, float* to)
        {
            var size = places.Width * channels;
            for (var line = 0; line < LinesFrom(first); line++, to += Stride * channels)
            {
                new ReadOnlySpan<float>(rows + ((first + line) * size), size).CopyTo(new Span<float>(to, size));
                new Span<float>(to + size, 2 * channels).Clear();
            }
        }
    }

    // With G = ȳ: the image's gradient is G convolved with the kernel turned round, its taps backwards and each
    // transposed; K̄ += patchesᵀ G line by line; b̄ += the sum of G's rows.
    private sealed class ConvolutionPullback : Pullback
    {
        public Tensor Image = null!, Kernel = null!;
        public Tensor? Bias;
        public Places Places;

        public override void Run()
        {
            var toImage = Image.Tracked ? Image.Adjoint() : null;
            var toKernel = Kernel.Tracked ? Kernel.Adjoint() : null;
            if (Bias is { Tracked: true })
                Vectors.AddRows(Output.AdjointData, Output.Shape.Rows, Output.Shape.Columns, Bias.Adjoint());
            if (toKernel != null)
                AddToKernel(toKernel, Image.Shape.Columns, Output.Shape.Columns);
            if (toImage != null)
                AddToImage(toImage, Image.Shape.Columns, Output.Shape.Columns);
        }

        private void AddToKernel(float* to, int inputs, int outputs)
        {
            var tape = Output.Tape;
            var mark = tape.Here;
            var bands = new Bands(Places, inputs, outputs);
            var band = tape.Take(bands.BorderedSize * inputs);
            var g = tape.Take(bands.Size * outputs);
            var depth = Side * inputs;
            for (var first = 0; first < Places.AllLines; first += bands.LinesFrom(first))
            {
                bands.Border(Image.Data, inputs, first, band);
                bands.Widen(Output.AdjointData, outputs, first, g);
                for (var line = 0; line < Side; line++)
                {
                    var part = to + (line * depth * outputs);
                    Gemm.Multiply(
                        new(band + (line * bands.Stride * inputs), 1, inputs), new(g, outputs, 1), part, outputs,
                        part, outputs, new(depth, bands.RowsFrom(first), outputs));
                }
            }
            tape.Rewind(mark);
        }

        private void AddToImage(float* to, int inputs, int outputs)
        {
            var tape = Output.Tape;
            var mark = tape.Here;
            var turned = tape.Take(Taps * outputs * inputs);
            for (var tap = 0; tap < Taps; tap++)
                for (var c = 0; c < inputs; c++)
                    for (var o = 0; o < outputs; o++)
                        turned[((((Taps - 1 - tap) * outputs) + o) * inputs) + c] =
                            Kernel.Data[(((tap * inputs) + c) * outputs) + o];
            Convolve(tape, Places, Output.AdjointData, outputs, turned, null, to, inputs);
            tape.Rewind(mark);
        }
    }
}

using Concord.Tensors;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Draws grey images of digits with a pen: a newcomer needs no scans of handwriting.</summary>
/// <remarks>
/// A digit's strokes are bent, scaled, slanted, turned and shifted at random and drawn with a random pen. As with real
/// scans, values are whole numbers from 0 to 255 and most of the background is exactly 0. The digit stays as large on a
/// larger canvas, so that a canvas pads. Easier than handwriting: no measure of a method.
/// </remarks>
public sealed class DigitGenerator
{
    /// <summary>How many digits there are.</summary>
    public const int Classes = 10;

    private const double MostSide = 20, ShareOfCanvas = 0.72;

    // As much ink, and as many distinct patches, as in MNIST.
    private const double LeastPen = 0.5, MostPen = 1, Fade = 1.1;

    private readonly int _height;
    private readonly int _width;
    private readonly double _side;

    /// <summary>A generator of images of one size.</summary>
    /// <param name="height">Rows of pixels; 28 as with MNIST is usual.</param>
    /// <param name="width">Columns of pixels.</param>
    public DigitGenerator(int height, int width)
    {
        _height = Require.Within(height, 5, 10_000, "The height of an image");
        _width = Require.Within(width, 5, 10_000, "The width of an image");
        _side = Math.Min(MostSide, ShareOfCanvas * Math.Min(height, width));
    }

    /// <summary>Draws a digit.</summary>
    /// <param name="rng">How it is drawn.</param>
    /// <param name="digit">0 to 9.</param>
    /// <param name="image">Takes the pixels row by row.</param>
    public void Draw(Rng rng, int digit, Span<byte> image)
    {
        Require.Within(digit, 0, Classes - 1);
        Require.Length(image, _height * _width);
        var hand = new Hand(rng, _side);
        var middle = (
            X: (_width / 2.0) + (_side * Between(rng, -0.03, 0.03)),
            Y: (_height / 2.0) + (_side * Between(rng, -0.03, 0.03)));
        var pen = _side / MostSide * Between(rng, LeastPen, MostPen);
        var ink = 255 * Between(rng, 0.75, 1);
        image.Clear();
        foreach (var stroke in DigitSkeletons.All[digit])
        {
            var from = hand.Place(stroke[0], middle);
            foreach (var point in stroke.AsSpan(1))
            {
                var to = hand.Place(point, middle);
                Line(image, from, to, pen, ink);
                from = to;
            }
        }
    }

    // Full ink up to the pen's radius, then fading.
    private void Line(Span<byte> image, (double X, double Y) from, (double X, double Y) to, double pen, double ink)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, square = Math.Max(1e-12, (dx * dx) + (dy * dy));
        var (top, bottom) = Range(from.Y, to.Y, pen + Fade, _height);
        var (left, right) = Range(from.X, to.X, pen + Fade, _width);
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
            {
                double px = x + 0.5 - from.X, py = y + 0.5 - from.Y;
                var along = Math.Clamp(((px * dx) + (py * dy)) / square, 0, 1);
                double ex = px - (along * dx), ey = py - (along * dy);
                var share = Math.Clamp((pen + Fade - Math.Sqrt((ex * ex) + (ey * ey))) / Fade, 0, 1);
                ref var pixel = ref image[(y * _width) + x];
                pixel = Math.Max(pixel, (byte)Math.Round(ink * share));
            }
    }

    private static (int First, int End) Range(double a, double b, double reach, int extent) => (
        (int)Math.Clamp(Math.Floor(Math.Min(a, b) - reach), 0, extent),
        (int)Math.Clamp(Math.Ceiling(Math.Max(a, b) + reach), 0, extent));

    private static double Between(Rng rng, double least, double most) => least + ((most - least) * rng.Uniform());

    // One writing of a digit: a gentle wave over the square, then a linear map to pixels.
    private readonly struct Hand
    {
        private const double Wave = 0.045;

        private readonly double _xx, _xy, _yx, _yy, _phaseX, _phaseY;

        public Hand(Rng rng, double side)
        {
            double turn = Between(rng, -0.2, 0.2), slant = Between(rng, -0.25, 0.25);
            double wide = side * Between(rng, 0.75, 1), high = side * Between(rng, 0.8, 0.95);
            var (sin, cos) = Math.SinCos(turn);
            (_xx, _xy) = (cos * wide, -(sin + (slant * cos)) * high);
            (_yx, _yy) = (sin * wide, (cos - (slant * sin)) * high);
            (_phaseX, _phaseY) = (Between(rng, 0, Math.Tau), Between(rng, 0, Math.Tau));
        }

        public (double X, double Y) Place((double X, double Y) point, (double X, double Y) middle)
        {
            var x = point.X - 0.5 + (Wave * Math.Sin((2.5 * point.X) + (4 * point.Y) + _phaseX));
            var y = point.Y - 0.5 + (Wave * Math.Sin((3 * point.X) - (3.5 * point.Y) + _phaseY));
            return (middle.X + (_xx * x) + (_xy * y), middle.Y + (_yx * x) + (_yy * y));
        }
    }
}

namespace Concord.Lab.Tasks.Digits;

/// <summary>The pen strokes of the ten digits in the unit square, x to the right and y down.</summary>
internal static class DigitSkeletons
{
    private const double DegreesPerPoint = 15;

    /// <summary>For each digit its strokes, each a line through points.</summary>
    public static IReadOnlyList<IReadOnlyList<(double X, double Y)[]>> All { get; } =
    [
        [Arc((.5, .5), (.3, .45), -90, 270)],
        [[(.35, .25), (.55, .05), (.55, .95)]],
        [[.. Arc((.5, .3), (.28, .25), -180, 35), (.2, .95), (.82, .95)]],
        [[.. Arc((.47, .28), (.27, .23), -155, 90), .. Arc((.47, .73), (.32, .22), -90, 155)]],
        [[(.6, .05), (.15, .65), (.88, .65)], [(.66, .3), (.66, .95)]],
        [[(.8, .05), (.32, .05), .. Arc((.47, .66), (.32, .29), -130, 150)]],
        [[.. Arc((.85, .7), (.63, .65), -105, -180), .. Arc((.5, .7), (.28, .25), 180, -180)]],
        [[(.18, .08), (.82, .08), (.4, .95)]],
        [Arc((.5, .27), (.24, .22), 90, 450), Arc((.5, .72), (.29, .23), -90, 270)],
        [[.. Arc((.5, .3), (.28, .25), 0, -360), (.75, .62), (.6, .95)]],
    ];

    // Part of an ellipse; angles go from the right downwards, in degrees.
    private static (double X, double Y)[] Arc(
        (double X, double Y) centre, (double X, double Y) radius, double from, double to)
    {
        var steps = (int)Math.Ceiling(Math.Abs(to - from) / DegreesPerPoint);
        var points = new (double, double)[steps + 1];
        for (var i = 0; i <= steps; i++)
        {
            var (sin, cos) = Math.SinCos(Math.PI / 180 * (from + ((to - from) * i / steps)));
            points[i] = (centre.X + (radius.X * cos), centre.Y + (radius.Y * sin));
        }
        return points;
    }
}

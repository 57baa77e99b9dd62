namespace Concord.Lab.Pages;

/// <summary>Makes long curves short enough to draw, and noisy ones readable.</summary>
internal static class Thinning
{
    /// <summary>At most <paramref name="most"/> points, the extremes of each stretch, so that peaks stay.</summary>
    public static IReadOnlyList<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points, int most)
    {
        if (points.Count <= most)
            return points;
        var stretches = most / 2;
        var kept = new List<(double X, double Y)>(2 * stretches);
        for (var s = 0; s < stretches; s++)
        {
            int from = (int)((long)s * points.Count / stretches), to = (int)((long)(s + 1) * points.Count / stretches);
            int least = -1, greatest = -1;
            for (var i = from; i < to; i++)
            {
                if (double.IsNaN(points[i].Y))
                    continue;
                least = least < 0 || points[i].Y < points[least].Y ? i : least;
                greatest = greatest < 0 || points[i].Y > points[greatest].Y ? i : greatest;
            }
            if (least < 0)
                kept.Add((points[from].X, double.NaN));
            else
                kept.AddRange(least == greatest
                    ? [points[least]]
                    : [points[Math.Min(least, greatest)], points[Math.Max(least, greatest)]]);
        }
        return kept;
    }

    /// <summary>The geometric mean over a window around each point, of what is positive and finite in it.</summary>
    /// <param name="points">From left to right.</param>
    /// <param name="reach">
    /// How many points to either side, as far as there are; no more after a point than before it, since curves begin
    /// steeply and end level.
    /// </param>
    public static IReadOnlyList<(double X, double Y)> Smooth(IReadOnlyList<(double X, double Y)> points, int reach)
    {
        // Sums of logarithms up to each point, so that a window is one difference.
        var sums = new double[points.Count + 1];
        var counts = new int[points.Count + 1];
        for (var i = 0; i < points.Count; i++)
        {
            var fits = double.IsFinite(points[i].Y) && points[i].Y > 0;
            sums[i + 1] = sums[i] + (fits ? Math.Log(points[i].Y) : 0);
            counts[i + 1] = counts[i] + (fits ? 1 : 0);
        }
        var smooth = new (double X, double Y)[points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            int before = Math.Min(reach, i), after = Math.Min(before, points.Count - 1 - i);
            int from = i - before, to = i + after + 1, count = counts[to] - counts[from];
            smooth[i] = (points[i].X, count == 0 ? double.NaN : Math.Exp((sums[to] - sums[from]) / count));
        }
        return smooth;
    }
}

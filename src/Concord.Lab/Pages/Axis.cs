namespace Concord.Lab.Pages;

/// <summary>One axis of a chart: which values it spans, linearly or by powers of ten.</summary>
/// <param name="Low">The value at the near end; positive on a logarithmic axis.</param>
/// <param name="High">The value at the far end, greater than <paramref name="Low"/>.</param>
/// <param name="Logarithmic">Whether equal lengths are equal factors.</param>
internal readonly record struct Axis(double Low, double High, bool Logarithmic)
{
    /// <summary>The least axis that shows all values; what has no place on it, like NaN, is passed over.</summary>
    public static Axis Fit(IEnumerable<double> values, bool logarithmic = false)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var value in values)
            if (double.IsFinite(value) && !(logarithmic && value <= 0))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            return new Axis(logarithmic ? 0.1 : 0, 1, logarithmic);
        if (logarithmic)
            return high < 1.2 * low ? new Axis(low / 2, high * 2, true) : new Axis(low / 1.1, high * 1.1, true);
        return high - low <= 1e-12 * Math.Abs(high)
            ? new Axis(low - 0.5, high + 0.5, false)
            : new Axis(low, high, false);
    }

    /// <summary>Where a value lies: 0 at <see cref="Low"/>, 1 at <see cref="High"/>, NaN if it has no place.</summary>
    public double Place(double value) => (Measure(value) - Measure(Low)) / (Measure(High) - Measure(Low));

    /// <summary>Round values within the axis and their text, about <paramref name="count"/> of them.</summary>
    /// <param name="count">About how many.</param>
    /// <param name="percent">Whether the values are fractions, written as percentages.</param>
    public IReadOnlyList<(double Value, string Text)> Ticks(int count, bool percent = false)
    {
        var ticks = new List<double>();
        double low = Measure(Low), high = Measure(High);
        if (Logarithmic && high - low >= 1.5)
        {
            var step = Math.Max(1, (int)Math.Ceiling((high - low) / count));
            for (var power = (int)Math.Ceiling(low - 1e-9); power <= high + 1e-9; power++)
                if (power % step == 0)
                    ticks.Add(Math.Pow(10, power));
        }
        else if (Logarithmic)
        {
            for (var power = (int)Math.Floor(low); power <= high; power++)
                ticks.AddRange([Math.Pow(10, power), 2 * Math.Pow(10, power), 5 * Math.Pow(10, power)]);
        }
        else
        {
            var step = Step((high - low) / count);
            for (var i = Math.Ceiling((low / step) - 1e-9); i * step <= high + (1e-9 * step); i++)
                ticks.Add((i * step) + 0.0);   // not minus zero
        }
        var (from, to) = (Place(Low) - 1e-9, Place(High) + 1e-9);
        var axis = this;
        ticks.RemoveAll(t => axis.Place(t) < from || axis.Place(t) > to);
        return [.. ticks.Zip(Numbers.Apart(ticks, percent))];
    }

    private double Measure(double value) => !Logarithmic ? value : value > 0 ? Math.Log10(value) : double.NaN;

    // The least of 1, 2 and 5 times a power of ten that is not below.
    private static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least / power) switch { <= 1.0001 => 1, <= 2.0001 => 2, <= 5.0001 => 5, _ => 10 };
    }
}

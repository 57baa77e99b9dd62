namespace Concord.Cli.Terminals;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const int Width = 40;
    private const string Steps = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// At most 40 characters, each the mean of its share of the values, between their least and their most.
    /// </summary>
    public static string Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return "";
        var width = Math.Min(Width, values.Count);
        double[] means = [.. Enumerable.Range(0, width).Select(i =>
            values.Skip(i * values.Count / width).Take(Math.Max(1, ((i + 1) * values.Count / width) - (i * values.Count / width))).Average())];
        double least = means.Min(), range = means.Max() - least;
        return string.Concat(means.Select(mean => Steps[range > 0 ? (int)Math.Min(Steps.Length - 1, Steps.Length * (mean - least) / range) : 0]));
    }
}

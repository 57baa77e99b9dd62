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
        int Begin(int i) => (int)((long)i * values.Count / width);
        double[] means = [.. Enumerable.Range(0, width).Select(i => values.Take(Begin(i)..Begin(i + 1)).Average())];
        double least = means.Min(), range = Math.Max(means.Max() - least, double.Epsilon);
        return string.Concat(means.Select(mean => Steps[(int)((Steps.Length - 1) * ((mean - least) / range))]));
    }
}

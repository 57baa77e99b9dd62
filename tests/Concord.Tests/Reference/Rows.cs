namespace Concord.Tests.Reference;

/// <summary>What moves whole rows, and what a row makes of the messages of others.</summary>
public static class Rows
{
    /// <summary>Row r of the result is row <c>index[r]</c> of x; −1 names a row of zeros.</summary>
    public static double[] Gather(double[] x, int columns, int[] index)
    {
        var y = new double[index.Length * columns];
        for (var r = 0; r < index.Length; r++)
            for (var j = 0; j < columns; j++)
                y[(r * columns) + j] = index[r] < 0 ? 0 : x[(index[r] * columns) + j];
        return y;
    }

    /// <summary>Row r of the result is row <c>index[r]</c> of matrix <c>which[r]</c>, of n columns.</summary>
    public static double[] Pick(double[][] matrices, int n, int[] which, int[] index) =>
        [.. which.Zip(index).SelectMany(p => matrices[p.First].Skip(p.Second * n).Take(n))];

    /// <summary>The rows of left and right side by side.</summary>
    public static double[] Beside(double[] left, int n, double[] right, int m)
    {
        var y = new double[left.Length + right.Length];
        for (var r = 0; r < left.Length / n; r++)
        {
            for (var j = 0; j < n; j++)
                y[(r * (n + m)) + j] = left[(r * n) + j];
            for (var j = 0; j < m; j++)
                y[(r * (n + m)) + n + j] = right[(r * m) + j];
        }
        return y;
    }

    /// <summary>Per receiver the largest of the messages of m numbers that its sources name; −1 names none.</summary>
    public static double[] Max(double[] messages, int m, int[] sources, int arrivals) =>
        PerReceiver(messages, m, sources, arrivals, met => met.Max());

    /// <summary>Per receiver the mean of the messages.</summary>
    public static double[] Mean(double[] messages, int m, int[] sources, int arrivals) =>
        PerReceiver(messages, m, sources, arrivals, met => met.Average());

    private static double[] PerReceiver(
        double[] messages, int m, int[] sources, int arrivals, Func<IReadOnlyList<double>, double> summary)
    {
        var y = new double[sources.Length / arrivals * m];
        for (var i = 0; i < y.Length; i++)
        {
            int receiver = i / m, coordinate = i % m;
            var met = new List<double>();
            for (var s = 0; s < arrivals; s++)
                if (sources[(receiver * arrivals) + s] is >= 0 and var source)
                    met.Add(messages[(source * m) + coordinate]);
            y[i] = met.Count == 0 ? 0 : summary(met);
        }
        return y;
    }
}

using System.Numerics.Tensors;
using Concord.Sheaves;

namespace Concord.Coordination;

/// <summary>The coboundary of a bound sheaf in double precision, with the lengths of its rows.</summary>
/// <remarks>
/// A row of δ divided by its length compares numbers in units of the states, so that an edge counts the same whatever
/// units its maps lead to.
/// </remarks>
internal sealed class EdgeMeasure
{
    private readonly Coboundary[] _maps;
    private readonly double[][] _inverse;

    public EdgeMeasure(BoundSheaf sheaf)
    {
        Sheaf = sheaf;
        float[] first = sheaf.ReadMaps(0);
        var same = Enumerable.Range(1, sheaf.Samples - 1).All(b => sheaf.ReadMaps(b).AsSpan().SequenceEqual(first));
        _maps = [.. Enumerable.Range(0, same ? 1 : sheaf.Samples).Select(b => Coboundary.Of(sheaf, b))];
        _inverse = [.. _maps.Select(map => Inverse(map, _ => 1))];
    }

    public BoundSheaf Sheaf { get; }

    /// <summary>δ of one sample.</summary>
    public Coboundary Map(int sample) => _maps[_maps.Length == 1 ? 0 : sample];

    /// <summary>
    /// ‖δz‖ with each row divided by its length, and the size of the terms that are compared, in the same units.
    /// </summary>
    public (double Gap, double Size) Disagreement(ReadOnlySpan<double> z, int sample)
    {
        var map = Map(sample);
        var inverse = _inverse[_maps.Length == 1 ? 0 : sample];
        double gap = 0, size = 0;
        for (int e = 0, row = 0; e < map.Edges.Count; e++)
        {
            var (u, mapU, v, mapV) = map.Edges[e];
            ReadOnlySpan<double> first = map.At(z, u), second = map.At(z, v);
            for (var i = 0; i < mapU.Rows; i++, row++)
            {
                var difference = 0.0;
                var terms = 0.0;
                Add(mapU.Row(i), first, 1, ref difference, ref terms);
                Add(mapV.Row(i), second, -1, ref difference, ref terms);
                gap += difference * difference * inverse[row] * inverse[row];
                size += terms * inverse[row] * inverse[row];
            }
        }
        return (Math.Sqrt(gap), Math.Sqrt(size));
    }

    /// <summary>The distance of a state from the nearest section.</summary>
    public double Distance(ReadOnlySpan<double> z, int sample) => TensorPrimitives.Norm<double>(Beside(z, sample));

    /// <summary>The part of a state that is orthogonal to all sections.</summary>
    public double[] Beside(ReadOnlySpan<double> z, int sample)
    {
        var map = Map(sample);
        var columns = new double[map.Columns];
        columns.AsSpan().Fill(1);
        var descent = new EdgeDescent(map, _inverse[_maps.Length == 1 ? 0 : sample], columns, damping: 0);
        var beside = new double[map.Columns];
        descent.Solve(z, beside);
        return beside;
    }

    /// <summary>A bound on the largest eigenvalue of δᵀδ.</summary>
    public double LargestEigenvalue(int sample)
    {
        var map = Map(sample);
        var sums = new double[map.VertexStalks.Count];
        foreach (var (u, mapU, v, mapV) in map.Edges)
        {
            sums[u] += Math.Pow(mapU.Norm(), 2);
            sums[v] += Math.Pow(mapV.Norm(), 2);
        }
        return 2 * sums.Max();
    }

    /// <summary>One over the length of each row of δ whose columns are scaled; 0 for a row of zeros.</summary>
    public static double[] Inverse(Coboundary map, Func<int, double> column)
    {
        var inverse = new double[map.Rows];
        for (int e = 0, row = 0; e < map.Edges.Count; e++)
        {
            var (u, mapU, v, mapV) = map.Edges[e];
            for (var i = 0; i < mapU.Rows; i++, row++)
            {
                var length = Length(mapU.Row(i), map.StateStarts[u]) + Length(mapV.Row(i), map.StateStarts[v]);
                inverse[row] = length > 0 ? 1 / Math.Sqrt(length) : 0;
            }
        }
        return inverse;

        double Length(ReadOnlySpan<double> entries, int start)
        {
            var sum = 0.0;
            for (var j = 0; j < entries.Length; j++)
                sum += Math.Pow(entries[j] * column(start + j), 2);
            return sum;
        }
    }

    private static void Add(
        ReadOnlySpan<double> row, ReadOnlySpan<double> state, double sign, ref double difference, ref double terms)
    {
        for (var j = 0; j < row.Length; j++)
        {
            var term = row[j] * state[j];
            difference += sign * term;
            terms += term * term;
        }
    }
}

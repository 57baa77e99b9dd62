using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Reference;

namespace Concord.Tests.Sheaves;

/// <summary>Small sheaves of every kind, by name.</summary>
internal static class SampleSheaves
{
    public static IReadOnlyDictionary<string, Sheaf> All { get; } = new Dictionary<string, Sheaf>
    {
        ["stalks of all sizes, parallel edges"] = Mixed(),
        ["a path that copies"] = Path(6, 2),
        ["a ring of turns"] = Ring([0.3f, 2.1f, -1.2f, 4f, 0.9f]),
        ["a slot with three edges"] = SharedSlot(),
        ["no edges"] = new SheafBuilder(2, 3).Build(),
        ["one vertex"] = new SheafBuilder(4).Build(),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Identity maps between neighbours: agreement is equality.</summary>
    public static Sheaf Path(int vertices, int stalk)
    {
        var same = new float[stalk, stalk];
        for (var i = 0; i < stalk; i++)
            same[i, i] = 1;
        var builder = new SheafBuilder([.. Enumerable.Repeat(stalk, vertices)]);
        for (var v = 1; v < vertices; v++)
            builder.Join(v - 1, same, v, same);
        return builder.Build();
    }

    public static float[] Draw(int count, ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)rng.Normal())];
    }

    public static double[] Exact(ReadOnlySpan<float> numbers)
    {
        var exact = new double[numbers.Length];
        for (var i = 0; i < exact.Length; i++)
            exact[i] = numbers[i];
        return exact;
    }

    public static DenseSheaf Dense(Sheaf sheaf) => new(sheaf.Layout, Exact(sheaf.Maps), owners: null);

    private static Sheaf Mixed()
    {
        var rng = new Rng(4);
        var builder = new SheafBuilder(3, 2, 5, 1);
        foreach (var (u, v, size) in new[] { (0, 1, 2), (1, 2, 1), (1, 0, 1), (2, 3, 2), (0, 2, 1) })
            builder.Join(u, Map(rng, size, new[] { 3, 2, 5, 1 }[u]), v, Map(rng, size, new[] { 3, 2, 5, 1 }[v]));
        return builder.Build();
    }

    private static Sheaf Ring(float[] headings)
    {
        var builder = new SheafBuilder([.. headings.Select(_ => 2)]);
        for (var v = 0; v < headings.Length; v++)
        {
            var next = (v + 1) % headings.Length;
            builder.Join(v, Turn(headings[v] - headings[next]), next, Turn(0));
        }
        return builder.Build();
    }

    private static Sheaf SharedSlot()
    {
        var layout = new SheafLayout(
            [3, 2, 3, 2], [[2], [2], [2, 1], [2]],
            [new(0, 0, 1, 0), new(0, 0, 2, 0), new(3, 0, 0, 0), new(1, 0, 3, 0)]);
        return new Sheaf(layout, Draw(layout.MapSize, 8));
    }

    private static float[,] Map(Rng rng, int rows, int columns)
    {
        var map = new float[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                map[i, j] = (float)rng.Normal();
        return map;
    }

    private static float[,] Turn(float angle) =>
        new[,] { { MathF.Cos(angle), -MathF.Sin(angle) }, { MathF.Sin(angle), MathF.Cos(angle) } };
}

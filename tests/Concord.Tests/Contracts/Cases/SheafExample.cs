using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>A small sheaf and a batch on it, for the fast products and the dense ones alike.</summary>
internal sealed record SheafExample(string Name, SheafLayout Layout, int[]? Owners, int Samples)
{
    private const int Vertices = 4;

    public static IReadOnlyList<SheafExample> All { get; } =
    [
        new("a cycle with maps of its own", Cycle(10, 5), null, 2),
        new("a cycle with one map for all", Cycle(16, 1), new int[2 * Vertices], 2),
        new("a cycle with one wide map for all", Cycle(20, 9), new int[3 * Vertices], 3),
        new("a cycle with maps by view", Cycle(10, 5), [0, 2, 1, 2, 2, 2, 0, 1], 2),
        new("a cycle of wide stalks", Cycle(48, 16), [1, 0, 0, 1, 0], 1),
        new("a sheaf of mixed stalks", Mixed(), null, 2),
    ];

    public Argument Maps => Owners == null
        ? Argument.Any(Layout.MapSize)
        : Argument.Any(Owners.Max() + 1, Layout.MapSize / Layout.Graph.Vertices);

    public Argument State => Argument.Any(Samples, Layout.StateSize);

    public Misfit WrongMaps => new(0, [Maps.Shape.Rows, Maps.Shape.Columns + 1], "The maps");

    public Misfit WrongState(string name) => new(1, [Samples, Layout.StateSize + 1], name);

    public BoundSheaf Bind(Tensor maps) => BoundSheaf.Bind(Layout, maps, Owners, Samples);

    public double[] StateOf(double[] states, int sample) =>
        states[(sample * Layout.StateSize)..((sample + 1) * Layout.StateSize)];

    public double[] PerSample(double[] maps, Func<DenseSheaf, int, double[]> compute) =>
        DenseSheaf.PerSample(Layout, maps, Owners, Samples, compute);

    // Vertex v meets the next one: its slot 0 ahead, its slot 1 behind.
    private static SheafLayout Cycle(int stalk, int edge) => SheafLayout.Uniform(
        Vertices, stalk, slots: 2, edge,
        [.. Enumerable.Range(0, Vertices).Select(v => new Joint(v, 0, (v + 1) % Vertices, 1))]);

    // Stalks and slots around the vector width, a slot with two edges, two parallel edges, and a slot with no edge.
    private static SheafLayout Mixed() => new(
        [3, 17, 16, 33],
        [[2, 3, 4], [2, 5], [5, 17], [17, 3, 2]],
        [new(0, 0, 1, 0), new(1, 1, 2, 0), new(2, 1, 3, 0), new(3, 1, 0, 1), new(1, 0, 3, 2), new(3, 2, 0, 0)]);
}

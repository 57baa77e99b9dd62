using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Sheaves;

/// <summary>One edge as the meeting of two slots.</summary>
/// <param name="U">The first vertex.</param>
/// <param name="SlotU">Which of the first vertex's slots meets the edge.</param>
/// <param name="V">The second vertex.</param>
/// <param name="SlotV">Which of the second vertex's slots meets the edge.</param>
public readonly record struct Joint(int U, int SlotU, int V, int SlotV);

/// <summary>
/// The sizes of all stalks of a sheaf, and which slots of the vertices meet on which edges; no numbers.
/// </summary>
/// <remarks>
/// A slot is one outgoing restriction map of a vertex. All slots of a vertex, stacked, make one matrix W, so that W z
/// gives the vertex's values on all its edges. Several edges may use one slot: a board cell seen by three agents is one
/// slot in each. A state of one sample is the vertex stalks one after the other; an edge cochain is the edge stalks one
/// after the other.
/// </remarks>
public sealed class SheafLayout
{
    /// <summary>Lays out a sheaf.</summary>
    /// <param name="vertexStalks">The size of each vertex's stalk.</param>
    /// <param name="slots">The sizes of each vertex's slots, as many lists as vertices.</param>
    /// <param name="joints">The edges.</param>
    /// <exception cref="ArgumentException">A slot that does not exist, or two of unequal size on one edge.</exception>
    public SheafLayout(
        IReadOnlyList<int> vertexStalks, IReadOnlyList<IReadOnlyList<int>> slots, IReadOnlyList<Joint> joints)
    {
        ArgumentNullException.ThrowIfNull(vertexStalks);
        ArgumentNullException.ThrowIfNull(slots);
        ArgumentNullException.ThrowIfNull(joints);
        var vertices = vertexStalks.Count;
        Require.That(slots.Count == vertices, "The slots", $"must be given for {vertices} vertices", slots.Count);
        Graph = new Graph(vertices, [.. joints.Select(j => new Edge(j.U, j.V))]);
        StalkSizes = [.. vertexStalks.Select(size => Require.Positive(size, "A vertex stalk's size"))];
        Slots = [.. slots.Select(sizes => (IReadOnlyList<int>)[.. sizes])];
        Joints = [.. joints];
        SlotTotals = [.. Slots.Select(sizes => sizes.Sum(size => Require.Positive(size, "A slot's size")))];
        StateStarts = Prefix(VertexStalks);
        MapStarts = Prefix([.. SlotTotals.Zip(VertexStalks, (m, d) => m * d)]);
        PaddedStateStarts = Prefix([.. VertexStalks.Select(GroupedProducts.Padded)]);
        PaddedSlotStarts = Prefix([.. SlotTotals.Select(GroupedProducts.Padded)]);
        EdgeStalks = [.. Joints.Select(EdgeSize)];
        EdgeStarts = Prefix(EdgeStalks);
        Meetings = new SlotMeetings(this);
        IsUniform = StalkSizes.AsSpan().IndexOfAnyExcept(StalkSizes[0]) < 0
            && Slots.All(sizes => sizes.SequenceEqual(Slots[0]));
    }

    /// <summary>The graph below.</summary>
    public Graph Graph { get; }

    /// <summary>The size of each vertex's stalk.</summary>
    public IReadOnlyList<int> VertexStalks => StalkSizes;

    /// <summary>The size of each edge's stalk.</summary>
    public IReadOnlyList<int> EdgeStalks { get; }

    /// <summary>The sizes of each vertex's slots.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Slots { get; }

    /// <summary>The edges as pairs of slots.</summary>
    public IReadOnlyList<Joint> Joints { get; }

    /// <summary>How many numbers a state of one sample holds: Σ of the vertex stalks.</summary>
    public int StateSize => StateStarts[^1];

    /// <summary>How many numbers a cochain on the edges holds: Σ of the edge stalks.</summary>
    public int EdgeSizeTotal => EdgeStarts[^1];

    /// <summary>How many numbers the stacked maps of all vertices hold, each row-major [slots, stalk].</summary>
    public int MapSize => MapStarts[^1];

    /// <summary>Whether all vertices have stalks of one size and the same slots.</summary>
    public bool IsUniform { get; }

    internal int[] StalkSizes { get; }

    internal int[] SlotTotals { get; }

    internal int[] StateStarts { get; }

    internal int[] EdgeStarts { get; }

    internal int[] MapStarts { get; }

    internal int[] PaddedStateStarts { get; }

    internal int[] PaddedSlotStarts { get; }

    internal SlotMeetings Meetings { get; }

    /// <summary>
    /// The layout in which all vertices have stalks of one size and the same number of slots of one size.
    /// </summary>
    public static SheafLayout Uniform(
        int vertices, int vertexStalk, int slots, int edgeStalk, IReadOnlyList<Joint> joints)
    {
        int[] sizes = [.. Enumerable.Repeat(edgeStalk, Require.Positive(slots))];
        return new SheafLayout(
            [.. Enumerable.Repeat(vertexStalk, Require.Positive(vertices))],
            [.. Enumerable.Repeat(sizes, vertices)],
            joints);
    }

    /// <summary>
    /// The same sheaf without the edges for which <paramref name="cut"/> says so; stalks and maps stay.
    /// </summary>
    public SheafLayout Without(Func<int, bool> cut) =>
        new(VertexStalks, Slots, [.. Joints.Where((_, edge) => !cut(edge))]);

    private int EdgeSize(Joint joint)
    {
        Require.Within(joint.SlotU, 0, Slots[joint.U].Count - 1, "A slot of an edge's first vertex");
        Require.Within(joint.SlotV, 0, Slots[joint.V].Count - 1, "A slot of an edge's second vertex");
        int u = Slots[joint.U][joint.SlotU], v = Slots[joint.V][joint.SlotV];
        Require.That(u == v, "The two slots of an edge", "must have one size", $"{u} and {v}");
        return u;
    }

    /// <summary>Where stretches of these sizes start, one after the other, and where the last ends.</summary>
    internal static int[] Prefix(IReadOnlyList<int> sizes)
    {
        var starts = new int[sizes.Count + 1];
        for (var i = 0; i < sizes.Count; i++)
            starts[i + 1] = checked(starts[i] + sizes[i]);
        return starts;
    }
}

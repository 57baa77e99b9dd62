using Concord.Lab.Runs;

namespace Concord.Lab;

/// <summary>What a look inside trained weights finds: numbers, and pictures where numbers are many.</summary>
/// <param name="Values">Numbers by name.</param>
public sealed record Diagnosis(IReadOnlyList<Measurement> Values)
{
    /// <summary>Nothing to say.</summary>
    public static Diagnosis None { get; } = new([]);

    /// <summary>Numbers that belong together, as lines.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Numbers of vertices and edges, drawn on their graph.</summary>
    public IReadOnlyList<GraphPicture> Graphs { get; init; } = [];
}

/// <summary>Lines over a common axis.</summary>
/// <param name="Name">What a file calls it: <c>cosine_by_layer</c>.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Across">What the horizontal axis counts.</param>
/// <param name="Lines">The lines, left to right.</param>
public sealed record Figure(
    string Name, string Title, string Across,
    IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Lines)
{
    /// <summary>Where something is expected to happen, and what.</summary>
    public (double X, string Text)? Mark { get; init; }
}

/// <summary>A graph with a number at every vertex and on every edge.</summary>
/// <param name="Name">What a file calls it: <c>load</c>.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Vertices">Where each vertex lies, in any unit, what it is called, and its number.</param>
/// <param name="Edges">Between which vertices each edge is, and its number.</param>
public sealed record GraphPicture(
    string Name, string Title, IReadOnlyList<(double X, double Y, string Label, double Value)> Vertices,
    IReadOnlyList<(int From, int To, double Value)> Edges);

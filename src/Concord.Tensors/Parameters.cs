namespace Concord.Tensors;

/// <summary>One named tensor of a model's weights: where it lies and how it starts.</summary>
/// <param name="Name">A path with dots, unique in its model: <c>encoder.dense.kernel</c>.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Index">Its number in its <see cref="Parameters"/>.</param>
/// <param name="Offset">Where its first number lies in the block of all weights.</param>
/// <param name="Start">How it starts.</param>
public sealed record Parameter(string Name, Shape Shape, int Index, int Offset, Start Start)
{
    /// <summary>Whether passes measure it instead of a gradient moving it, as the mean of a batch norm.</summary>
    public bool IsStatistic { get; init; }

    /// <summary>Between which numbers training keeps its numbers; null for no bounds.</summary>
    public (float Least, float Most)? Bounds { get; init; }
}

/// <summary>The layout of a model's weights: names, shapes and places in one block of floats.</summary>
public sealed class Parameters
{
    private readonly List<Parameter> _entries = [];
    private readonly HashSet<string> _names = [];

    /// <summary>All parameters in the order in which they were added.</summary>
    public IReadOnlyList<Parameter> Entries => _entries;

    /// <summary>How many numbers all parameters hold, statistics among them.</summary>
    public int Count { get; private set; }

    /// <summary>How many numbers a gradient moves: what people call a model's number of parameters.</summary>
    public int Trained { get; private set; }

    /// <summary>Adds a parameter behind the others.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="start">How it starts.</param>
    /// <param name="bounds">Between which numbers training keeps its numbers; null for no bounds.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Parameter Add(string name, Shape shape, Start start, (float Least, float Most)? bounds = null)
    {
        Trained = checked(Trained + shape.Size);
        return Append(new(name, shape, _entries.Count, Count, start) { Bounds = bounds });
    }

    /// <summary>Adds numbers that passes measure.</summary>
    /// <remarks>
    /// A pass with gradients adds how far they should move to the place of their gradient; the trainer moves them by
    /// the mean over tiles.
    /// </remarks>
    /// <inheritdoc cref="Add"/>
    public Parameter AddStatistic(string name, Shape shape, Start start) =>
        Append(new(name, shape, _entries.Count, Count, start) { IsStatistic = true });

    private Parameter Append(Parameter parameter)
    {
        Require.That(_names.Add(parameter.Name), "A parameter's name", "must be unique", parameter.Name);
        _entries.Add(parameter);
        Count = checked(Count + parameter.Shape.Size);
        return parameter;
    }

    /// <summary>Fresh weights: each parameter draws from a stream of its own, so adding one changes no other.</summary>
    public Block Draw(Rng rng)
    {
        var weights = new Block(Count);
        foreach (var entry in _entries)
        {
            var values = weights.Span.Slice(entry.Offset, entry.Shape.Size);
            entry.Start.Fill(values, entry.Shape, rng.Split((ulong)entry.Index));
        }
        return weights;
    }

    internal bool Owns(Parameter parameter) =>
        parameter.Index < _entries.Count && ReferenceEquals(_entries[parameter.Index], parameter);
}

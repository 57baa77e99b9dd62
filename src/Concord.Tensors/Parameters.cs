namespace Concord.Tensors;

/// <summary>One named tensor of a model's weights: where it lies and how it starts.</summary>
/// <param name="Name">A path with dots, unique in its model: <c>encoder.dense.kernel</c>.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Index">Its number in its <see cref="Parameters"/>.</param>
/// <param name="Offset">Where its first number lies in the block of all weights.</param>
/// <param name="Start">How it starts.</param>
public sealed record Parameter(string Name, Shape Shape, int Index, int Offset, Start Start);

/// <summary>The layout of a model's weights: names, shapes and places in one block of floats.</summary>
public sealed class Parameters
{
    private readonly List<Parameter> _entries = [];

    /// <summary>All parameters in the order in which they were added.</summary>
    public IReadOnlyList<Parameter> Entries => _entries;

    /// <summary>How many numbers all parameters hold.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a parameter behind the others.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Parameter Add(string name, Shape shape, Start start)
    {
        Require.That(!_entries.Exists(e => e.Name == name), "A parameter's name", "must be unique", name);
        var parameter = new Parameter(name, shape, _entries.Count, Count, start);
        _entries.Add(parameter);
        Count += shape.Size;
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

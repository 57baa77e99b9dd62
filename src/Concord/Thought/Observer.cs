using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Turns what agents observe of their environments into features, once in every step.</summary>
public abstract class Observer
{
    /// <summary>Numbers of an observation.</summary>
    public abstract int Numbers { get; }

    /// <summary>Features of an observation.</summary>
    public abstract int Width { get; }

    /// <summary>[samples, numbers] to [samples, width].</summary>
    /// <exception cref="ArgumentException">Numbers that mean nothing.</exception>
    internal abstract Tensor Look(Tensor observations);
}

/// <summary>Observes a few numbers, such as those of a cart with a pole.</summary>
/// <remarks>
/// Darlow et al. 2025, the tasks of classic control: two gated blocks. By their counts of parameters a velocity that
/// is hidden from an agent is not left out; it is a 0.
/// </remarks>
/// <param name="parameters">The model's parameters.</param>
/// <param name="numbers">Numbers of an observation.</param>
/// <param name="width">d, features.</param>
public sealed class NumbersObserver(Parameters parameters, int numbers, int width) : Observer
{
    private readonly GatedPair _blocks = new(
        parameters, "observer", Require.Positive(numbers), Require.Positive(width));

    /// <inheritdoc/>
    public override int Numbers { get; } = numbers;

    /// <inheritdoc/>
    public override int Width { get; } = width;

    internal override Tensor Look(Tensor observations) => _blocks.Apply(observations);
}

/// <summary>Observes the 7x7 cells before an agent of MiniGrid, of which each holds an object.</summary>
/// <remarks>
/// Darlow et al. 2025, the task FourRooms. An observation is cell by cell the object (0 to 10), its colour (0 to 5) and
/// its state (0 to 2). Each, and the cell, is embedded in eight numbers; two gated blocks, the same for all cells, make
/// d features of a cell, and a sample's are those of its cells side by side.
/// </remarks>
/// <param name="parameters">The model's parameters.</param>
/// <param name="width">d, features of a cell.</param>
public sealed class GridObserver(Parameters parameters, int width) : Observer
{
    private const int Cells = 7 * 7, Objects = 11, Colours = 6, States = 3, Embedded = 8, Told = 3;

    private readonly Parameter _table = parameters.Add(
        "observer.table", [Objects + Colours + States + Cells, Embedded], Start.Normal(1));

    private readonly GatedPair _blocks = new(parameters, "observer", (Told + 1) * Embedded, Require.Positive(width));

    /// <inheritdoc/>
    public override int Numbers => Told * Cells;

    /// <inheritdoc/>
    public override int Width { get; } = Cells * width;

    internal override Tensor Look(Tensor observations)
    {
        var tape = observations.Tape;
        int samples = observations.Shape.Rows, count = samples * Cells;
        var rows = tape.Recycled<RowNumbers>().Of((Told + 1) * count);
        for (var cell = 0; cell < count; cell++)
        {
            var told = observations.Values.Slice(Told * cell, Told);
            var to = rows.AsSpan((Told + 1) * cell);
            to[0] = Whole(told[0], Objects, "The object in a cell");
            to[1] = Objects + Whole(told[1], Colours, "The colour of a cell");
            to[2] = Objects + Colours + Whole(told[2], States, "The state of a cell");
            to[3] = Objects + Colours + States + (cell % Cells);
        }
        var embedded = RowOperations.Gather(tape.Use(_table), rows, (Told + 1) * count);
        return _blocks.Apply(embedded.As([count, (Told + 1) * Embedded])).As([samples, Width]);
    }

    private static int Whole(float value, int count, string name)
    {
        Require.That(
            value >= 0 && value < count && value == (int)value, name, $"must be a whole number from 0 to {count - 1}",
            value);
        return (int)value;
    }
}

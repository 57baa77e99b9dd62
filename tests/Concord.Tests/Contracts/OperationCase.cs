using Concord.Tensors;

namespace Concord.Tests.Contracts;

/// <summary>One operation at one size: its arguments, how it runs on a tape, and what the slow version says.</summary>
/// <param name="Name">What is run, and at which sizes.</param>
/// <param name="Arguments">The tensors it takes.</param>
/// <param name="Run">The operation in single precision; may allocate nothing once it has run before.</param>
/// <param name="Oracle">The same in double precision, from <see cref="Reference"/>.</param>
public sealed record OperationCase(
    string Name, Argument[] Arguments, Func<Tape, Tensor[], Tensor> Run, Func<double[][], double[]> Oracle)
{
    /// <summary>Arguments of unfit shape. Empty only where an operation takes one tensor of any shape.</summary>
    public Misfit[] Misfits { get; init; } = [];

    /// <summary>Whether the derivative jumps somewhere.</summary>
    public bool Kinks { get; init; }

    /// <summary>The size of terms that cancel in a gradient, where they far exceed what remains of it.</summary>
    public double Cancelling { get; init; }

    /// <summary>Numbers for all arguments; the same for the same seed.</summary>
    public float[][] Draw(ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Arguments.Select(argument =>
        {
            var numbers = new float[argument.Shape.Size];
            foreach (ref var number in numbers.AsSpan())
                number = (float)argument.Draw(rng);
            return numbers;
        })];
    }

    public override string ToString() => Name;
}

/// <summary>A tensor that an operation takes.</summary>
/// <param name="Shape">Its extents.</param>
/// <param name="Draw">How one of its numbers is drawn.</param>
public sealed record Argument(Shape Shape, Func<Rng, double> Draw)
{
    /// <summary>Standard normal numbers.</summary>
    public static Argument Any(params ReadOnlySpan<int> extents) => new(Shape.Of(extents), rng => rng.Normal());

    /// <summary>Numbers between 0.25 and 2, for what must be positive.</summary>
    public static Argument Positive(params ReadOnlySpan<int> extents) =>
        new(Shape.Of(extents), rng => 0.25 + (1.75 * rng.Uniform()));

    /// <summary>Numbers between −1 and −0.25, for lower bounds.</summary>
    public static Argument Negative(params ReadOnlySpan<int> extents) =>
        new(Shape.Of(extents), rng => -0.25 - (0.75 * rng.Uniform()));
}

/// <summary>An argument's shape that must be refused.</summary>
/// <param name="Argument">Which argument.</param>
/// <param name="Shape">The unfit shape.</param>
/// <param name="Names">What the message calls the operand.</param>
public sealed record Misfit(int Argument, Shape Shape, string Names);

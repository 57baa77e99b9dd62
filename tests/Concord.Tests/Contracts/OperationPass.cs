using Concord.Tensors;

namespace Concord.Tests.Contracts;

/// <summary>One pass of an operation, forward and back: its result and the gradients of its arguments.</summary>
/// <param name="Output">The result.</param>
/// <param name="Weights">The derivative that was put on the result.</param>
/// <param name="Gradients">Per argument its gradient; null where it was not tracked.</param>
internal sealed record OperationPass(float[] Output, float[] Weights, float[]?[] Gradients)
{
    /// <summary>Runs and differentiates an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="values">The arguments' numbers.</param>
    /// <param name="tracked">Which arguments are tracked; null: all.</param>
    /// <param name="times">How often it is run on the same arguments before the way back.</param>
    public static OperationPass Of(OperationCase operation, float[][] values, bool[]? tracked = null, int times = 1)
    {
        using var tape = new Tape();
        var arguments = Place(tape, operation, values, tracked);
        float[] output = [], weights = [];
        for (var i = 0; i < times; i++)
        {
            var y = operation.Run(tape, arguments);
            output = y.Values.ToArray();
            weights = WeightsFor(y.Shape.Size);
            if (y.Tracked)
                weights.CopyTo(y.Gradient);
        }
        tape.Backward();
        // A gradient that was put into memory a pullback has given back would be overwritten by whatever comes next.
        tape.Empty([1 << 14]).Values.Fill(float.NaN);
        float[]?[] gradients = [.. arguments.Select(a => a.AdjointIsSet() ? a.Gradient.ToArray() : null)];
        return new OperationPass(output, weights, gradients);
    }

    /// <summary>The arguments as tensors.</summary>
    public static Tensor[] Place(Tape tape, OperationCase operation, float[][] values, bool[]? tracked = null) =>
        [.. values.Select((numbers, i) => tape.Input(numbers, operation.Arguments[i].Shape, tracked?[i] ?? true))];

    /// <summary>Random numbers that stand for the derivative of some loss by the result.</summary>
    public static float[] WeightsFor(int count)
    {
        var rng = new Rng(99);
        return [.. Enumerable.Range(0, count).Select(_ => (float)rng.Normal())];
    }

    /// <summary>The numbers in double precision.</summary>
    public static double[] Exact(float[] numbers) => [.. numbers.Select(number => (double)number)];
}

internal static class TensorGradients
{
    /// <summary>Whether anything was added to the gradient; asking for the gradient itself would make one.</summary>
    public static unsafe bool AdjointIsSet(this Tensor tensor) => tensor.AdjointData != null;
}

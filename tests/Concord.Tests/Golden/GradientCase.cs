using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>Holds a model's loss and gradients to those of PyTorch in float64.</summary>
internal static class GradientCase
{
    /// <summary>Compares the loss over the last iterations, and the gradient of every parameter.</summary>
    public static void Check<TViews>(
        SafetensorsFile file, IAgentModel<TViews> model, Block weights, TViews views, int iterations)
        where TViews : AgentViews
    {
        using var gradients = new Block(weights.Length);
        using var tape = new Tape();
        tape.Bind(model.Parameters, weights, gradients);
        var loss = new WindowLoss<TViews>(model).Loss(tape, views, new(views.Samples, iterations));
        Assert.Equal(file.Doubles("f64/loss")[0], loss.Scalar, 1e-6);
        tape.Backward(loss);
        foreach (var entry in model.Parameters.Entries)
        {
            var expected = Numbers(file, "f64/grad/" + entry.Name);
            var actual = gradients.Span.Slice(entry.Offset, entry.Shape.Size);
            double largest = expected.Max(Math.Abs), worst = 0;
            for (var i = 0; i < expected.Length; i++)
                worst = Math.Max(worst, Math.Abs(expected[i] - actual[i]));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{entry.Name}: {worst / (largest + 1e-30):g3} of {largest:g3}");
            Assert.True(
                worst <= 1e-4 * largest, $"gradient of {entry.Name} differs by {worst:g3}, largest {largest:g3}");
        }
    }

    // Large gradients are stored in single precision.
    private static double[] Numbers(SafetensorsFile file, string name) => file.Dtype(name) == Dtype.F32
        ? [.. file.Floats(name).Select(number => (double)number)]
        : file.Doubles(name);
}

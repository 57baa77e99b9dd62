using Concord.Lab.Models;
using Concord.Lab.Tasks;
using Concord.Tensors;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>A 9×9 case with random weights: forward pass, loss and every gradient against PyTorch in float64.</summary>
public sealed class MazeCaseTests
{
    [Fact]
    public void Loss_and_gradients_agree_with_autograd()
    {
        var file = SafetensorsFile.Read(SharedData.Require("cases/maze9.safetensors"));
        var model = new MazeSheafModel(new());
        CheckGradients(file, model, WeightFiles.Read(file.Path, model.Parameters, "param/"), size: 9, iterations: 6);
    }

    internal static void CheckGradients(SafetensorsFile file, IMazeModel model, Block weights, int size, int iterations)
    {
        var views = new MazeViews();
        byte[] tokens = [.. file.Longs("input/data").Select(t => (byte)t)];
        byte[] labels = [.. file.Longs("input/labels").Select(t => (byte)t)];
        views.Read(new Lattice(size, size, 3, 2), 2, tokens, labels);
        using var gradients = new Block(weights.Length);
        using var tape = new Tape();
        tape.Bind(model.Parameters, weights, gradients);
        var loss = MazeLoss.Of(model, tape, views, iterations, new Tensor[model.Window], batch: 2);
        Assert.Equal(file.Doubles("f64/loss")[0], loss.Scalar, 1e-6);
        tape.Backward(loss);
        foreach (var entry in model.Parameters.Entries)
        {
            var expected = file.Doubles("f64/grad/" + entry.Name);
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
}

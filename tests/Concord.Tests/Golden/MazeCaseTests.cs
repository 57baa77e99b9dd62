using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
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
        var weights = WeightFiles.Read(file.Path, model.Parameters, "param/");
        GradientCase.Check(file, model, weights, Views(file, size: 9), iterations: 6);
    }

    /// <summary>What the agents see of a case's two mazes.</summary>
    internal static MazeViews Views(SafetensorsFile file, int size)
    {
        var views = new MazeViews();
        byte[] tokens = [.. file.Longs("input/data").Select(t => (byte)t)];
        byte[] labels = [.. file.Longs("input/labels").Select(t => (byte)t)];
        views.Read(MazeViews.LatticeOf(GridSize.Of(size, size)), 2, tokens, labels);
        return views;
    }
}

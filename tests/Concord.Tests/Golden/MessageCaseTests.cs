using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>The message-passing baseline on 19×19 mazes with random weights, against PyTorch in float64.</summary>
public sealed class MessageCaseTests
{
    [Fact]
    public void Loss_and_gradients_agree_with_autograd()
    {
        var file = SafetensorsFile.Read(SharedData.Require("cases/mpnn.safetensors"));
        var model = new MazeMessageModel(new());
        var weights = WeightFiles.Read(file.Path, model.Parameters, "param/");
        GradientCase.Check(file, model, weights, MazeCaseTests.Views(file, size: 19), iterations: 6);
    }

    [Theory]
    [InlineData(84, 42, 182_007)]
    [InlineData(10, 5, 48_807)]
    public void Counts_of_parameters_are_those_of_the_release(int state, int message, int count) =>
        Assert.Equal(count, new MazeMessageModel(new() { State = state, Message = message }).Parameters.Count);
}

using Concord.Lab.Models;
using Concord.Learning;
using Concord.Tensors;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>
/// Five optimiser steps on one batch of the 9×9 case: losses, gradient lengths, weights and their average.
/// </summary>
public sealed class OptimizerCaseTests
{
    private const int Steps = 5, Iterations = 6;

    [Fact]
    public void Steps_agree_with_those_of_PyTorch()
    {
        var file = SafetensorsFile.Read(SharedData.Require("cases/maze9.safetensors"));
        var model = new MazeSheafModel(new());
        using var state = new TrainingState(WeightFiles.Read(file.Path, model.Parameters, "param/"));
        using var workers = new Workers(1);
        using var trainer = new Trainer(new OneBatch(model, file), new AdamW { Warmup = 2 }, state, workers);
        double[] losses = file.Doubles("f64/train/loss"), norms = file.Doubles("f64/train/clipped_norm");
        for (var step = 0; step < Steps; step++)
        {
            var result = trainer.Step();
            Assert.Equal(losses[step], result.Loss, 2e-6);
            Assert.Equal(norms[step], Math.Min(1, result.GradientNorm), 1e-5);
        }
        var sums = file.Doubles("f64/train/sums");
        foreach (var (index, entry) in model.Parameters.Entries.Index())
        {
            CheckSums(sums.AsSpan(4 * index, 2), state.Weights, entry);
            CheckSums(sums.AsSpan((4 * index) + 2, 2), state.Average, entry);
        }
    }

    // A sum and a sum of squares. Adam divides by the gradient's own size, so tiny gradients make rounding visible.
    private static void CheckSums(ReadOnlySpan<double> expected, Block block, Parameter entry)
    {
        double sum = 0, squares = 0;
        foreach (var value in block.Span.Slice(entry.Offset, entry.Shape.Size))
            (sum, squares) = (sum + value, squares + ((double)value * value));
        var scale = Math.Sqrt(entry.Shape.Size * expected[1]);
        Assert.True(
            Math.Abs(sum - expected[0]) <= 1e-4 * scale,
            $"the sum of {entry.Name} is {sum}, expected {expected[0]}");
        Assert.True(
            Math.Abs(squares - expected[1]) <= 1e-4 * expected[1],
            $"the squares of {entry.Name} sum to {squares}, expected {expected[1]}");
    }

    private sealed class OneBatch(IAgentModel<MazeViews> model, SafetensorsFile file) : ILearner, ILearnerPass
    {
        public Parameters Parameters => model.Parameters;

        public int Tiles => 1;

        public void Draw(long step)
        {
        }

        public ILearnerPass OpenPass() => this;

        public Tensor Loss(Tape tape, int tile)
        {
            var views = MazeCaseTests.Views(file, size: 9);
            return new WindowLoss<MazeViews>(model).Loss(tape, views, new(Batch: 2, Iterations));
        }
    }
}

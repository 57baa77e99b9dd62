using Concord.Lab;
using Concord.Tensors;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Lab;

/// <summary>What ships can be opened, says which plan made it, and is as good as it is said to be.</summary>
public sealed class ShippedTests
{
    [Theory]
    [InlineData("maze", "solved", 60, 0.93)]
    [InlineData("sudoku", "solved", 200, 0.86)]
    [InlineData("digits", "accuracy", 100, 0.96)]
    [InlineData("parity", "solved", 500, 0.98)]
    [InlineData("route", "solved", 300, 0.85)]
    public void Weights_that_ship_solve_what_nobody_has_seen(string task, string measure, int count, double least)
    {
        if (task == "digits")
            SharedData.Require("mnist");
        using var workers = new Workers(2);
        var entry = Catalog.Task(task);
        var shipped = TrainedModel.Shipped(entry, entry.Models[0].Name)!;
        var study = shipped.Study;
        var score = study.Score(
            shipped.Weights,
            new Examination(entry.Suites[0].Name, count, study.IterationsToEvaluate, Seed: 31), workers);
        Assert.InRange(score[measure], least, 1);
    }

    [Fact]
    public void Every_file_that_ships_is_small_and_has_its_plan()
    {
        var models = Path.Combine(SharedData.Repository()!, "models");
        foreach (var file in Directory.GetFiles(models, "*.safetensors"))
        {
            Assert.InRange(new FileInfo(file).Length, 1, 5_000_000);
            var plan = Plan.Read(Path.ChangeExtension(file, ".plan.json"));
            Assert.Equal(plan.Experiment, TrainedModel.Open(file).Experiment);
        }
    }
}

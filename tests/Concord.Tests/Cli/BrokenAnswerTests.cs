using Concord.Lab;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Cli;

/// <summary>Answers that are no numbers: never printed as such, never right by chance.</summary>
public sealed class BrokenAnswerTests
{
    public static TheoryData<string> Tasks => [.. Catalog.Tasks.Select(task => task.Name)];

    [Theory, MemberData(nameof(Tasks))]
    public void Weights_that_overflow_are_told_with_advice(string task)
    {
        var experiment = Catalog.Tasks.First(t => t.Name == task).Models[0].Experiment;
        using var weights = new RandomWeights(experiment, factor: 1e30f);
        string[] rest = ["--weights", weights.Path, "--iterations", "3", "--json"];
        foreach (var words in (string[][])[["solve", task], ["eval", task, "--count", "2"]])
        {
            var result = CliProcess.Here([.. words, .. rest]);
            Assert.Equal((1, ""), (result.Code, result.Out));
            Assert.Contains("must consist of numbers, but ", result.Error);
            Assert.EndsWith("fewer --iterations or an earlier checkpoint may help.\n", result.Error);
        }
    }

    [Fact]
    public void In_training_they_count_as_wrong()
    {
        var study = Catalog.Tasks.First(task => task.Name == "maze").Models[0].Experiment.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        foreach (ref var weight in weights.Span)
            weight *= 1e30f;
        using var workers = new Workers(1);
        var score = study.Score(weights, new Examination("test", 3, 2) { Size = "9" }, workers);
        Assert.Equal((3, 0.0, 0.0), (score.Broken, score["solved"], score["cell_accuracy"]));
        Assert.Throws<NotFiniteNumberException>(() => score.OrThrow(2));
    }
}

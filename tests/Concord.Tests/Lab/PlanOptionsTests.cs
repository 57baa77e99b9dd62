using Concord.Lab;
using Concord.Lab.Models;
using Xunit;

namespace Concord.Tests.Lab;

public sealed class PlanOptionsTests
{
    private static readonly ITask _maze = Catalog.Task("maze");

    [Fact]
    public void Of_two_alike_the_last_counts_and_the_preset_comes_before_all()
    {
        var options = PlanOptions.Parse("--hidden 32 --lr 0.01 --steps 7", "--hidden 48 --batch 9 --preset tiny");
        var plan = PlanOptions.Read(_maze, options);
        Assert.Equal((48, 9, 0.01f, 7L), (
            ((MazeSheafOptions)plan.Experiment.Kind).Hidden, plan.Batch, plan.Optimizer.Rate, plan.Steps!.Value));
        Assert.Equal(9, ((MazeExperiment)plan.Experiment).Side);
    }

    [Fact]
    public void Nothing_said_is_the_usual_plan() => Assert.Equal(
        _maze.Presets[0].Plan(_maze.Models[0].Experiment), PlanOptions.Read(_maze, PlanOptions.Parse("")));

    [Theory]
    [InlineData("--steps 20000", 20_000L, 16_000L)]
    [InlineData("--steps 4000", 4000L, 8000L)]
    public void A_longer_run_cools_down_at_its_own_end_and_a_shorter_one_is_its_beginning(
        string text, long steps, long coolFrom)
    {
        var plan = PlanOptions.Read(Catalog.Task("parity"), PlanOptions.Parse($"--preset short {text}"));
        Assert.Equal((steps, coolFrom), (plan.Steps!.Value, plan.Optimizer.CoolFrom));
        Assert.Equal(plan.Optimizer.FallsUntil, plan.Lasting(null, 3).Steps);
    }

    [Theory]
    [InlineData("--model magic", "--model must be one of sheaf-admm")]
    [InlineData("--preset tinny", "--preset must be one of paper, tiny, but is tinny; the nearest is tiny.")]
    [InlineData("--mapz 3", "--mapz must be an option of the task maze, but is not.")]
    [InlineData("--hidden 0", "--hidden must lie between 1 and 8192, but is 0.")]
    [InlineData("--batch x", "--batch: The batch must be a whole number, but is x.")]
    [InlineData("--lr fast", "--lr: The learning rate must be a number, but is fast.")]
    [InlineData("--lr -1", "--lr must be positive, but is -1.")]
    [InlineData("hidden 3", "An option must begin with two dashes, but is hidden.")]
    [InlineData("--hidden --lr 3", "--hidden must have a value, but has none.")]
    public void Wrong_words_are_refused(string text, string sentence) => Assert.StartsWith(
        sentence,
        Assert.Throws<ArgumentException>(() => PlanOptions.Read(_maze, PlanOptions.Parse(text))).Message);
}

using Concord.Lab;
using Concord.Lab.Baselines;
using Concord.Lab.Runs;
using Xunit;

namespace Concord.Tests.Lab.Baselines;

public sealed class MessageSettingsTests
{
    [Fact]
    public void Settings_reach_every_model()
    {
        var maze = (MazeMessageOptions)Set("maze", "state 7", "message 5", "aggregation mean", "hidden 6").Kind;
        Assert.Equal((7, 5, Aggregation.Mean, 6), (maze.State, maze.Message, maze.Aggregation, maze.Hidden));

        var digits = (DigitMessageOptions)Set("digits", "state 7", "aggregation max", "hidden 6", "iterations 3").Kind;
        Assert.Equal((7, Aggregation.Max, 6, 3), (digits.State, digits.Aggregation, digits.Hidden, digits.Rounds));

        var sudoku = (SudokuMessageOptions)Set("sudoku", "state 18", "channels 5", "hidden 6", "iterations 3").Kind;
        Assert.Equal((18, 5, 6, 3), (sudoku.State, sudoku.Channels, sudoku.Hidden, sudoku.Rounds));
    }

    [Theory]
    [InlineData("maze", "aggregation sum", "The aggregation must be one of max, mean, but is sum.")]
    [InlineData("digits", "aggregation 1", "The aggregation must be one of max, mean, but is 1.")]
    [InlineData("digits", "rank 3", "That option is not one of the model mpnn.")]
    [InlineData("digits", "message x", "The message must be a whole number, but is x.")]
    [InlineData("digits", "message 0", "Message must lie between 1 and 4096, but is 0.")]
    [InlineData("sudoku", "state 500", "State must be a multiple of 9, but is 500.")]
    [InlineData("sudoku", "state 0", "State must lie between 1 and 4096, but is 0.")]
    public void Unfit_values_and_settings_of_other_models_are_refused(string task, string setting, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Set(task, setting)).Message);

    [Theory]
    [InlineData("maze")]
    [InlineData("digits")]
    [InlineData("sudoku")]
    public void Other_models_refuse_these_settings(string task)
    {
        foreach (var text in new[] { "state 9", "message 9", "aggregation max" })
            Assert.Equal(
                "That option is not one of the model sheaf-admm.",
                Assert.Throws<ArgumentException>(
                    () => Apply(Catalog.Task(task).Models[0].Experiment, task, text)).Message);
    }

    [Theory]
    [InlineData("digits", "max")]
    [InlineData("sudoku", "mean")]
    public void A_command_states_the_aggregation(string task, string aggregation)
    {
        var plan = Catalog.Task(task).Presets[0].Plan(Set(task, $"aggregation {aggregation}"));
        Assert.Equal(
            $"concord train {task} --model mpnn --aggregation {aggregation} --seed 0", PlanCommand.Find(plan));
    }

    private static Experiment Set(string task, params string[] settings) => settings.Aggregate(
        Catalog.Task(task).Models.Single(model => model.Name == "mpnn").Experiment,
        (experiment, setting) => Apply(experiment, task, setting));

    private static Experiment Apply(Experiment experiment, string task, string setting)
    {
        var words = setting.Split(' ');
        return Catalog.Task(task).Settings.Single(s => s.Name == words[0]).Apply(experiment, words[1]);
    }
}

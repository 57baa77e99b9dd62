using Concord.Lab;
using Xunit;

namespace Concord.Tests.Lab;

public sealed class DiagnosisTextTests
{
    // A number that a task adds without a word about it fails here.
    [Theory]
    [InlineData("maze", "--preset tiny --hidden 8 --stalk 3 --edge-stalk 2")]
    [InlineData("digits", "--data drawn --images 200 --model mlp --rule pc --hidden 8 --depth 6")]
    [InlineData("parity",
        "--neurons 8 --width 4 --heads 2 --pairs-out 4 --pairs-action 4 --memory 3 --iterations 3 --length 4")]
    public void Every_number_is_explained(string task, string options)
    {
        var found = Catalog.Task(task);
        var study = PlanOptions.Read(found, PlanOptions.Parse(options)).Experiment.Open();
        using var weights = study.Start(1);
        var values = found.Diagnose(study, weights).Values;
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.True(DiagnosisText.Explain(value.Name).Length > 10, value.Name));
    }

    [Theory]
    [InlineData("dim_h0_at_least", "lower bound of the dimension of H⁰")]
    [InlineData("map_norm_sw", "to the south-west")]
    [InlineData("accuracy_at_0.95", "certainty 0.95")]
    [InlineData("cosine_quartile_3", "quarter 3")]
    [InlineData("classes_said", "length")]
    [InlineData("far_applications", "applications")]
    [InlineData("accuracy_3x2", "3x2")]
    public void Names_with_a_part_that_varies_are_explained_with_it(string name, string part) =>
        Assert.Contains(part, DiagnosisText.Explain(name));

    [Fact]
    public void A_name_that_nobody_knows_has_no_explanation() => Assert.Equal("", DiagnosisText.Explain("map_norm_up"));

    [Theory]
    [InlineData("accuracy_at_0.3", true)]
    [InlineData("calibration_error_of_tick", true)]
    [InlineData("far_solved", true)]
    [InlineData("cosine", false)]
    [InlineData("ticks_at_0.3", false)]
    [InlineData("far_mazes", false)]
    public void Fractions_are_in_percent_everywhere(string name, bool isShare) =>
        Assert.Equal(isShare, DiagnosisText.IsShare(name));
}

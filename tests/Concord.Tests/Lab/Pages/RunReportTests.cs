using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Runs;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Pages;

public sealed class RunReportTests : IDisposable
{
    private static readonly Plan Plan = new() { Experiment = new MazeExperiment(), Steps = 500, Batch = 64, Seed = 7 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_without_events_has_a_page_that_says_so()
    {
        var page = Report(Plan);
        Html.IsSound(page, scripts: 0);
        Assert.Contains("Not begun; not scored yet.", page);
        Assert.Contains("planned: 500 steps", page);
        Assert.DoesNotContain("<svg", page);
    }

    [Fact]
    public void A_run_has_curves_over_steps_and_minutes_scores_and_its_plan()
    {
        var page = Report(Plan, Events(10));
        Html.IsSound(page, scripts: 0);
        Assert.Contains("Not finished. At step 200: solved 25 %.", page);
        Assert.Equal(6, System.Text.RegularExpressions.Regex.Count(page, "<svg"));
        Assert.Contains("<th scope=\"row\">cell accuracy</th><td>97.5 % at step 200</td>", page);
        Assert.Contains("<th scope=\"row\">loss</th><td>0.1 at step 200, mean of 20 steps</td>", page);
        Assert.Contains("<th scope=\"row\">batch</th><td>64</td>", page);
        Assert.Contains("concord train maze --resume", page);
    }

    [Fact]
    public void A_plan_is_told_in_words_and_breaks_lines_between_them()
    {
        var page = Report(Plan with { ScoreSuite = "conjugate_gradients", Optimizer = new() { Decay = 1e-6f } });
        Html.IsSound(page, scripts: 0);
        Assert.Contains("<td>conjugate_<wbr>gradients</td>", page);
        var table = page[..page.IndexOf("<summary>plan.json", StringComparison.Ordinal)];
        Assert.DoesNotMatch("<td>(True|False|true|false|[0-9.]+E[-0-9]+)</td>", table);
        Assert.Contains("<td>10⁻⁶</td>", table);
    }

    [Fact]
    public void A_run_that_ended_proposes_to_use_it()
    {
        File.WriteAllText(_folder.File("weights.safetensors"), "");
        var page = Report(Plan, Events(10));
        Assert.Contains("Finished. At step 200", page);
        Assert.Contains("concord eval maze --weights", page);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_said_and_breaks_nothing()
    {
        RunEvent broken = new(80, 8, [new("loss", double.NaN), new("gradient_norm", double.NaN)]);
        var page = Report(Plan, [.. Events(3), broken]);
        Html.IsSound(page, scripts: 0);
        Assert.Contains("The loss is not finite any more.", page);
    }

    [Fact]
    public void Names_from_the_log_and_the_plan_cannot_become_markup()
    {
        const string Attack = "<script>alert(1)</script>\"'&";
        var page = Report(Plan with { ScoreSuite = Attack }, new RunEvent(1, 1, [new(Attack, 0.5)]));
        Html.IsSound(page, scripts: 0);
        Assert.Contains("&lt;script&gt;", page);
    }

    [Fact]
    public void A_plan_is_stated_by_preset_and_options()
    {
        var maze = new MazeExperiment { Side = 21, Options = new MazeSheafOptions { Hidden = 128, CgSteps = 7 } };
        Assert.Equal("concord train maze --steps 500 --batch 64 --seed 7", PlanCommand.Find(Plan));
        Assert.Equal(
            "concord train maze --train-size 21 --hidden 128 --cg-steps 7 --minutes 30 --seed 0",
            PlanCommand.Find(new Plan { Experiment = maze, Minutes = 30 }));
        var task = Catalog.Task("maze");
        foreach (var preset in task.Presets.Skip(1))
            Assert.Equal(
                $"concord train maze --preset {preset.Name} --seed 3",
                PlanCommand.Find(preset.Plan(task.Models[0].Experiment) with { Seed = 3, ScoreEvery = 17 }));
    }

    // No value is a folder, and a value that is tried as one must not end the search.
    [Fact]
    public void A_plan_of_digits_is_stated_too()
    {
        var task = Catalog.Task("digits");
        var plan = task.Presets[0].Plan(task.Models[0].Experiment);
        var digits = (DigitExperiment)plan.Experiment with { Options = new DigitSheafOptions { Hidden = 16 } };
        Assert.Equal(
            "concord train digits --hidden 16 --steps 5 --seed 0",
            PlanCommand.Find(plan with { Experiment = digits, Steps = 5 }));
    }

    [Fact]
    public void A_plan_that_no_options_state_is_not_misstated()
    {
        Assert.Null(PlanCommand.Find(Plan with { Optimizer = new() { Rate = 0.0123f } }));
        var page = Report(Plan with { Optimizer = new() { Rate = 0.0123f } });
        Assert.Contains("start from the plan itself", page);
    }

    private static RunEvent[] Events(int count) =>
    [
        .. from i in Enumerable.Range(1, count)
           select new RunEvent(20 * i, 2 * i, [new("loss", 1.0 / i), new("gradient_norm", 0.5)]),
        new(20 * count, 2 * count, [new("solved", 0.25), new("cell_accuracy", 0.975), new("far", 12.5)]),
    ];

    private string Report(Plan plan, params RunEvent[] events)
    {
        File.WriteAllBytes(_folder.File("plan.json"), plan.ToJson());
        var folder = RunFolder.Open(_folder.Path);
        foreach (var entry in events)
            folder.Log.Append(entry);
        RunReport.Write(folder);
        return File.ReadAllText(folder.Report);
    }
}

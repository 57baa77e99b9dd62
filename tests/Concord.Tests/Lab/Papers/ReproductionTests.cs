using System.Net;
using Concord.Lab.Papers;
using Concord.Lab.Runs;
using Concord.Tests.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Papers;

/// <summary>Tables are measured once, whatever interrupts it, and told with all they took.</summary>
[Trait("Speed", "Slow")]
public sealed class ReproductionTests : IDisposable
{
    private readonly TinyPaper _paper = new();

    public void Dispose() => _paper.Dispose();

    [Fact]
    public void A_reproduction_that_is_interrupted_again_and_again_ends_with_the_same_scores()
    {
        _paper.Write(steps: 40, seeds: "3");
        var whole = _paper.Open("whole");
        Assert.Equal(RunStatus.Finished, whole.Run(2, null, CancellationToken.None));

        var interruptions = 0;
        for (var status = RunStatus.Interrupted; status == RunStatus.Interrupted; interruptions++)
        {
            using var stop = new CancellationTokenSource();
            var reports = 0;
            void StopSoon(ReproductionProgress progress)
            {
                Assert.InRange(progress.Share, 0, 1);
                if (++reports == 2)
                    stop.Cancel();
            }

            status = _paper.Open("pieces").Run(1, StopSoon, stop.Token);
        }
        Assert.True(interruptions > 3, $"{interruptions}");
        // Times differ; what was reached may not.
        Assert.Equal(Values(whole), Values(_paper.Open("pieces")));
        Assert.Equal((3, 3), (whole.Trainings, _paper.Open("pieces").TrainingsDone));
    }

    [Fact]
    public void What_is_done_is_not_done_again_and_a_changed_plan_is()
    {
        _paper.Write(steps: 4, seeds: "3");
        Assert.Equal(RunStatus.Finished, _paper.Open("results").Run(2, null, CancellationToken.None));
        var log = Path.Combine(_paper.Results("results"), "results.jsonl");
        var lines = File.ReadAllLines(log);
        // Three trainings: one of the first row, two of the second, of which one counts.
        Assert.Equal((2, 2, 1 + 1), (
            lines.Count(line => line.Contains("\"seed\":5")), lines.Count(line => line.Contains("\"2x\"")),
            lines.Count(line => line.Contains("\"test\"") && line.Contains("\"count\":12"))));

        _paper.Open("results").Run(2, report => Assert.Fail("Nothing is left to do."), CancellationToken.None);
        Assert.Equal(lines, File.ReadAllLines(log));

        _paper.Write(steps: 5, seeds: "3");
        var changed = _paper.Open("results");
        Assert.Equal(0, changed.TrainingsDone);
        changed.Run(2, null, CancellationToken.None);
        Assert.Equal(lines, File.ReadAllLines(log)[..lines.Length]);
        Assert.Equal(2 * lines.Length, File.ReadAllLines(log).Length);
        Assert.Equal(5, changed.Cells()[0].Ours!.Scores[0].Steps);
    }

    [Fact]
    public void A_folder_in_which_another_process_measures_is_left_to_it()
    {
        _paper.Write(steps: 4, seeds: "3");
        var second = _paper.Open("shared");
        using (RunLock.Take(_paper.Results("shared"), "measured"))
            Assert.StartsWith(
                $"{_paper.Results("shared")} is being measured by process {Environment.ProcessId}",
                Assert.Throws<IOException>(() => second.Run(1, null, CancellationToken.None)).Message);
        // What the first has measured since the second was opened is neither lost nor done again.
        Assert.Equal(RunStatus.Finished, _paper.Open("shared").Run(1, null, CancellationToken.None));
        second.Run(1, report => Assert.Fail("Nothing is left to do."), CancellationToken.None);
        Assert.Equal(3, second.TrainingsDone);
    }

    [Fact]
    public void What_a_model_cannot_be_asked_does_not_hide_what_it_can()
    {
        File.WriteAllText(
            Path.Combine(_paper.Path, "table-7.json"),
            """
            {
              "number": 7, "title": "A network",
              "columns": [
                { "name": "missing", "task": "digits", "suite": "missing5" },
                { "name": "clean", "task": "digits", "suite": "clean" }
              ],
              "rows": [{ "name": "CNN", "run": "--model cnn" }]
            }
            """);
        File.WriteAllText(
            Path.Combine(_paper.Path, "budget-small.json"),
            """
            {
              "about": "a second",
              "tasks": { "digits": { "run": "--data drawn --images 20 --steps 2 --batch 8 --hidden 8", "count": 6 } }
            }
            """);
        var network = _paper.Open("network");
        network.Run(1, null, CancellationToken.None);
        var cells = network.Cells();
        Assert.Null(cells[0].Ours);
        Assert.Contains("need agents that work together", cells[0].Missing);
        Assert.NotNull(cells[1].Ours);
    }

    [Fact]
    public void Of_several_rates_the_best_on_validation_counts()
    {
        _paper.Write(steps: 4, seeds: "3");
        var reproduction = _paper.Open("results");
        reproduction.Run(2, null, CancellationToken.None);
        var trials = reproduction.Trials().Where(trial => trial.Validation != null).ToList();
        Assert.Equal([1e-3f, 3e-3f], trials.Select(trial => trial.Plan.Optimizer.Rate));
        var best = trials.MaxBy(trial => (trial.Validation!.Values[0].Value, trial.Validation.Values[1].Value))!;
        Assert.Equal(best, Assert.Single(trials, trial => trial.IsChosen));
        var cell = reproduction.Cells().First(cell => cell.Row.Name == "MPNN");
        Assert.Equal(best.Plan.Optimizer.Rate, cell.Ours!.Rate);
    }

    [Fact]
    public void A_rate_that_is_chosen_early_ends_as_if_it_had_been_trained_alone()
    {
        _paper.Write(steps: 20, seeds: "3");
        var paper = Paper.Open(_paper.Path);
        var budget = paper.ReadBudget("small") with { ChooseAfter = 0.4 };
        var early = new Reproduction(paper, paper.Tables, budget, _paper.Results("early"));
        Assert.Equal(RunStatus.Finished, early.Run(2, null, CancellationToken.None));
        Assert.Equal([8, 8, 20], early.Trials().Skip(1).Select(trial => trial.Any!.Steps));
        Assert.Equal((4, 4), (early.Trainings, early.TrainingsDone));

        var chosen = early.Trials()[^1];
        Assert.True(chosen.IsChosen);
        var alone = RunFolder.Create(_paper.Results("alone"), chosen.Plan);
        using (var run = new TrainingRun(alone, threads: 1))
            run.Run(null, CancellationToken.None);
        Assert.Equal(
            File.ReadAllBytes(alone.Weights),
            File.ReadAllBytes(Path.Combine(early.Folder, chosen.Folder, "weights.safetensors")));
    }

    [Fact]
    public void Rows_are_chosen_by_a_part_of_their_name()
    {
        var tables = Paper.Open(_paper.Path).Tables;
        Assert.Equal(["MPNN"], Paper.Rows(tables, ["mpn"]).SelectMany(table => table.Rows).Select(row => row.Name));
        Assert.Equal(tables, Paper.Rows(tables, []));
        var refusal = Assert.Throws<ArgumentException>(() => Paper.Rows(tables, ["RRN"]));
        Assert.EndsWith("but has RRN.", refusal.Message);
    }

    [Fact]
    public void Minutes_are_the_same_for_every_training_and_steps_then_do_not_matter()
    {
        var paper = Paper.Open(_paper.Path);
        var budget = paper.ReadBudget("small") with { Minutes = 100 };
        var reproduction = new Reproduction(paper, paper.Tables, budget, _paper.Results("none"));
        // 80 of 100 minutes for five trainings are sixteen each, rounded down.
        Assert.Equal(15, reproduction.MinutesEach);
        Assert.All(
            reproduction.Trials(), trial => Assert.Equal((15, null), (trial.Plan.Minutes, trial.Plan.Steps)));
        Assert.False(Directory.Exists(_paper.Results("none")));
    }

    [Fact]
    public void Reports_hold_the_papers_values_ours_and_what_is_missing()
    {
        _paper.Write(steps: 10, seeds: "3, 4");
        var reproduction = _paper.Open("results");
        reproduction.Run(2, null, CancellationToken.None);
        var ours = reproduction.Cells()[1].Ours!.Value;
        Assert.NotNull(ours.Spread);
        var markdown = File.ReadAllText(Path.Combine(reproduction.Folder, "report.md"));
        var page = File.ReadAllText(Path.Combine(reproduction.Folder, "report.html"));
        Assert.Equal(PaperMarkdown.Render(reproduction), markdown);
        foreach (var text in (string[])
            ["Table 7. Tiny mazes", "99.9 ± 0.1", "35.1", $"{ours}", "small (ours: size 7)", "2 seeds", "10 steps",
                "12 samples", "Not measured: Magic. Nobody can do magic.", "5 of 5 trainings"])
        {
            Assert.Contains(text, markdown);
            Assert.Contains(WebUtility.HtmlEncode(text), page);
        }
        Assert.Contains("A note with &lt;angles&gt;.", page);
        Html.IsSound(page, scripts: 0);
        // A plot for each column, the sweep, and a small curve for each of two trainings.
        Assert.Equal(5, page.Split("<svg").Length - 1);
    }

    [Fact]
    public void What_cannot_be_trained_is_said_and_the_rest_is_done()
    {
        _paper.Write(steps: 4, seeds: "3");
        var budget = Path.Combine(_paper.Path, "budget-small.json");
        File.WriteAllText(budget, File.ReadAllText(budget).Replace("--stalk 6", "--mazes 999999 --stalk 6"));
        var reproduction = _paper.Open("results");
        Assert.Equal(RunStatus.Finished, reproduction.Run(2, null, CancellationToken.None));
        Assert.Contains("7x7 mazes", reproduction.Cells()[0].Missing);
        Assert.NotNull(reproduction.Cells()[2].Ours);
        Assert.Equal(2, Directory.GetDirectories(reproduction.Folder).Length);
    }

    [Fact]
    public void Damaged_results_and_changed_folders_are_refused()
    {
        _paper.Write(steps: 4, seeds: "3");
        var reproduction = _paper.Open("results");
        Directory.CreateDirectory(reproduction.Folder);
        var folder = Path.Combine(reproduction.Folder, reproduction.Trials()[0].Folder);
        RunFolder.Create(folder, reproduction.Trials()[0].Plan with { Steps = 9 });
        var changed = Assert.Throws<InvalidDataException>(() => reproduction.Run(1, null, CancellationToken.None));
        Assert.Contains(folder, changed.Message);

        File.WriteAllText(Path.Combine(reproduction.Folder, "results.jsonl"), "{\"key\":1}\n");
        Assert.Contains("Line 1 of", Assert.Throws<InvalidDataException>(() => _paper.Open("results")).Message);
    }

    private static List<(string, double)> Values(Reproduction reproduction) =>
    [
        .. from cell in reproduction.Cells()
           from score in cell.Ours?.Scores ?? []
           from value in score.Values
           select ($"{cell.Row.Name} {score.Run} {score.Suite} {value.Name}", value.Value),
    ];
}

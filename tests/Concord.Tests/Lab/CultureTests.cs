using System.Globalization;
using Concord.Lab;
using Concord.Lab.Pages;
using Concord.Lab.Papers;
using Concord.Lab.Runs;
using Concord.Tests.Lab.Pages;
using Concord.Tests.Lab.Papers;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab;

/// <summary>A program whose culture has a decimal comma writes the same bytes as any other.</summary>
public sealed class CultureTests
{
    private static readonly CultureInfo _comma = Comma();

    public static TheoryData<string> Outputs => new(_outputs.Keys);

    private static readonly Dictionary<string, Func<TemporaryFolder, string>> _outputs = new()
    {
        ["film of a maze"] = _ => FilmPage.Render(SampleFilms.Film(12)),
        ["film of a board"] = _ => FilmPage.Render(SampleFilms.Board()),
        ["film of a digit"] = _ => FilmPage.Render(SampleFilms.Grey()),
        ["film of a thought"] = _ => FilmPage.Render(ThoughtFilms.Line()),
        ["film of a route"] = _ => FilmPage.Render(ThoughtFilms.Route()),
        ["verdict of a thought"] = _ => ThoughtText.Verdict(ThoughtFilms.Line()),
        ["diagnosis"] = folder =>
        {
            DiagnosisPage.Write(folder.File("page.html"), "Inside", Diagnosis());
            return File.ReadAllText(folder.File("page.html"));
        },
        ["names of a diagnosis"] = _ =>
        {
            var parity = Catalog.Task("parity");
            var study = PlanOptions.Read(parity, PlanOptions.Parse(
                "--neurons 8 --width 4 --heads 2 --pairs-out 4 --pairs-action 4 --memory 3 --iterations 3 --length 4"))
                .Experiment.Open();
            using var weights = study.Start(1);
            return string.Join(' ', parity.Diagnose(study, weights).Values.Select(value => value.Name));
        },
        ["estimate"] = _ => $"the value: {new Estimate(12.5, 0.25)}",
        ["run"] = folder =>
        {
            var run = RunFolder.Create(folder.File("run"), Plan());
            foreach (var (step, loss) in new[] { (20, 1.9), (40, 1.25), (60, -0.5) })
                run.Log.Append(new RunEvent(step, step / 8.0, [new("loss", loss), new("solved", loss / 3)]));
            RunReport.Write(run, Diagnosis());
            return string.Concat(
                new[] { "plan.json", "events.jsonl", "report.html" }
                    .Select(name => File.ReadAllText(Path.Combine(run.Path, name))));
        },
        ["command of a plan"] = _ => PlanCommand.Find(Plan()) ?? "",
        ["paper"] = folder =>
        {
            using var paper = new TinyPaper();
            var reproduction = paper.Open("results");
            PaperPage.Write(reproduction, folder.File("paper.html"));
            return (PaperMarkdown.Render(reproduction) + File.ReadAllText(folder.File("paper.html")))
                .Replace(paper.Path, "PAPER");
        },
        ["loops"] = folder =>
        {
            var study = new ContradictionStudy { Seeds = [0], Angles = [0.33, Math.PI] };
            study = study with { Setting = study.Setting with { Steps = 20 } };
            var report = new ContradictionReport(study, study.Run(threads: 1));
            report.Write(folder.File("loops"));
            return File.ReadAllText(folder.File("loops/report.html"))
                + File.ReadAllText(folder.File("loops/report.md"));
        },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Numbers_are_written_as_everywhere(string output)
    {
        var usual = In(CultureInfo.InvariantCulture, output);
        Assert.Equal(usual, In(_comma, output));
        Assert.True(usual.Length > 20, usual);
    }

    [Fact]
    public void Numbers_are_read_as_everywhere()
    {
        var task = Catalog.Task("digits");
        var options = PlanOptions.Parse("--model mlp --step 0.125 --lr 1e-3 --hidden 16");
        Assert.Equal(PlanOptions.Read(task, options), Within(_comma, () => PlanOptions.Read(task, options)));
        var refused = Within(_comma, () => Assert.Throws<ArgumentException>(
            () => new Concord.Learning.AdamW { Rate = -0.5f }));
        Assert.EndsWith("but is -0.5.", refused.Message);
    }

    private string In(CultureInfo culture, string output)
    {
        using var folder = new TemporaryFolder();
        return Within(culture, () => _outputs[output](folder)).Replace(folder.Path, "FOLDER");
    }

    private static T Within<T>(CultureInfo culture, Func<T> work)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Of digits, so that the plan has fractions to state.
    private static Plan Plan() => PlanOptions.Read(
        Catalog.Task("digits"), PlanOptions.Parse("--model mlp --rule pc --step 0.125 --leak 0.5 --data drawn"));

    private static Diagnosis Diagnosis() => new([new("gap", 0.125), new("norm", -1234.5), new("small", 1e-7)])
    {
        Figures = [new Figure("f", "A figure", "layer", [("line", [(0.5, 0.25), (1.5, 1234.5)])])],
        Graphs = [new GraphPicture("g", "A graph", [(0.5, 0.5, "a", 0.25), (1.5, 2.5, "b", -0.75)], [(0, 1, 0.125)])],
    };

    // Also other signs for minus and for groups of digits, as some languages have.
    private static CultureInfo Comma()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.PercentDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = culture.NumberFormat.PercentGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "\u2212";
        return culture;
    }
}

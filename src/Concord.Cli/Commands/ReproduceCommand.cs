using System.CommandLine;
using System.Diagnostics;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Papers;
using Concord.Lab.Runs;

namespace Concord.Cli.Commands;

/// <summary>Measures a paper's tables anew, within a budget, and sets them beside the paper's.</summary>
internal sealed class ReproduceCommand : Verb
{
    private readonly Argument<string?> _paper = Given.Paper();
    private readonly Option<string?> _table =
        Given.Text("--table", "1,2", "the tables to measure, with commas between them (all)");
    private readonly Option<string?> _row = Given.Text("--row", "A/B",
        "only rows whose name contains one of these texts, with strokes between them (all)");
    private readonly Option<string?> _budget = Given.Text("--budget", "NAME",
        "small: within an hour; even: models as large as what ships, equally long; full: the paper's sizes, steps and "
        + "seeds; shipped: what ships, untrained (small)");
    private readonly Option<double?> _minutes = Given.Real("--minutes",
        "minutes of every training, instead of the budget's steps or its share", 0, 1_000_000, closed: false);
    private readonly Option<string?> _run =
        Given.Text("--run", "DIR", "where runs, results and reports go (runs/reproduce-PAPER-BUDGET)");
    private readonly Option<string?> _html =
        Given.Output("--html", "write the page here too; DIR/report.html has it anyway");
    private readonly Option<long?> _threads = Given.Threads();
    private readonly Option<bool> _json = Given.Json();

    public ReproduceCommand()
        : base("reproduce", "measure a paper's tables and set them beside the paper's")
    {
        Add(_paper);
        foreach (var option in (Option[])[_table, _row, _budget, _minutes, _run, _html, _threads, _json])
            Add(option);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "reproduce sheaf-admm --budget shipped",
        "reproduce sheaf-admm --table 1",
        "reproduce sheaf-admm --table 1,4 --minutes 30 --run runs/half-an-hour-each",
        "reproduce pc-alm --table 1",
        "reproduce sheaf-pc --html loops.html",
    ];

    public override int Run(ParseResult given, Terminal terminal)
    {
        var page = given.OutputOf(_html);
        if (given.NameOf(_paper) == Catalog.SheafPc)
            return RunLoops(given, page, terminal);
        var paper = Paper.Open(given.NameOf(_paper));
        var name = given.GetValue(_budget) ?? "small";
        var budget = paper.ReadBudget(name);
        if (given.GetValue(_minutes) is { } minutes)
            budget = budget with { MinutesEach = minutes };
        var called = Path.GetFileName(Path.TrimEndingDirectorySeparator(paper.Name));
        var folder = given.GetValue(_run) ?? Path.Combine("runs", $"reproduce-{called}-{name}");
        var tables = Paper.Rows(
            paper.Select(given.GetValue(_table)?.Split(',') ?? []), given.GetValue(_row)?.Split('/') ?? []);
        var reproduction = new Reproduction(paper, tables, budget, folder);
        Announce(reproduction, terminal);

        using var interrupt = new Interrupt(terminal);
        var clock = Stopwatch.StartNew();
        var status = Meter.Show(terminal, $"reproduce {called}", meter => reproduction.Run(
            given.ThreadsOf(_threads), progress => meter.Report(progress.Share, Words(progress)), interrupt.Token));
        if (page != null)
            Given.Naming("--html", () => PaperPage.Write(reproduction, page));
        if (given.GetValue(_json))
            terminal.Out.WriteLine(ReproductionJson.Of(reproduction, name, clock.Elapsed.TotalSeconds).ToJsonString());
        else if (status == RunStatus.Finished)
            terminal.Out.Write(PaperMarkdown.Render(reproduction));
        terminal.Error.WriteLine($"Reports: {Path.Combine(folder, "report.html")}, report.md");
        if (status == RunStatus.Finished)
            return ExitCode.Done;
        terminal.Error.WriteLine(
            $"Interrupted and saved with {reproduction.TrainingsDone} of {reproduction.Trainings} trainings done; "
            + "the same command goes on.");
        return ExitCode.Interrupted;
    }

    // Seconds, so there is nothing to go on with: it is done whole or not at all.
    private int RunLoops(ParseResult given, string? page, Terminal terminal)
    {
        foreach (var option in (Option[])[_table, _row, _minutes])
            if (given.Has(option))
                throw new ArgumentException(
                    $"{option.Name} must come with a paper that has tables, but {Catalog.SheafPc} has one experiment.");
        var name = given.GetValue(_budget) ?? "small";
        if (name is not ("small" or "full"))
            throw new ArgumentException($"--budget must be one of small, full, but is {name}.");
        var study = new ContradictionStudy();
        if (name == "small")
            study = study with { Seeds = [0, 1, 5, 6], Angles = [0, 0.33, 0.45, 0.6, Math.PI] };
        var folder = given.GetValue(_run) ?? Path.Combine("runs", $"reproduce-{Catalog.SheafPc}-{name}");
        using var interrupt = new Interrupt(terminal);
        var report = new ContradictionReport(study, Meter.Show(terminal, $"reproduce {Catalog.SheafPc}", meter =>
            study.Run(given.ThreadsOf(_threads), share => meter.Report(share, ""), interrupt.Token)));
        report.Write(folder);
        if (page != null)
            Given.Naming("--html", () => report.WritePage(page));
        terminal.Out.Write(given.GetValue(_json) ? report.ToJson().ToJsonString() + "\n" : report.ToMarkdown());
        terminal.Error.WriteLine($"Reports: {Path.Combine(folder, "report.html")}, report.md");
        return ExitCode.Done;
    }

    // What it will take, before it takes it.
    private static void Announce(Reproduction reproduction, Terminal terminal)
    {
        var cells = reproduction.Cells();
        var numbers = string.Join(", ", reproduction.Tables.Select(table => table.Number));
        var (all, left) = (reproduction.Trainings, reproduction.Trainings - reproduction.TrainingsDone);
        var length = reproduction.MinutesEach is { } minutes
            ? $" of {Meter.Duration(60 * minutes)} each, "
                + Meter.Duration(60 * reproduction.MinutesInAll!.Value * left / Math.Max(1, all))
                + " in all and scoring"
            : " of as many steps as their plans say";
        terminal.Error.WriteLine(
            $"{reproduction.Folder}: tables {numbers}, {cells.Count} cells, "
            + (reproduction.Budget.Shipped ? "nothing is trained" : $"{left} of {all} trainings to do{length}"));
        foreach (var reason in cells.Where(cell => cell.Missing != null && cell.Ours == null)
            .GroupBy(cell => cell.Missing!).Where(reason => reason.Key != Reproduction.NotYet))
            terminal.Error.WriteLine($"Not available: {Place(reason.First())}"
                + (reason.Count() > 1 ? $" and {reason.Count() - 1} more" : "") + $". {reason.Key}");
    }

    private static string Place(CellOutcome cell) =>
        $"table {cell.Table.Number}, {cell.Row.Name}, {cell.Column.Name}";

    private static string Words(ReproductionProgress progress) => progress.Training is { } training
        ? $"{progress.Label}, step {training.Step:n0}, loss {training.Loss:g4}"
        : $"{progress.Label}, scoring";
}

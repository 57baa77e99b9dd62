using Concord.Lab.Pages;
using Concord.Lab.Runs;

namespace Concord.Lab.Papers;

/// <summary>A line of a printed table.</summary>
/// <param name="Name">The row's name; empty below the paper's line.</param>
/// <param name="Source">Who says so: the paper, or this measurement.</param>
/// <param name="Parameters">The number of weights.</param>
/// <param name="Values">A text for each column.</param>
/// <param name="Cost">What the measurement took.</param>
internal sealed record TableLine(
    string Name, string Source, string Parameters, IReadOnlyList<string> Values, string Cost);

/// <summary>The words of a reproduction, the same in Markdown and on the page.</summary>
internal static class TableText
{
    private const string Nothing = "–";

    /// <summary>The heads of a table's columns of values, with sizes that are not the suites' own.</summary>
    public static IEnumerable<string> Heads(Reproduction reproduction, PaperTable table) =>
        from column in table.Columns
        select OurSize(reproduction, column) is { } size ? $"{column.Name} (ours: size {size})" : column.Name;

    /// <summary>The size on which a column is scored here, where it is not the suite's own; otherwise null.</summary>
    public static string? OurSize(Reproduction reproduction, PaperColumn column) =>
        SizeOf(reproduction, column.Task, column.Suite);

    /// <summary>The title of a table's sweep, with the sizes that are not the suites' own.</summary>
    public static string SweepTitle(Reproduction reproduction, PaperTable table)
    {
        var sizes = table.Sweep!.Suites.OrderBy(suite => suite.Value)
            .Select(suite => (suite.Key, Size: SizeOf(reproduction, table.Columns[0].Task, suite.Key)))
            .Where(suite => suite.Size != null).Select(suite => $"{suite.Key} on size {suite.Size}").ToList();
        return sizes.Count == 0 ? table.Sweep.Title : $"{table.Sweep.Title} (ours: {string.Join(", ", sizes)})";
    }

    /// <summary>A sentence for a table some of whose columns are scored on other sizes; empty where none is.</summary>
    public static string SizeNote(Reproduction reproduction, PaperTable table)
    {
        var names = table.Columns.Where(column => OurSize(reproduction, column) != null)
            .Select(column => column.Name).ToList();
        return names.Count == 0 ? "" : $"Not the same measurement: in {string.Join(", ", names)} the paper’s values are "
            + "for the suite’s own size and ours for the size in the heading.";
    }

    /// <summary>Two lines for each row, the paper's and ours; one where the paper has no such row.</summary>
    public static IEnumerable<TableLine> Lines(IReadOnlyList<CellOutcome> cells)
    {
        foreach (var row in cells.GroupBy(cell => cell.Row))
        {
            var isInPaper = row.Any(cell => cell.Paper != null);
            if (isInPaper)
                yield return new TableLine(
                    row.Key.Name, "paper", row.Key.Parameters, [.. row.Select(cell => Text(cell.Paper))], "");
            var ours = row.Select(cell => cell.Ours).OfType<Measured>().ToList();
            yield return new TableLine(
                isInPaper ? "" : row.Key.Name, "ours", Range(ours, score => score.Parameters),
                [.. row.Select(cell => Text(cell.Ours?.Value) + Mark(cell.Ours))], Cost(ours));
        }
    }

    /// <summary>Why cells have no value, a line for each reason.</summary>
    public static IEnumerable<string> Reasons(IReadOnlyList<CellOutcome> cells) =>
        from cell in cells
        where cell.Missing != null
        group cell by cell.Missing into reason
        let rows = reason.GroupBy(cell => cell.Row).Select(row => row.Count() == row.Key.ColumnsOf(cells)
            ? row.Key.Name
            : $"{row.Key.Name} ({string.Join(", ", row.Select(cell => cell.Column.Name))})")
        select $"Not measured: {string.Join("; ", rows)}. {reason.Key}";

    /// <summary>The list of all trainings: heads, then lines.</summary>
    public static IEnumerable<IReadOnlyList<string>> Trainings(Reproduction reproduction)
    {
        yield return
        [
            "for", "learning rate", "seed", "parameters", "steps", "training", "validation", "counts", "run",
        ];
        foreach (var trial in reproduction.Trials())
        {
            var values = trial.Validation?.Values;
            yield return
            [
                trial.Label, $"{trial.Plan.Optimizer.Rate:0.#e0}", $"{trial.Plan.Seed}",
                trial.Any == null ? "" : $"{trial.Any.Parameters:#,0}",
                trial.Any == null ? "not yet" : $"{trial.Any.Steps:#,0}{(HasDiverged(trial.Any) ? ", diverged" : "")}",
                trial.Any == null ? "" : Numbers.Duration(trial.Any.Seconds),
                values == null ? "" : string.Join(
                    ", ", values.Select(v => $"{RunCurves.Words(v.Name)} {Numbers.Percent(v.Value)}")),
                trial.IsChosen ? "yes" : "",
                trial.Any == null ? "" : trial.Folder,
            ];
        }
    }

    /// <summary>The budget, and how much of it is done.</summary>
    public static string Extent(Reproduction reproduction)
    {
        var about = $"Budget: {reproduction.Budget.About}.";
        var (all, done) = (reproduction.Trainings, reproduction.TrainingsDone);
        if (reproduction.Budget.Shipped)
            return about;
        var length = reproduction.MinutesEach is { } minutes
            ? $"of {Numbers.Duration(60 * minutes)} each"
            : "of as many steps as their plans say";
        return $"{about} {done} of {all} trainings {length} are done.";
    }

    private static string? SizeOf(Reproduction reproduction, string task, string suite) =>
        reproduction.Budget.Tasks.GetValueOrDefault(task)?.Sizes.GetValueOrDefault(suite);

    private static string Text(Estimate? value) => value?.ToString() ?? Nothing;

    private static string Mark(Measured? measured) => measured?.Scores.Any(HasDiverged) == true ? " (diverged)" : "";

    private static bool HasDiverged(TrialScore score) => score.Status == RunStatus.Diverged;

    private static int ColumnsOf(this PaperRow row, IReadOnlyList<CellOutcome> cells) =>
        cells.Count(cell => cell.Row == row);

    private static string Cost(List<Measured> measured)
    {
        if (measured.Count == 0)
            return "";
        var seeds = measured.Max(m => m.Scores.Count);
        var samples = Range(measured, score => score.Count) + " samples";
        if (measured[0].Rate == null)
            return $"weights that ship, {samples}";
        var seconds = measured.SelectMany(m => m.Scores).Select(score => score.Seconds).ToList();
        string least = Numbers.Duration(seconds.Min()), most = Numbers.Duration(seconds.Max());
        return $"{seeds} {(seeds == 1 ? "seed" : "seeds")}, {(least == most ? least : $"{least} to {most}")}, "
            + $"{Range(measured, score => score.Steps)} steps, {samples}";
    }

    private static string Range(List<Measured> measured, Func<TrialScore, long> number)
    {
        var all = measured.SelectMany(m => m.Scores).Select(number).ToList();
        return all.Count == 0 ? "" : all.Min() == all.Max() ? $"{all[0]:#,0}" : $"{all.Min():#,0} to {all.Max():#,0}";
    }
}

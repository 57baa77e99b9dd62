using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Papers;

/// <summary>A table of a paper: what it printed, and what is trained and scored to measure each cell again.</summary>
/// <remarks>
/// A cell trains what the options of budget, column and row say together, where a later one has the last word. Cells
/// with the same options share one training.
/// </remarks>
public sealed record PaperTable
{
    /// <summary>Its number in the paper.</summary>
    public required int Number { get; init => field = Require.Within(value, 1, 1000, "The number of a table"); }

    /// <summary>What its numbers are.</summary>
    public required string Title { get; init; }

    /// <summary>What a reader must know to compare; one paragraph.</summary>
    public string Note { get; init; } = "";

    /// <summary>What is scored.</summary>
    public required IReadOnlyList<PaperColumn> Columns { get; init; }

    /// <summary>What is trained.</summary>
    public required IReadOnlyList<PaperRow> Rows { get; init; }

    /// <summary>A plot beyond the table, or null.</summary>
    public Sweep? Sweep { get; init; }

    /// <summary>Where it was read from.</summary>
    [JsonIgnore]
    internal string File { get; private init; } = "";

    /// <summary>Whether the cells of a row are trained apart.</summary>
    [JsonIgnore]
    internal bool TrainsByColumn =>
        Columns.Any(column => column.Task != Columns[0].Task || column.Run != Columns[0].Run)
        || Rows.Any(row => row.Runs?.Distinct().Count() > 1);

    internal static PaperTable Read(string path, JsonSerializerOptions options)
    {
        var table = JsonFile.Read<PaperTable>(path, "a table", options) with { File = path };
        table.Check();
        return table;
    }

    /// <summary>The sentence for a cell whose options are refused.</summary>
    internal InvalidDataException Refusal(PaperRow row, PaperColumn column, ArgumentException refused) =>
        new($"{File}: row {row.Name}, column {column.Name}: {refused.Message}", refused);

    private void Check()
    {
        var what = $"{File}: ";
        Distinct(Columns.Select(column => column?.Name), "column");
        Distinct(Rows.Select(row => row?.Name), "row");
        foreach (var column in Columns)
            CheckSuite(column.Task, column.Suite, $"column {column.Name}");
        foreach (var suite in Sweep?.Suites.Keys ?? [])
            CheckSuite(Columns[0].Task, suite, "the sweep");
        foreach (var row in Rows)
        {
            Holds(row.Paper.Count == 0 || row.Paper.Count == Columns.Count, row, "a value for each column or none",
                row.Paper.Count);
            Holds(row.Runs == null || row.Runs.Count == Columns.Count, row, "runs for each column", row.Runs?.Count);
            Holds(row.Rates.All(rate => float.IsFinite(rate) && rate > 0), row, "positive rates",
                string.Join(", ", row.Rates));
            foreach (var (index, column) in Columns.Index())
                CheckOptions(row, column, row.RunOf(index));
        }

        void Holds<T>(bool holds, PaperRow row, string rule, T seen)
        {
            if (!holds)
                throw new InvalidDataException($"{what}row {row.Name} must have {rule}, but has {seen}.");
        }

        void Distinct(IEnumerable<string?> names, string kind)
        {
            var seen = new HashSet<string>();
            foreach (var name in names)
                if (string.IsNullOrWhiteSpace(name) || !seen.Add(name))
                    throw new InvalidDataException(
                        $"{what}every {kind} must have a name of its own, but one has \"{name}\".");
            if (seen.Count == 0)
                throw new InvalidDataException($"{what}a table must have a {kind}, but has none.");
        }

        void CheckSuite(string task, string suite, string where)
        {
            var known = Catalog.Tasks.FirstOrDefault(entry => entry.Name == task)
                ?? throw new InvalidDataException(
                    $"{what}{where}: the task must be one of {string.Join(", ", Catalog.Tasks.Select(t => t.Name))}, "
                    + $"but is {task}.");
            if (!known.Suites.Any(entry => entry.Name == suite))
                throw new InvalidDataException(
                    $"{what}{where}: the suite must be one of {string.Join(", ", known.Suites.Select(s => s.Name))}, "
                    + $"but is {suite}.");
        }

        void CheckOptions(PaperRow row, PaperColumn column, string? run)
        {
            try
            {
                PlanOptions.CheckEach(Catalog.Task(column.Task), PlanOptions.Parse(column.Run, run ?? ""));
            }
            catch (ArgumentException refused)
            {
                throw Refusal(row, column, refused);
            }
        }
    }
}

/// <summary>A plot of all rows over suites that differ in one number, such as the givens of a Sudoku.</summary>
public sealed record Sweep
{
    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>What the number is.</summary>
    public required string Across { get; init; }

    /// <summary>The number of each suite, of the task of the first column.</summary>
    public required IReadOnlyDictionary<string, double> Suites { get; init; }
}

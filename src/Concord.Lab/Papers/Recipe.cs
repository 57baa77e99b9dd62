using System.Security.Cryptography;
using System.Text;

namespace Concord.Lab.Papers;

/// <summary>One training: a plan with its seed and learning rate.</summary>
/// <param name="Plan">All that determines it.</param>
/// <param name="Key">A digest of the plan: another plan is another training.</param>
/// <param name="Name">What people call it.</param>
internal sealed record Trial(Plan Plan, string Key, string Name)
{
    /// <summary>A shorter training that is the beginning of this one; null for none.</summary>
    public Trial? Beginning { get; init; }

    /// <summary>The name of its run's folder.</summary>
    public string Folder => $"{Name}-{Key}";
}

/// <summary>What is trained for a cell but for seed and learning rate, and all that is then scored.</summary>
internal sealed class Recipe
{
    private const int LongestSlug = 60;

    private readonly TaskBudget _budget;
    private readonly int _iterations;
    private readonly HashSet<Examination> _examinations = [];

    /// <summary>Makes the plan of a cell and lays out its model.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">Its row.</param>
    /// <param name="column">Which column; the row must have a run there.</param>
    /// <param name="budget">What it may cost.</param>
    /// <exception cref="ArgumentException">There is no such plan or model, or nothing ships for it.</exception>
    public Recipe(PaperTable table, PaperRow row, int column, Budget budget)
    {
        var (said, run) = (table.Columns[column].Run, row.RunOf(column)!);
        Label = $"table {table.Number}, {row.Name}" + (table.TrainsByColumn ? $", {table.Columns[column].Name}" : "");
        Task = Catalog.Task(table.Columns[column].Task);
        _budget = budget.Tasks.GetValueOrDefault(Task.Name, new TaskBudget());
        var validation = _budget.Validation ?? Task.Suites[0].Name;
        Plan = PlanOptions.Read(Task, _budget.OptionsOf(Task, $"{said} {run}")) with
        {
            ScoreEvery = _budget.ScoreEvery,
            ScoreSuite = validation,
            ScoreSize = _budget.Sizes.GetValueOrDefault(validation),
            ScoreCount = _budget.ValidationCount,
        };
        // A training cut short may have few steps, of which the usual average would see little.
        Plan = Plan with { Optimizer = Plan.Optimizer with { AverageWarmup = true } };
        var options = PlanOptions.Parse(said, run);
        if (budget.Shipped)
            Shipped = options.Count > 0
                ? throw new ArgumentException("It takes a training of its own, and nothing is trained.")
                : TrainedModel.Shipped(Task, Plan.Experiment.Model)
                    ?? throw new ArgumentException($"No weights ship for {Task.Name}.");
        _iterations = (Shipped?.Study ?? Plan.Experiment.Open()).IterationsToEvaluate;
        Rates = row.Rates.Count == 0 ? [Plan.Optimizer.Rate] : [.. row.Rates.Select(f => f * Plan.Optimizer.Rate)];
        Slug = SlugOf(Task.Name, options);
        Key = Digest([.. Plan.ToJson(), .. Encoding.UTF8.GetBytes(string.Join(' ', Rates))]);
        Validation = new Examination(validation, _budget.ValidationCount, _iterations, _budget.ValidationSeed)
        {
            Size = Plan.ScoreSize,
        };
    }

    /// <summary>The cell that asked for it first.</summary>
    public string Label { get; }

    /// <summary>The task.</summary>
    public ITask Task { get; }

    /// <summary>The plan; seed, learning rate and minutes are left to each training.</summary>
    public Plan Plan { get; }

    /// <summary>The learning rates to choose from, at least one.</summary>
    public IReadOnlyList<float> Rates { get; }

    /// <summary>What ships and is scored instead of a training; null where it is trained.</summary>
    public TrainedModel? Shipped { get; }

    /// <summary>Tells recipes apart.</summary>
    public string Key { get; }

    /// <summary>Task and options as a part of a file's name.</summary>
    public string Slug { get; }

    /// <summary>By which a learning rate is chosen.</summary>
    public Examination Validation { get; }

    /// <summary>All that is asked of the trained model.</summary>
    public IReadOnlyCollection<Examination> Examinations => _examinations;

    /// <summary>The score on a suite, which is asked for from now on.</summary>
    public Examination Ask(string suite)
    {
        var asked = new Examination(suite, _budget.Count, _iterations)
        {
            Size = _budget.Sizes.GetValueOrDefault(suite),
        };
        _examinations.Add(asked);
        return asked;
    }

    /// <summary>Twelve hexadecimal digits that change with the bytes.</summary>
    public static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    private static string SlugOf(string task, IReadOnlyDictionary<string, string> options)
    {
        var text = new StringBuilder(task);
        foreach (var letter in string.Concat(options.Select(option => $"-{option.Key.TrimStart('-')}-{option.Value}")))
            text.Append(char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-');
        return text.ToString(0, Math.Min(text.Length, LongestSlug));
    }
}

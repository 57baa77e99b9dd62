using System.Text.Json;
using Concord.Tensors;

namespace Concord.Lab.Papers;

/// <summary>What measuring a paper's tables may cost: sizes, lengths of training, seeds, samples per score.</summary>
public sealed record Budget
{
    // The rest goes into drawing samples, scoring and reports.
    private const double ShareOfTraining = 0.8;

    /// <summary>What it is for, in a line.</summary>
    public required string About { get; init; }

    /// <summary>Whether nothing is trained, and what ships is scored instead.</summary>
    public bool Shipped { get; init; }

    /// <summary>Minutes for everything asked for; null: every training takes the steps of its plan.</summary>
    public double? Minutes { get; init => field = value is { } minutes ? Require.Positive(minutes) : value; }

    /// <summary>Minutes of every training, whatever was asked for; null: a share of <see cref="Minutes"/>.</summary>
    public double? MinutesEach { get; init => field = value is { } minutes ? Require.Positive(minutes) : value; }

    /// <summary>A training for each; means and spreads are over them, and rates are chosen with the first.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [42];

    /// <summary>
    /// The share of a training after which learning rates are compared; the best then goes on. 1: at the end.
    /// </summary>
    public double ChooseAfter { get; init => field = Require.Within(value, 0.01, 1); } = 1;

    /// <summary>Sizes and counts by task.</summary>
    public required IReadOnlyDictionary<string, TaskBudget> Tasks { get; init; }

    internal static Budget Read(string path, JsonSerializerOptions options)
    {
        var budget = JsonFile.Read<Budget>(path, "a budget", options);
        if (budget.Seeds.Count == 0 || budget.Seeds.Distinct().Count() < budget.Seeds.Count)
            throw new InvalidDataException(
                $"{path}: seeds must be there and differ, but are {string.Join(", ", budget.Seeds)}.");
        foreach (var (name, task) in budget.Tasks)
            try
            {
                task.Check(Catalog.Task(name));
            }
            catch (ArgumentException refused)
            {
                throw new InvalidDataException($"{path}, task {name}: {refused.Message}", refused);
            }
        return budget;
    }

    /// <summary>Minutes of each of so many trainings, rounded down to few values; null where steps decide.</summary>
    /// <remarks>Few, so that one row more seldom changes the length, and with it the runs, of all others.</remarks>
    internal double? MinutesOf(double trainings)
    {
        if (MinutesEach != null || Minutes is not { } all)
            return MinutesEach;
        var share = ShareOfTraining * all / Math.Max(1, trainings);
        var power = Math.Pow(10, Math.Floor(Math.Log10(share)));
        double[] heads = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
        return Math.Round(heads.Last(head => head <= 1.0001 * share / power) * power, 10);
    }
}

/// <summary>What a budget allows for one task.</summary>
public sealed record TaskBudget
{
    /// <summary>Options of <c>concord train</c> for every training of the task.</summary>
    public string Run { get; init; } = "";

    /// <summary>More options for single models, by model.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    /// <summary>Samples of every score.</summary>
    public int Count { get; init => field = Require.Within(value, 1, 1_000_000); } = 1000;

    /// <summary>Sizes that take the place of the suites' own, by suite.</summary>
    public IReadOnlyDictionary<string, string> Sizes { get; init; } = new Dictionary<string, string>();

    /// <summary>The suite by which a learning rate is chosen, and of the scores on the way; null: the first.</summary>
    public string? Validation { get; init; }

    /// <summary>The seed of its samples where rates are chosen, other than that of the scores in the table.</summary>
    public ulong? ValidationSeed { get; init; }

    /// <summary>Its samples.</summary>
    public int ValidationCount { get; init => field = Require.Within(value, 1, 1_000_000); } = 200;

    /// <summary>Steps between two scores on the way; 0 for none.</summary>
    public int ScoreEvery { get; init => field = Require.NotNegative(value); } = 1000;

    /// <summary>All options of a training: the task's, its model's, and its cell's, which have the last word.</summary>
    internal IReadOnlyDictionary<string, string> OptionsOf(ITask task, string cell)
    {
        var model = PlanOptions.Parse(Run, cell).GetValueOrDefault("--model", task.Models[0].Name);
        return PlanOptions.Parse(Run, Models.GetValueOrDefault(model, ""), cell);
    }

    internal void Check(ITask task)
    {
        PlanOptions.CheckEach(task, PlanOptions.Parse(Run));
        foreach (var model in Models.Keys)
            PlanOptions.CheckEach(task, OptionsOf(task, $"--model {model}"));
        foreach (var suite in Validation == null ? Sizes.Keys : Sizes.Keys.Append(Validation))
            Require.That(
                task.Suites.Any(entry => entry.Name == suite), "The suite",
                $"must be one of {string.Join(", ", task.Suites.Select(s => s.Name))}", suite);
        foreach (var size in Sizes.Values)
            task.CheckSize(size);
    }
}

using System.Text.Json;

namespace Concord.Lab.Runs;

/// <summary>Finds the command that states a plan: a preset of its task, and the options that differ from it.</summary>
public static class PlanCommand
{
    /// <summary>The command, or null where no preset and options give the same weights.</summary>
    /// <remarks>
    /// A plan also fixes when scores are taken and checkpoints written; weights do not depend on that, so it need not
    /// agree. The settings of a task can be applied but not read, so each is tried with every value that the plan
    /// contains: the one that leaves the experiment as it is, is the one it has.
    /// </remarks>
    public static string? Find(Plan plan) => Invariant.Text(() => Command(plan));

    private static string? Command(Plan plan)
    {
        var task = Catalog.Task(plan.Experiment.Task);
        var model = task.Models.FirstOrDefault(entry => entry.Name == plan.Experiment.Model);
        if (model == null)
            return null;
        foreach (var preset in task.Presets)
        {
            var start = preset.Plan(model.Experiment);
            var words = new List<string> { "concord train", task.Name };
            if (model != task.Models[0])
                words.Add($"--model {model.Name}");
            if (preset != task.Presets[0])
                words.Add($"--preset {preset.Name}");
            var stated = start with { Experiment = Stated(start.Experiment, plan, task.Settings, words) };
            if (Essence(stated, plan) != plan)
                continue;
            words.AddRange(Length(start, plan));
            if (plan.Batch != start.Batch)
                words.Add($"--batch {plan.Batch}");
            words.Add($"--seed {plan.Seed}");
            return string.Join(' ', words);
        }
        return null;
    }

    private static Experiment Stated(Experiment start, Plan plan, IReadOnlyList<Setting> settings, List<string> words)
    {
        using var json = JsonDocument.Parse(plan.ToJson());
        var values = Leaves(json.RootElement.GetProperty("experiment")).Distinct().ToList();
        foreach (var setting in settings)
        {
            var value = values.FirstOrDefault(v => Try(setting, plan.Experiment, v) == plan.Experiment);
            if (value == null || Try(setting, start, value) is not { } changed || changed == start)
                continue;
            start = changed;
            words.Add($"--{setting.Name} {ShellWords.Quote(value)}");
        }
        return start;
    }

    private static Plan Essence(Plan stated, Plan plan) => plan with
    {
        Experiment = stated.Experiment,
        Optimizer = stated.Optimizer,
    };

    private static IEnumerable<string> Length(Plan start, Plan plan)
    {
        if (plan.Steps is { } steps && steps != start.Steps)
            yield return $"--steps {steps}";
        if (plan.Minutes is { } minutes && minutes != start.Minutes)
            yield return FormattableString.Invariant($"--minutes {minutes}");
    }

    private static Experiment? Try(Setting setting, Experiment experiment, string value)
    {
        try
        {
            return setting.Apply(experiment, value);
        }
        catch (Exception refused) when (refused is ArgumentException or IOException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Leaves(property.Value)),
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Number => [element.GetRawText()],
        _ => [],
    };
}

using System.CommandLine;
using Concord.Lab;

namespace Concord.Cli.Options;

/// <summary>The options that choose an experiment: model, preset, and what the catalogue lets users change.</summary>
internal sealed class ExperimentOptions
{
    private readonly Option<string?> _model =
        Given.Text("--model", "NAME", "the model to use; concord catalog lists them");
    private readonly Option<string?> _preset =
        Given.Text("--preset", "NAME", "the plan to begin with; concord catalog lists them");
    private readonly IReadOnlyList<Option<string?>> _settings =
    [
        .. from task in Catalog.Tasks
           from setting in task.Settings
           group (Task: task.Name, Setting: setting) by setting.Name into same
           select Given.Text($"--{same.Key}", same.First().Setting.Value, About([.. same])),
    ];

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_model, _preset, .. _settings];

    /// <summary>Adds the options to a verb, those that it has already left out.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in All)
            if (!verb.Options.Any(other => other.Name == option.Name))
                verb.Add(option);
    }

    // Tasks may share an option and mean another number by it.
    private static string About(IReadOnlyList<(string Task, Setting Setting)> same)
    {
        var texts = same.GroupBy(entry => entry.Setting.About, entry => entry.Task).ToList();
        return texts is [var one] && one.Count() == Catalog.Tasks.Count
            ? one.Key
            : string.Join("; ", texts.Select(text => $"{string.Join(", ", text)}: {text.Key}"));
    }

    /// <summary>The preset's plan with the model and the settings asked for.</summary>
    /// <exception cref="ArgumentException">An unknown name, or a value that is refused.</exception>
    public Plan Read(ParseResult given, ITask task)
    {
        Option<string?>[] options = [_model, _preset, .. _settings];
        return PlanOptions.Read(
            task, options.Where(given.Has).ToDictionary(option => option.Name, option => given.GetValue(option)!));
    }

    /// <summary>What to throw for an option that a task does not have.</summary>
    public static ArgumentException NotOf(string task, Option option) =>
        new($"{option.Name} must be an option of the task {task}, but is not.");
}

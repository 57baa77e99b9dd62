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
        .. Catalog.Tasks.SelectMany(task => task.Settings).DistinctBy(setting => setting.Name)
            .Select(setting => Given.Text($"--{setting.Name}", setting.Value, setting.About)),
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

    /// <summary>The preset's plan with the model and the settings asked for.</summary>
    /// <exception cref="ArgumentException">An unknown name, or a value that is refused.</exception>
    public Plan Read(ParseResult given, ITask task)
    {
        var model = Named(task.Models, entry => entry.Name, given.GetValue(_model), "--model");
        var preset = Named(task.Presets, entry => entry.Name, given.GetValue(_preset), "--preset");
        return Set(given, preset.Plan(model.Experiment), task.Name, task.Settings);
    }

    /// <summary>The entry of a name; the first where none is given.</summary>
    public static T Named<T>(IReadOnlyList<T> entries, Func<T, string> name, string? wanted, string option)
    {
        foreach (var entry in entries)
            if (wanted == null || name(entry) == wanted)
                return entry;
        throw new ArgumentException(
            $"{option} must be one of {string.Join(", ", entries.Select(name))}, but is {Spelling.Shown(wanted!)}.");
    }

    private Plan Set(ParseResult given, Plan plan, string name, IReadOnlyList<Setting> settings)
    {
        foreach (var option in _settings.Where(given.Has))
        {
            var setting = settings.FirstOrDefault(s => $"--{s.Name}" == option.Name) ?? throw NotOf(name, option);
            Given.Naming(option.Name, () => plan = plan with
            {
                Experiment = setting.Apply(plan.Experiment, given.GetValue(option)!),
            });
        }
        return plan;
    }

    /// <summary>What to throw for an option that a task does not have.</summary>
    public static ArgumentException NotOf(string task, Option option) =>
        new($"{option.Name} must be an option of the task {task}, but is not.");
}

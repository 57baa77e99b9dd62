using System.CommandLine;
using System.Globalization;
using Concord.Lab;

namespace Concord.Cli.Options;

/// <summary>The options that choose an experiment: model, preset, and what the catalogue lets users change.</summary>
internal sealed class ExperimentOptions
{
    // Whose numbers a refusal is about that comes only when samples are drawn or a rule meets the weights.
    private static readonly (string Subject, string[] Options)[] Blame =
    [
        ("The batch", ["--mazes", "--boards", "--images", "--strings", "--lists", "--batch"]),
        ("The least number of steps", ["--least-steps", "--train-size"]),
        ("The side", ["--train-size"]),
        ("A ", ["--least-steps", "--train-size"]),
        ("The number of", ["--mazes", "--boards", "--images", "--strings", "--lists", "--train-size", "--least-steps"]),
        ("η", ["--step"]),
        ("α", ["--alpha"]),
        ("The momentum", ["--momentum"]),
    ];

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

    /// <summary>Begins what a plan states; a refusal names the options that it is about.</summary>
    /// <param name="given">The command line.</param>
    /// <param name="plan">The plan made from it.</param>
    /// <param name="begin">Draws the samples and makes ready to train.</param>
    public T Begin<T>(ParseResult given, Plan plan, Func<T> begin)
    {
        try
        {
            return begin();
        }
        catch (ArgumentException refused) when (!refused.Message.StartsWith("--", StringComparison.Ordinal))
        {
            var written = _settings.Where(given.Has)
                .Select(option => KeyValuePair.Create(option.Name, given.GetValue(option)!))
                .Append(new("--batch", string.Create(CultureInfo.InvariantCulture, $"{plan.Batch}"))).ToList();
            var about = Blame.FirstOrDefault(
                blame => refused.Message.StartsWith(blame.Subject, StringComparison.Ordinal)).Options;
            var named = written.Where(option => about?.Contains(option.Key) ?? false).ToList();
            throw PlanOptions.Blamed(named.Count > 0 ? named : written[..^1], refused);
        }
    }

    /// <summary>What to throw for an option that a task does not have.</summary>
    public static ArgumentException NotOf(string task, Option option) =>
        new($"{option.Name} must be an option of the task {task}, but is not.");
}

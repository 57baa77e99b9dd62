using System.Globalization;
using System.Text.RegularExpressions;

namespace Concord.Lab;

/// <summary>Makes the plan that the options of <c>concord train</c> state.</summary>
public static partial class PlanOptions
{
    /// <summary>The options in a text such as <c>--model mpnn --hidden 64</c> by name; of two alike the last.</summary>
    /// <param name="texts">Texts that follow each other.</param>
    /// <exception cref="ArgumentException">A name without dashes or without a value.</exception>
    public static IReadOnlyDictionary<string, string> Parse(params IEnumerable<string> texts)
    {
        var options = new Dictionary<string, string>();
        var words = texts.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        for (var i = 0; i < words.Count; i += 2)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
                throw new ArgumentException($"An option must begin with two dashes, but is {words[i]}.");
            if (i + 1 == words.Count || words[i + 1].StartsWith("--", StringComparison.Ordinal))
                throw new ArgumentException($"{words[i]} must have a value, but has none.");
            options[words[i]] = words[i + 1];
        }
        return options;
    }

    /// <summary>The preset's plan for the model, with all that is set besides.</summary>
    /// <param name="task">Whose models, presets and settings.</param>
    /// <param name="options">
    /// Values by name with dashes: <c>--model</c>, <c>--preset</c>, <c>--batch</c>, <c>--lr</c>, <c>--steps</c> and the
    /// task's settings.
    /// </param>
    /// <exception cref="ArgumentException">An unknown name, or a value that is refused.</exception>
    public static Plan Read(ITask task, IReadOnlyDictionary<string, string> options)
    {
        var plan = Apply(task, options);
        try
        {
            plan.Experiment.Open();
            return plan;
        }
        catch (ArgumentException refused)
        {
            // To blame are the options without any of which the rest would be accepted.
            throw Blamed(options.Where(option => Opens(task, options, option.Key)), refused);
        }
    }

    /// <summary>The refusal with the options that it is about before it, such as <c>--maps identity --rank 2: …</c>.
    /// </summary>
    public static ArgumentException Blamed(
        IEnumerable<KeyValuePair<string, string>> options, ArgumentException refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        var words = string.Join(' ', options.Select(option => $"{option.Key} {option.Value}"));
        return words.Length == 0 ? refused : new ArgumentException($"{words}: {refused.Message}", refused);
    }

    private static bool Opens(ITask task, IReadOnlyDictionary<string, string> options, string without)
    {
        try
        {
            Apply(task, options.Where(option => option.Key != without).ToDictionary()).Experiment.Open();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Refuses options of which each is wrong by itself; others may still be added to them.</summary>
    /// <exception cref="ArgumentException">An unknown name, or a value that is refused.</exception>
    internal static void CheckEach(ITask task, IReadOnlyDictionary<string, string> options) => Apply(task, options);

    private static Plan Apply(ITask task, IReadOnlyDictionary<string, string> options)
    {
        var model = Named(task.Models, entry => entry.Name, options, "--model");
        var preset = Named(task.Presets, entry => entry.Name, options, "--preset");
        string[] known =
            ["--model", "--preset", "--batch", "--lr", "--steps", .. task.Settings.Select(s => $"--{s.Name}")];
        if (options.Keys.FirstOrDefault(name => !known.Contains(name)) is { } other)
            throw new ArgumentException($"{other} must be an option of the task {task.Name}, but is not.");

        var plan = preset.Plan(model.Experiment);
        foreach (var setting in task.Settings)
            Set($"--{setting.Name}", value => plan with { Experiment = setting.Apply(plan.Experiment, value) });
        Set("--batch", value => plan with { Batch = Setting.Whole(value, "The batch") });
        Set("--steps", value => plan.Lasting(Setting.Whole(value, "The number of steps"), plan.Minutes));
        Set("--lr", value => plan with { Optimizer = plan.Optimizer with { Rate = Rate(value) } });
        return plan;

        void Set(string name, Func<string, Plan> change)
        {
            if (!options.TryGetValue(name, out var value))
                return;
            try
            {
                plan = change(value);
            }
            catch (ArgumentException refused)
            {
                // The name of a property, which only programmers know, gives way to that of the option.
                var sentence = Property().Replace(refused.Message, name);
                throw new ArgumentException(
                    sentence == refused.Message ? $"{name}: {sentence}" : sentence, refused);
            }
        }
    }

    private static T Named<T>(
        IReadOnlyList<T> entries, Func<T, string> name, IReadOnlyDictionary<string, string> options, string option)
    {
        if (!options.TryGetValue(option, out var wanted))
            return entries[0];
        foreach (var entry in entries)
            if (name(entry) == wanted)
                return entry;
        throw new ArgumentException(
            $"{option} must be one of {string.Join(", ", entries.Select(name))}, but is {Spelling.Shown(wanted)}"
            + $"{Spelling.Hint(wanted, [.. entries.Select(name)])}.");
    }

    private static float Rate(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            ? rate
            : throw new ArgumentException($"The learning rate must be a number, but is {text}.");

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]+(?= must )")]
    private static partial Regex Property();
}

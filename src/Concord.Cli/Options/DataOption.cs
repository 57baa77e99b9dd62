using System.CommandLine;
using Concord.Lab;

namespace Concord.Cli.Options;

/// <summary>The option that has weights asked about other data than they were trained on.</summary>
internal static class DataOption
{
    private const string Name = "data";

    /// <summary>The option, as its tasks describe it.</summary>
    public static Option<string?> New() =>
        Given.Text($"--{Name}", "NAME|DIR", "for digits: mnist, drawn, or a folder with MNIST (as in training)");

    /// <summary>The model with its task's data changed as asked for.</summary>
    /// <exception cref="ArgumentException">The task has no choice of data, or not this one.</exception>
    public static TrainedModel With(this TrainedModel model, ParseResult given, Option<string?> option, ITask task)
    {
        if (given.GetValue(option) is not { } data)
            return model;
        var setting = task.Settings.FirstOrDefault(s => s.Name == Name)
            ?? throw new ArgumentException($"{option.Name} must be an option of the task {task.Name}, but is not.");
        Given.Naming(option.Name, () => model = model.With(setting.Apply(model.Experiment, data)));
        return model;
    }
}

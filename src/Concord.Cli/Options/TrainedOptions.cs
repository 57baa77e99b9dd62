using System.CommandLine;
using Concord.Lab;

namespace Concord.Cli.Options;

/// <summary>Options that change how trained weights are asked: settings that leave the weights alone.</summary>
internal static class TrainedOptions
{
    /// <summary>The option that has weights asked about other data than they were trained on.</summary>
    public static Option<string?> Data() =>
        Given.Text(
            "--data", "NAME|DIR", "for digits and qamnist: mnist, drawn, or a folder with MNIST (as in training)");

    /// <summary>The option that changes how far agents agree in an iteration.</summary>
    public static Option<long?> CgSteps() => Given.Whole(
        "--cg-steps", "T, conjugate gradient steps per iteration, 1 to 1000 (the model's own number)", 1, 1000);

    /// <summary>The option that has a model answer once it is sure.</summary>
    public static Option<double?> HaltAt() => Given.Real("--halt-at",
        "how sure an answer must be for a model that thinks in ticks to stop, 0 to 1 (never)", 0, 1);

    /// <summary>The model with the setting of the option's name changed, where the user wrote the option.</summary>
    /// <exception cref="ArgumentException">The task has no such setting, or it refuses the value.</exception>
    public static TrainedModel With<T>(this TrainedModel model, ParseResult given, Option<T> option, ITask task)
    {
        if (given.GetValue(option) is not { } value)
            return model;
        var setting = task.Settings.FirstOrDefault(s => $"--{s.Name}" == option.Name)
            ?? throw ExperimentOptions.NotOf(task.Name, option);
        Given.Naming(option.Name, () => model = model.With(setting, $"{value}"));
        return model;
    }
}

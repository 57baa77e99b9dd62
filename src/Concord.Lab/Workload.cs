namespace Concord.Lab;

/// <summary>A model at its usual sizes whose steps can be timed.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="About">What is asked, in one line.</param>
/// <param name="Experiment">The default experiment.</param>
/// <param name="Settings">What a user may change about it.</param>
public sealed record Workload(string Name, string About, Experiment Experiment, IReadOnlyList<Setting> Settings)
{
    /// <summary>The task, with other models and presets; null for a model whose task is not complete yet.</summary>
    public ITask? Task { get; init; }

    /// <summary>The suite whose samples are answered.</summary>
    public string Suite => Task?.Suites[0].Name ?? "test";

    /// <summary>A task's usual model.</summary>
    public static Workload Of(ITask task) =>
        new(task.Name, task.Goal, task.Models[0].Experiment, task.Settings) { Task = task };

    /// <summary>The experiment with this number of iterations in every training step.</summary>
    /// <exception cref="ArgumentException">The number is refused, or the model draws it itself.</exception>
    public Experiment Fixed(Experiment experiment, int iterations) =>
        Settings.FirstOrDefault(setting => setting.Name == "iterations")?.Apply(experiment, $"{iterations}")
        ?? throw new ArgumentException($"The task {Name} draws its iterations itself.");
}

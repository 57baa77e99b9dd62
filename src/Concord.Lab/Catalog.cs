using System.Text.Json.Serialization.Metadata;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;

namespace Concord.Lab;

/// <summary>The one list of what there is: the command line, the tests and the documentation read it.</summary>
public static class Catalog
{
    /// <summary>All tasks.</summary>
    public static IReadOnlyList<ITask> Tasks { get; } = [new MazeTask()];

    /// <summary>Consensus steps and agents that people state their own problems with: name and one line.</summary>
    public static IReadOnlyList<(string Name, string About)> Solvers { get; } = [];

    /// <summary>The task of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static ITask Task(string name) =>
        Tasks.FirstOrDefault(task => task.Name == name)
        ?? throw new ArgumentException(
            $"The task must be one of {string.Join(", ", Tasks.Select(t => t.Name))}, but is {name}.");

    /// <summary>Tells JSON which kinds of experiment and of model options there are, by their names here.</summary>
    internal static void NameKinds(JsonTypeInfo info)
    {
        var experiments = Tasks.SelectMany(task => task.Models).Select(model => model.Experiment).ToList();
        if (info.Type == typeof(Experiment))
            info.PolymorphismOptions = Kinds("task", experiments.Select(e => (e.GetType(), e.Task)));
        if (info.Type == typeof(MazeModelOptions))
            info.PolymorphismOptions = Kinds(
                "model", experiments.OfType<MazeExperiment>().Select(e => (e.Options.GetType(), e.Options.Name)));
    }

    private static JsonPolymorphismOptions Kinds(string discriminator, IEnumerable<(Type Type, string Name)> kinds)
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = discriminator };
        foreach (var (type, name) in kinds.Distinct())
            options.DerivedTypes.Add(new JsonDerivedType(type, name));
        return options;
    }
}

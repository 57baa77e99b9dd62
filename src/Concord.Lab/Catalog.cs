using System.Text.Json.Serialization.Metadata;
using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;

namespace Concord.Lab;

/// <summary>The one list of what there is: the command line, the tests and the documentation read it.</summary>
public static class Catalog
{
    /// <summary>All tasks.</summary>
    public static IReadOnlyList<ITask> Tasks { get; } = [new MazeTask()];

    /// <summary>The consensus steps and the agents' costs of Sheaf-ADMM, by the names of their types.</summary>
    public static IReadOnlyList<(string Name, string About)> Solvers { get; } =
    [
        (nameof(ConjugateGradients), "consensus by a fixed number of steps, soft or hard; the paper's"),
        (nameof(NesterovDescent), "consensus by gradient descent with Nesterov's momentum; the paper's ablation"),
        (nameof(EdgeSpace), "consensus by multipliers on the edges: smaller where edges are few"),
        (nameof(ExactConsensus), "consensus by exact factorisation, soft or hard"),
        (nameof(DiagonalAgents), "costs of each coordinate alone: quadratic, l1, box, non-negative, lasso"),
        (nameof(QuadraticAgents), "dense quadratic costs, factorised once"),
        (nameof(QpAgents), "convex quadratic programs with linear constraints"),
    ];

    /// <summary>What can be timed: every task's usual model, and models whose tasks are not complete yet.</summary>
    public static IReadOnlyList<Workload> Workloads { get; } =
    [
        .. Tasks.Select(Workload.Of),
        new("digits", "call the digit that an image shows; every agent sees 3x3 pixels", new DigitExperiment(),
            DigitExperiment.Settings),
        new("sudoku", "fill a 9x9 board; every agent sees a row, a column or a box", new SudokuExperiment(),
            SudokuExperiment.Settings),
    ];

    /// <summary>The task of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static ITask Task(string name) =>
        Tasks.FirstOrDefault(task => task.Name == name)
        ?? throw new ArgumentException(
            $"The task must be one of {string.Join(", ", Tasks.Select(t => t.Name))}, but is {name}.");

    /// <summary>The workload of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static Workload WorkloadOf(string name) =>
        Workloads.FirstOrDefault(workload => workload.Name == name)
        ?? throw new ArgumentException(
            $"The task to time must be one of {string.Join(", ", Workloads.Select(w => w.Name))}, but is {name}.");

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

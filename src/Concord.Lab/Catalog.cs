using System.Text.Json.Serialization.Metadata;
using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Parity;
using Concord.Lab.Tasks.Qamnist;
using Concord.Lab.Tasks.Routes;
using Concord.Lab.Tasks.Sorting;
using Concord.Lab.Tasks.Sudoku;

namespace Concord.Lab;

/// <summary>The one list of what there is: the command line, the tests and the documentation read it.</summary>
public static class Catalog
{
    /// <summary>All tasks.</summary>
    public static IReadOnlyList<ITask> Tasks { get; } =
        [new MazeTask(), new DigitTask(), new SudokuTask(), new ParityTask(), new RouteTask(), new SortingTask(),
            new QamnistTask()];

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

    /// <summary>The papers whose tables can be measured again; each has its folder in <c>plans</c>.</summary>
    public static IReadOnlyList<(string Name, string About)> Papers { get; } =
    [
        ("sheaf-admm", "Seely et al. 2026, coordination learned by Sheaf-ADMM: mazes, digits, Sudokus, ablations"),
        ("pc-alm", "Seely and Gould 2026, predictive coding with multipliers: MNIST by depth and by cycles"),
        ("ctm", "Darlow et al. 2025, Continuous Thought Machines: routes and ablations, parity by ticks, digits"),
        (SheafPc, "Seely 2025, loops that contradict themselves in linear predictive coding"),
    ];

    /// <summary>The paper that is an experiment of its own and has no tables of trained models.</summary>
    public const string SheafPc = "sheaf-pc";

    /// <summary>The task of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static ITask Task(string name) =>
        Tasks.FirstOrDefault(task => task.Name == name)
        ?? throw new ArgumentException(
            $"The task must be one of {string.Join(", ", Tasks.Select(t => t.Name))}, but is {Spelling.Shown(name)}"
            + $"{Spelling.Hint(name, [.. Tasks.Select(t => t.Name)])}.");

    /// <summary>Tells JSON which kinds of experiment and of model options there are, by their names here.</summary>
    internal static void NameKinds(JsonTypeInfo info)
    {
        var experiments = Tasks.SelectMany(task => task.Models).Select(model => model.Experiment).ToList();
        if (info.Type == typeof(Experiment))
            info.PolymorphismOptions = Kinds("task", experiments.Select(e => (e.GetType(), e.Task)));
        if (info.Type.IsGenericType && info.Type.GetGenericTypeDefinition() == typeof(AgentModelOptions<>))
            info.PolymorphismOptions = Kinds(
                "model",
                experiments.Select(e => e.Kind).Where(info.Type.IsInstanceOfType).Select(o => (o.GetType(), o.Name)));
    }

    private static JsonPolymorphismOptions Kinds(string discriminator, IEnumerable<(Type Type, string Name)> kinds)
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = discriminator };
        foreach (var (type, name) in kinds.Distinct())
            options.DerivedTypes.Add(new JsonDerivedType(type, name));
        return options;
    }
}

using Concord.Lab.Models;
using Concord.Lab.Runs;
using Concord.Tensors;
using Concord.Tensors.Storage;

namespace Concord.Lab;

/// <summary>A model with its weights, ready to be asked: from a run's folder, a weights file, or what ships.</summary>
/// <remarks>
/// A weights file says nothing about its model. The plan beside it tells, if there is one; otherwise the catalogue's
/// models and presets are tried, and the one fits whose parameters the file holds by name and shape.
/// </remarks>
public sealed record TrainedModel
{
    private const string AverageOfCheckpoint = "average/";
    private const int NamesShown = 5;

    private TrainedModel(string source, Experiment experiment, IStudy study, Block weights) =>
        (Source, Experiment, Study, Weights) = (source, experiment, study, weights);

    /// <summary>The file or folder that the weights came from.</summary>
    public string Source { get; }

    /// <summary>The task and the model with its options.</summary>
    public Experiment Experiment { get; }

    /// <summary>The plan of the training, from the run or from beside the file; null if neither has one.</summary>
    public Plan? Plan { get; private init; }

    /// <summary>The model laid out.</summary>
    public IStudy Study { get; }

    /// <summary>One number for each entry of the model's parameters.</summary>
    public Block Weights { get; }

    /// <summary>Reads a run's newest checkpoint or a weights file.</summary>
    /// <param name="path">A run's folder, a checkpoint or a weights file.</param>
    /// <param name="task">The task it must be for; null for any.</param>
    /// <exception cref="InvalidDataException">Damaged, of another task, or of no model that is known.</exception>
    /// <exception cref="IOException">Missing or unreadable.</exception>
    public static TrainedModel Open(string path, ITask? task = null)
    {
        var found = Directory.Exists(path) ? OfRun(path) : OfFile(path, task);
        return task == null || found.Experiment.Task == task.Name
            ? found
            : throw new InvalidDataException(
                $"{path}: the weights must be for the task {task.Name}, but are for {found.Experiment.Task}.");
    }

    /// <summary>The same weights in a model with one option changed, where that leaves their layout as it is.</summary>
    /// <exception cref="ArgumentException">The option refuses the value, or asks for other weights.</exception>
    public TrainedModel With(Setting setting, string value)
    {
        var experiment = setting.Apply(Experiment, value);
        var study = experiment.Open();
        Require.That(
            Layout(study).SequenceEqual(Layout(Study)), "An option of trained weights",
            "must leave their names and shapes as they are", value);
        return new TrainedModel(Source, experiment, study, Weights);
    }

    private static IEnumerable<(string, Shape)> Layout(IStudy study) =>
        study.Parameters.Entries.Select(entry => (entry.Name, entry.Shape));

    /// <summary>What ships for a model of a task, or null if nothing does.</summary>
    public static TrainedModel? Shipped(ITask task, string model) =>
        task.Shipped(model) is { } name && ShippedFile.Find("models", name) is { } path ? Open(path, task) : null;

    private static TrainedModel OfRun(string folder)
    {
        var plan = RunFolder.Open(folder).Plan;
        var study = plan.Experiment.Open();
        using var state = Checkpoint.ReadLast(folder, study.Parameters)
            ?? throw new InvalidDataException($"{folder}: a run must have a checkpoint to be used, but has none yet.");
        var weights = new Block(study.Parameters.Count);
        state.Average.Span.CopyTo(weights.Span);
        return new TrainedModel(folder, plan.Experiment, study, weights) { Plan = plan };
    }

    private static TrainedModel OfFile(string path, ITask? task)
    {
        var file = SafetensorsFile.Read(path);
        var isCheckpoint = file.Names.Any(name => name.StartsWith(AverageOfCheckpoint, StringComparison.Ordinal));
        var prefix = isCheckpoint ? AverageOfCheckpoint : "";
        var best = Candidates(path, task)
            .Select(candidate => (candidate.Experiment, candidate.Plan, Study: candidate.Experiment.Open()))
            .MaxBy(c => Fit(file, c.Study.Parameters, prefix));
        try
        {
            var weights = WeightFiles.Read(file, best.Study.Parameters, prefix);
            return new TrainedModel(path, best.Experiment, best.Study, weights) { Plan = best.Plan };
        }
        catch (InvalidDataException misfit) when (!Fit(file, best.Study.Parameters, prefix).Whole)
        {
            var named = WeightFiles.CountNamed(file, best.Study.Parameters, prefix);
            if (!file.HasChecksum && named * 2 < best.Study.Parameters.Entries.Count)
                throw Foreign(file);
            if (PlansBeside(path).Any())
                throw;
            throw new InvalidDataException(
                $"{misfit.Message.TrimEnd('.')}; weights of a model whose options were changed need the plan.json of "
                + "their run beside them, which is missing.", misfit);
        }
    }

    private static InvalidDataException Foreign(SafetensorsFile file)
    {
        var names = string.Join(", ", file.Names.Take(NamesShown).Select(Spelling.Shown));
        var more = file.Names.Count > NamesShown ? $" and {file.Names.Count - NamesShown} more" : "";
        return new InvalidDataException(
            $"{file.Path} must hold the weights of a model that is known here, but holds "
            + (names == "" ? "no tensors." : $"the tensors {names}{more}."));
    }

    // A whole model beats any part of one, and of two whole models the larger one explains more of the file.
    private static (bool Whole, double Part, int Size) Fit(SafetensorsFile file, Parameters parameters, string prefix)
    {
        var part = (double)WeightFiles.CountFitting(file, parameters, prefix) / parameters.Entries.Count;
        return (part == 1, part, parameters.Count);
    }

    private static IEnumerable<(Experiment Experiment, Plan? Plan)> Candidates(string path, ITask? task)
    {
        foreach (var plan in PlansBeside(path).Select(Plan.Read))
            yield return (plan.Experiment, plan);
        foreach (var known in task == null ? Catalog.Tasks : [task])
            foreach (var model in known.Models)
            {
                yield return (model.Experiment, null);
                foreach (var preset in known.Presets)
                    yield return (preset.Plan(model.Experiment).Experiment, null);
            }
    }

    private static IEnumerable<string> PlansBeside(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] places = [Path.ChangeExtension(path, ".plan.json"), Path.Combine(folder, "plan.json")];
        return places.Where(File.Exists);
    }
}

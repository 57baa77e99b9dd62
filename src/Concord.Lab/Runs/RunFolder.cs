using Concord.Tensors;
using Concord.Tensors.Storage;

namespace Concord.Lab.Runs;

/// <summary>A training run on disk: its plan, its log, its checkpoints.</summary>
public sealed class RunFolder
{
    private RunFolder(string path, Plan plan)
    {
        Path = path;
        Plan = plan;
        Log = new EventLog(System.IO.Path.Combine(path, "events.jsonl"));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the run does.</summary>
    public Plan Plan { get; }

    /// <summary>What was measured.</summary>
    public EventLog Log { get; }

    /// <summary>The averaged weights of a run that has ended.</summary>
    public string Weights => System.IO.Path.Combine(Path, "weights.safetensors");

    /// <summary>The page that shows the run.</summary>
    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>Begins a run in a new or empty folder.</summary>
    /// <exception cref="IOException">The folder holds something already, or cannot be written.</exception>
    public static RunFolder Create(string path, Plan plan)
    {
        RequireEmpty(path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{path}: the folder of a run must be writable, but it is not: {broken.Message}", broken);
        }
        AtomicFile.Write(PlanOf(path), stream => stream.Write(plan.ToJson()));
        return new RunFolder(path, plan);
    }

    /// <summary>Throws unless a run can begin in this folder: new, or empty but for the lock of its owner.</summary>
    /// <exception cref="IOException">The folder holds something already.</exception>
    public static void RequireEmpty(string path)
    {
        if (File.Exists(path)
            || (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).All(RunLock.Is)))
            throw new IOException(
                $"{path}: a new run needs an empty folder, but there is something; resume it, or name another.");
    }

    /// <summary>Begins a run where another stands, whose plan may differ in its end only.</summary>
    /// <param name="from">The other run's folder, left as it is.</param>
    /// <param name="path">The new run's folder.</param>
    /// <param name="plan">The new run's plan.</param>
    public static RunFolder Continue(string from, string path, Plan plan)
    {
        Directory.CreateDirectory(path);
        var last = Checkpoint.Last(from);
        foreach (var file in new[] { Open(from).Log.Path, last }.OfType<string>().Where(File.Exists))
            File.Copy(file, System.IO.Path.Combine(path, System.IO.Path.GetFileName(file)), overwrite: true);
        // Last, since the folder is a run from then on.
        AtomicFile.Write(PlanOf(path), stream => stream.Write(plan.ToJson()));
        return new RunFolder(path, plan);
    }

    /// <summary>Whether there is a run in this folder.</summary>
    public static bool Exists(string path) => File.Exists(PlanOf(path));

    /// <summary>Opens a run.</summary>
    /// <exception cref="InvalidDataException">There is no plan, or a broken one.</exception>
    public static RunFolder Open(string path)
    {
        if (!Exists(path))
            throw new InvalidDataException($"{path}: the folder of a run must hold a plan.json, but there is none.");
        return new RunFolder(path, Plan.Read(PlanOf(path)));
    }

    /// <summary>The same run with another end, stored.</summary>
    /// <exception cref="ArgumentException">An end behind that of the learning rate, or before where the run stands.
    /// </exception>
    public RunFolder Extended(long? steps, double? minutes)
    {
        if (steps == null && minutes == null)
            return this;
        var (step, seconds) = Checkpoint.Reached(Path) ?? default;
        Require.That(steps is null || steps >= step, $"{Path}: --steps", $"must be {step} or more, since the run is at "
            + $"step {step}", steps);
        Require.That(
            minutes is null || 60 * minutes >= seconds, $"{Path}: --minutes",
            FormattableString.Invariant(
                $"must be {Math.Ceiling(seconds / 0.6) / 100} or more, since the run has trained as long"),
            minutes);
        if (steps > Plan.Optimizer.FallsUntil)
            throw new ArgumentException(
                $"{Path}: the number of steps must be at most {Plan.Optimizer.FallsUntil}, where the learning rate of "
                + $"the plan has fallen to its end, but is {steps}; begin a run of as many instead.");
        var plan = Plan.Ending(steps, minutes);
        AtomicFile.Write(PlanOf(Path), stream => stream.Write(plan.ToJson()));
        return new RunFolder(Path, plan);
    }

    private static string PlanOf(string folder) => System.IO.Path.Combine(folder, "plan.json");
}

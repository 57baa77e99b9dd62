using Concord.Lab.Runs;
using Concord.Tensors;

namespace Concord.Lab.Papers;

/// <summary>Trains what has no scores yet, and takes the scores that are missing.</summary>
/// <param name="folder">Where the runs are.</param>
/// <param name="log">The scores.</param>
/// <param name="threads">How many threads work.</param>
/// <param name="cancellation">Ends after the step at work, saved, with an <see cref="OperationCanceledException"/>.
/// </param>
internal sealed class TrialRunner(string folder, ScoreLog log, int threads, CancellationToken cancellation)
{
    /// <summary>Makes sure that a training has been scored on all that is asked.</summary>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="InvalidDataException">Its folder holds another plan.</exception>
    /// <exception cref="ArgumentException">The plan asks what is impossible.</exception>
    public bool Do(Trial trial, IEnumerable<Examination> asked, Action<RunProgress?> report)
    {
        var missing = asked.Where(examination => log.Find(trial.Key, examination) == null).ToList();
        if (missing.Count == 0)
            return false;
        var path = Path.Combine(folder, trial.Folder);
        var facts = log.Find(trial.Key) is { } known && Directory.Exists(path)
            ? new Facts(trial.Key, trial.Folder, known.Status, known.Steps, known.Seconds)
            : Train(trial, path, report);
        report(null);
        Score(TrainedModel.Open(path), facts, missing);
        return true;
    }

    /// <summary>Makes sure that weights that ship have been scored on all that is asked.</summary>
    /// <returns>Whether there was anything to do.</returns>
    public bool Do(TrainedModel shipped, IEnumerable<Examination> asked, Action<RunProgress?> report)
    {
        var key = KeyOf(shipped);
        var missing = asked.Where(examination => log.Find(key, examination) == null).ToList();
        if (missing.Count == 0)
            return false;
        report(null);
        Score(
            shipped, new Facts(key, Path.GetFileName(shipped.Source), RunStatus.Finished, Steps: 0, Seconds: 0),
            missing);
        return true;
    }

    /// <summary>Tells weights that ship apart.</summary>
    public static string KeyOf(TrainedModel shipped) => Recipe.Digest(File.ReadAllBytes(shipped.Source));

    private Facts Train(Trial trial, string path, Action<RunProgress?> report)
    {
        using var owner = RunLock.Take(path);
        var run = RunFolder.Exists(path) ? RunFolder.Open(path)
            : trial.Beginning is { } begun && Path.Combine(folder, begun.Folder) is var from && RunFolder.Exists(from)
                ? RunFolder.Continue(from, path, trial.Plan)
            : RunFolder.Create(path, trial.Plan);
        if (run.Plan != trial.Plan)
            throw new InvalidDataException(
                $"{path}: the plan must be the one that the folder was made for, but was changed; without the folder, "
                + "it is trained anew.");
        using var training = Begin(run, owner);
        var status = training.Run(progress => report(progress), cancellation);
        cancellation.ThrowIfCancellationRequested();
        RunReport.Write(run);
        return new Facts(trial.Key, trial.Folder, status, training.State.Step, training.State.Seconds);
    }

    private TrainingRun Begin(RunFolder run, RunLock owner)
    {
        try
        {
            return TrainingRun.Open(run, threads, owner, progress: null, cancellation);
        }
        catch (ArgumentException) when (Checkpoint.Last(run.Path) == null)
        {
            Directory.Delete(run.Path, recursive: true);
            throw;
        }
    }

    private void Score(TrainedModel model, Facts facts, List<Examination> missing)
    {
        using var weights = model.Weights;
        using var workers = new Workers(threads);
        ArgumentException? refused = null;
        foreach (var asked in missing)
        {
            SuiteScore score;
            try
            {
                score = model.Study.Score(model.Weights, asked with { Cancellation = cancellation }, workers);
            }
            catch (ArgumentException no)
            {
                // A network has no agents that could be missing; all else can still be asked of it.
                refused ??= no;
                continue;
            }
            log.Add(new TrialScore
            {
                Key = facts.Key,
                Run = facts.Run,
                Status = facts.Status,
                Steps = facts.Steps,
                Seconds = facts.Seconds,
                Parameters = model.Study.Parameters.Trained,
                Suite = asked.Suite,
                Size = asked.Size,
                Seed = asked.Seed,
                Count = asked.Count,
                Iterations = asked.Iterations,
                Values = score.Values,
            });
        }
        if (refused != null)
            throw refused;
    }

    private readonly record struct Facts(string Key, string Run, RunStatus Status, long Steps, double Seconds);
}

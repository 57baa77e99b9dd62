using System.Diagnostics;
using Concord.Learning;
using Concord.Tensors;
using Concord.Tensors.Storage;

namespace Concord.Lab.Runs;

/// <summary>How a training run ended.</summary>
public enum RunStatus
{
    /// <summary>The plan's steps or minutes are over.</summary>
    Finished,

    /// <summary>Somebody asked it to stop; it was saved and can be resumed.</summary>
    Interrupted,

    /// <summary>Loss or gradient became infinite or undefined; the last good state was saved.</summary>
    Diverged,
}

/// <summary>Where a training run stands, for whoever watches.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Seconds">Seconds of training.</param>
/// <param name="Loss">The mean loss since the last report.</param>
/// <param name="Score">The last score, or null before the first.</param>
/// <param name="Share">The share of the plan that is done, 0 to 1.</param>
public readonly record struct RunProgress(long Step, double Seconds, double Loss, SuiteScore? Score, double Share);

/// <summary>
/// Carries out a plan in a run's folder: trains, logs, scores, saves, and goes on where it was cut off.
/// </summary>
/// <remarks>
/// One for all tasks and models. A run that is killed at any moment and resumed ends with the bits of one that was not:
/// the checkpoint holds all that steps change, and the rest of a step follows from the plan and the step's number. Its
/// log is line for line that of a run that was not, but for the seconds: what is due at a step is logged before the
/// next step, be it in another process. Opening a run changes no file but its lock.
/// </remarks>
public sealed class TrainingRun : IDisposable
{
    private const string LossName = "loss";

    private readonly RunLock? _lock;
    private readonly IStudy _study;
    private readonly Workers _workers;
    private readonly Trainer _trainer;
    private readonly TrainingState _state;
    private readonly List<string> _warnings = [];
    private RunFolder _folder;
    private SuiteScore? _score;
    private long _scored = -1, _logged = -1, _saved;

    /// <summary>Opens a run at its last checkpoint, or at its beginning.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="threads">How many threads work; the result does not depend on it.</param>
    /// <param name="owner">The lock of the folder, for those who hold it; null: it is taken.</param>
    /// <param name="progress">Is told which share of the samples to train on is drawn.</param>
    /// <exception cref="IOException">Another process trains this run.</exception>
    /// <exception cref="InvalidDataException">Its checkpoints are gone or damaged.</exception>
    public TrainingRun(RunFolder folder, int threads, RunLock? owner = null, Action<double>? progress = null)
    {
        _folder = folder;
        _lock = owner == null ? RunLock.Take(folder.Path) : null;
        try
        {
            var plan = folder.Plan;
            _study = plan.Experiment.Open();
            var kept = Checkpoint.ReadLast(folder.Path, _study.Parameters, _warnings.Add);
            _state = kept ?? new TrainingState(_study.Start(plan.Seed));
            if (_warnings.Count > 0)
                _warnings.Add($"It goes on from step {_state.Step}, the last checkpoint that can be read.");
            _workers = new Workers(threads);
            _trainer = _study.Trainer(plan, _state, _workers, progress);
            if (kept == null)
                RequireNoneSaved();
            _saved = _state.Step;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where training stands.</summary>
    public TrainingState State => _state;

    /// <summary>How many numbers of the model are trained.</summary>
    public int Parameters => _study.Parameters.Trained;

    /// <summary>The last score, or null.</summary>
    public SuiteScore? Score => _score;

    /// <summary>The loss of the last step.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>What was found amiss on opening, a sentence each: checkpoints that cannot be read.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>
    /// Opens a run on another thread, since that can take long; where somebody cancels, it is left to itself.
    /// </summary>
    /// <exception cref="OperationCanceledException">Somebody cancelled; nothing was changed.</exception>
    public static TrainingRun Open(
        RunFolder folder, int threads, RunLock owner, Action<double>? progress, CancellationToken cancellation)
    {
        void Report(double share)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(share);
        }

        var opening = Task.Factory.StartNew(
            () => new TrainingRun(folder, threads, owner, Report), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Task.WaitAny([opening], cancellation);
        }
        catch (OperationCanceledException)
        {
            opening.ContinueWith(
                late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }
        return opening.GetAwaiter().GetResult();
    }

    /// <summary>Gives the run another end, stored in its folder.</summary>
    /// <exception cref="ArgumentException">As <see cref="RunFolder.Extended"/>.</exception>
    /// <returns>Its folder with the new plan.</returns>
    public RunFolder Extend(long? steps, double? minutes) => _folder = _folder.Extended(steps, minutes);

    /// <summary>Trains until the plan is done, somebody cancels, or the numbers break.</summary>
    /// <param name="report">Called now and then.</param>
    /// <param name="cancellation">Ends the run after the step at work, saved.</param>
    /// <exception cref="IOException">A file could not be written; what could be saved was.</exception>
    public RunStatus Run(Action<RunProgress>? report, CancellationToken cancellation)
    {
        try
        {
            Begin();
            var status = Train(report, cancellation);
            if (status == RunStatus.Finished)
                LogEnd();
            Save();
            if (status == RunStatus.Finished)
                Checkpoint.WriteWeights(_folder.Weights, _study.Parameters, _state);
            return status;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            TrySave();
            throw;
        }
    }

    /// <summary>Looks inside the averaged weights.</summary>
    public Diagnosis Diagnose(ITask task) => task.Diagnose(_study, _state.Average);

    /// <summary>Scores the averaged weights on a suite.</summary>
    public SuiteScore Examine(Examination examination) => _study.Score(_state.Average, examination, _workers);

    /// <summary>Scores the weights as the plan says, where this was not done at this step, and logs that.</summary>
    /// <param name="progress">Is told how many samples are done.</param>
    /// <param name="cancellation">Ends it, with nothing logged.</param>
    /// <exception cref="OperationCanceledException">Somebody cancelled.</exception>
    public SuiteScore ScoreNow(Action<int>? progress, CancellationToken cancellation)
    {
        if (_score != null && _scored == _state.Step)
            return _score;
        var plan = _folder.Plan;
        _score = Examine(new Examination(plan.ScoreSuite, plan.ScoreCount, _study.IterationsToEvaluate)
        {
            Size = plan.ScoreSize,
            Cancellation = cancellation,
            Progress = progress,
        });
        // A run that was resumed at its end has the line already.
        if (_scored != _state.Step)
            _folder.Log.Append(new RunEvent(_state.Step, _state.Seconds, _score.Values));
        _scored = _state.Step;
        return _score;
    }

    /// <summary>Ends the threads, gives the memory back and the folder free.</summary>
    public void Dispose()
    {
        _trainer?.Dispose();
        _workers?.Dispose();
        _state?.Dispose();
        _lock?.Dispose();
    }

    // Without a checkpoint a run begins at step 0, which is right only where none was ever written.
    private void RequireNoneSaved()
    {
        var last = _folder.Log.Read() is [.., var entry] ? entry.Step : 0;
        if (File.Exists(_folder.Weights) || last > _folder.Plan.CheckpointEvery + _trainer.StepsPerBatch)
            throw new InvalidDataException(
                $"{_folder.Path}: a run that got to step {last} must have a checkpoint to go on from, but has none; a "
                + "new folder with its plan.json alone begins it anew.");
        if (last > 0)
            _warnings.Add("No checkpoint was written yet, so it begins at step 0.");
    }

    // Cuts the log back to the checkpoint, and sees what is logged of this step.
    private void Begin()
    {
        AtomicFile.RemoveLeftovers(_folder.Path);
        var (step, every) = (_state.Step, _folder.Plan.LogEvery);
        // A loss that was logged out of turn, at the end, counts towards the next line if there is a step to come.
        var goesOn = _state.Loss.Steps > 0 && !IsOver;
        _folder.Log.Keep(entry => entry.Step <= step
            && !(goesOn && entry.Step == step && step % every != 0 && IsLoss(entry)));
        foreach (var entry in _folder.Log.Read().Where(entry => entry.Step == step))
            if (IsLoss(entry))
                _logged = step;
            else
                _scored = step;
    }

    private RunStatus Train(Action<RunProgress>? report, CancellationToken cancellation)
    {
        var before = _state.Seconds;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (_state.Step % _folder.Plan.LogEvery == 0 && _state.Loss.Steps > 0)
                LogLoss(report);
            // Scoring does not count as training time.
            clock.Stop();
            var isScored = TryScore(cancellation);
            clock.Start();
            if (_trainer.MayPause)
            {
                if (!isScored)
                    return RunStatus.Interrupted;
                if (IsOver)
                    return RunStatus.Finished;
                if (cancellation.IsCancellationRequested)
                    return RunStatus.Interrupted;
                if (_state.Step / _folder.Plan.CheckpointEvery > _saved / _folder.Plan.CheckpointEvery)
                    Save();
            }
            var result = _trainer.Step();
            _state.Seconds = before + clock.Elapsed.TotalSeconds;
            Loss = result.Loss;
            if (!result.Finite)
                return RunStatus.Diverged;
            _state.Loss = _state.Loss.With(result);
        }
    }

    private void LogLoss(Action<RunProgress>? report)
    {
        var loss = _state.Loss;
        _folder.Log.Append(new RunEvent(
            _state.Step, _state.Seconds, [new(LossName, loss.Mean), new("gradient_norm", loss.GradientNorm)]));
        (_state.Loss, _logged) = (default, _state.Step);
        report?.Invoke(new RunProgress(_state.Step, _state.Seconds, loss.Mean, _score, Share(_folder.Plan)));
    }

    // The steps since the last line are logged out of turn, but still count towards the next line should there be one.
    private void LogEnd()
    {
        var loss = _state.Loss;
        if (loss.Steps == 0 || _logged == _state.Step)
            return;
        LogLoss(report: null);
        _state.Loss = loss;
    }

    // False where it was cancelled. At a step that cannot be saved, the score cannot be taken later either.
    private bool TryScore(CancellationToken cancellation)
    {
        var every = _folder.Plan.ScoreEvery;
        if (every == 0 || _state.Step == 0 || _state.Step % every != 0 || _scored == _state.Step)
            return true;
        try
        {
            ScoreNow(progress: null, _trainer.MayPause ? cancellation : CancellationToken.None);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Save()
    {
        Checkpoint.Write(_folder.Path, _study.Parameters, _state);
        _saved = _state.Step;
    }

    // A log that cannot be written need not take the steps with it.
    private void TrySave()
    {
        try
        {
            if (_trainer.MayPause && _state.Step > _saved)
                Save();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }

    private static bool IsLoss(RunEvent entry) => entry.Values.Any(value => value.Name == LossName);

    private bool IsOver =>
        (_folder.Plan.Steps is { } steps && _state.Step >= steps)
        || (_folder.Plan.Minutes is { } minutes && _state.Seconds >= 60 * minutes);

    private double Share(Plan plan) => Math.Min(1, Math.Max(
        plan.Steps is { } steps ? (double)_state.Step / steps : 0,
        plan.Minutes is { } minutes ? _state.Seconds / (60 * minutes) : 0));
}

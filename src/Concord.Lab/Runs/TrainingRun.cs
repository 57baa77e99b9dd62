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
/// the checkpoint holds all that steps change, and the rest of a step follows from the plan and the step's number.
/// </remarks>
public sealed class TrainingRun : IDisposable
{
    private readonly RunFolder _folder;
    private readonly IStudy _study;
    private readonly Workers _workers;
    private readonly Trainer _trainer;
    private readonly TrainingState _state;
    private SuiteScore? _score;

    /// <summary>Opens a run at its last checkpoint, or at its beginning.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="threads">How many threads work; the result does not depend on it.</param>
    public TrainingRun(RunFolder folder, int threads)
    {
        _folder = folder;
        AtomicFile.RemoveLeftovers(folder.Path);
        var plan = folder.Plan;
        _study = plan.Experiment.Open();
        _state = Checkpoint.ReadLast(folder.Path, _study.Parameters)
            ?? new TrainingState(_study.Start(plan.Seed));
        folder.Log.KeepUpTo(_state.Step);
        _workers = new Workers(threads);
        _trainer = _study.Trainer(plan, _state, _workers);
    }

    /// <summary>Where training stands.</summary>
    public TrainingState State => _state;

    /// <summary>How many numbers of the model are trained.</summary>
    public int Parameters => _study.Parameters.Trained;

    /// <summary>The last score, or null.</summary>
    public SuiteScore? Score => _score;

    /// <summary>The loss of the last step.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>Trains until the plan is done, somebody cancels, or the numbers break.</summary>
    /// <param name="report">Called now and then.</param>
    /// <param name="cancellation">Ends the run after the step at work, saved.</param>
    public RunStatus Run(Action<RunProgress>? report, CancellationToken cancellation)
    {
        var plan = _folder.Plan;
        var before = _state.Seconds;
        var clock = Stopwatch.StartNew();
        double sum = 0;
        var count = 0;
        var status = RunStatus.Finished;
        var saved = _state.Step;
        while (!_trainer.MayPause || !IsOver(plan))
        {
            if (_trainer.MayPause && cancellation.IsCancellationRequested)
            {
                status = RunStatus.Interrupted;
                break;
            }
            var result = _trainer.Step();
            _state.Seconds = before + clock.Elapsed.TotalSeconds;
            Loss = result.Loss;
            if (!result.Finite)
            {
                status = RunStatus.Diverged;
                break;
            }
            (sum, count) = (sum + result.Loss, count + 1);
            if (_state.Step % plan.LogEvery == 0)
            {
                _folder.Log.Append(new RunEvent(_state.Step, _state.Seconds,
                    [new("loss", sum / count), new("gradient_norm", result.GradientNorm)]));
                report?.Invoke(new RunProgress(_state.Step, _state.Seconds, sum / count, _score, Share(plan)));
                (sum, count) = (0, 0);
            }
            // Scoring does not count as training time.
            if (plan.ScoreEvery > 0 && _state.Step % plan.ScoreEvery == 0)
            {
                clock.Stop();
                ScoreNow(plan, cancellation);
                clock.Start();
            }
            if (_trainer.MayPause && _state.Step / plan.CheckpointEvery > saved / plan.CheckpointEvery)
            {
                Checkpoint.Write(_folder.Path, _study.Parameters, _state);
                saved = _state.Step;
            }
        }
        Checkpoint.Write(_folder.Path, _study.Parameters, _state);
        if (status == RunStatus.Finished)
            Checkpoint.WriteWeights(_folder.Weights, _study.Parameters, _state);
        return status;
    }

    /// <summary>Looks inside the averaged weights.</summary>
    public Diagnosis Diagnose(ITask task) => task.Diagnose(_study, _state.Average);

    /// <summary>Scores the averaged weights on a suite.</summary>
    public SuiteScore Examine(Examination examination) => _study.Score(_state.Average, examination, _workers);

    /// <summary>Ends the threads and gives the memory back.</summary>
    public void Dispose()
    {
        _trainer.Dispose();
        _workers.Dispose();
        _state.Dispose();
    }

    private void ScoreNow(Plan plan, CancellationToken cancellation)
    {
        try
        {
            _score = Examine(new Examination(plan.ScoreSuite, plan.ScoreCount, _study.IterationsToEvaluate)
            {
                Size = plan.ScoreSize,
                Cancellation = cancellation,
            });
            _folder.Log.Append(new RunEvent(_state.Step, _state.Seconds, _score.Values));
        }
        catch (OperationCanceledException)
        {
            // The loop sees the cancellation next and saves.
        }
    }

    private bool IsOver(Plan plan) =>
        (plan.Steps is { } steps && _state.Step >= steps)
        || (plan.Minutes is { } minutes && _state.Seconds >= 60 * minutes);

    private double Share(Plan plan) => Math.Min(1, Math.Max(
        plan.Steps is { } steps ? (double)_state.Step / steps : 0,
        plan.Minutes is { } minutes ? _state.Seconds / (60 * minutes) : 0));
}

using System.CommandLine;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Runs;

namespace Concord.Cli.Commands;

/// <summary>Trains a model in a run's folder, or goes on where a run was cut off.</summary>
internal sealed class TrainCommand : Verb
{
    private const long MostSteps = 1_000_000_000;
    private const double MostMinutes = 1_000_000;

    private readonly Argument<string?> _task = Given.Task();
    private readonly Option<long?> _steps =
        Given.Whole("--steps", "steps in all; the run ends there (the preset's)", 1, MostSteps);
    private readonly Option<double?> _minutes = Given.Real("--minutes",
        "minutes of training in all, instead of or besides steps", 0, MostMinutes, closed: false);
    private readonly Option<long?> _batch = Given.Whole("--batch", "samples per step (the preset's)", 1, 1_000_000);
    private readonly Option<double?> _rate = Given.Real("--lr", "learning rate (the preset's)", 0, 1e6, closed: false);
    private readonly Option<ulong?> _seed = Given.Seed("seed of weights and batches (0)");
    private readonly Option<long?> _scoreEvery =
        Given.Whole("--score-every", "steps between scores, 0 for none (the preset's)", 0, MostSteps);
    private readonly Option<string?> _run =
        Given.Text("--run", "DIR", "the run's folder, new or empty (runs/TASK-MODEL-SEED)");
    private readonly Option<string?> _resume =
        Given.Text("--resume", "DIR", "go on with this run; only --steps, --minutes and --threads may change");
    private readonly Option<long?> _threads = Given.Threads();
    private readonly Option<bool> _json = Given.Json();
    private readonly ExperimentOptions _experiment = new();

    public TrainCommand()
        : base("train", "train a model, or go on with a run")
    {
        Add(_task);
        foreach (var option in (Option[])
            [_steps, _minutes, _batch, _rate, _seed, _scoreEvery, _run, _resume, _threads, _json])
            Add(option);
        _experiment.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "train maze --preset tiny",
        "train maze --minutes 30 --seed 7 --run runs/half-an-hour",
        "train --resume runs/half-an-hour --minutes 60",
    ];

    public override int Run(ParseResult given, Terminal terminal)
    {
        using var interrupt = new Interrupt(terminal);
        using var session = given.GetValue(_resume) is { } resumed
            ? Resume(given, resumed, terminal, interrupt.Token)
            : Begin(given, terminal, interrupt.Token);
        var (folder, run, task) = (session.Folder, session.Run, Catalog.Task(session.Folder.Plan.Experiment.Task));
        foreach (var warning in run.Warnings)
            terminal.Error.WriteLine(warning);
        var plan = folder.Plan;
        terminal.Error.WriteLine(
            $"{folder.Path}: {task.Name}, {plan.Experiment.Model}, {run.Parameters:n0} parameters, "
            + (run.State.Step == 0 ? $"seed {plan.Seed}" : $"from step {run.State.Step:n0} on"));

        var summary = new TrainSummary(folder, run, given.GetValue(_json));
        var pace = new Pace(plan.Batch, run.State.Step, run.State.Seconds);
        RunStatus status;
        try
        {
            status = Meter.Show(terminal, $"train {task.Name}", meter =>
            {
                using var clock = meter.ReportTime("first steps");
                return run.Run(progress => meter.Report(progress.Share, pace.Words(progress)), interrupt.Token);
            });
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return summary.Broken(terminal, broken);
        }
        return status switch
        {
            RunStatus.Interrupted => summary.Interrupted(terminal),
            RunStatus.Diverged => summary.Diverged(terminal),
            _ => summary.Finished(terminal, interrupt.Token),
        };
    }

    private Session Begin(ParseResult given, Terminal terminal, CancellationToken cancellation)
    {
        var task = given.TaskOf(_task);
        var plan = _experiment.Read(given, task);
        plan = plan with
        {
            Batch = (int)(given.GetValue(_batch) ?? plan.Batch),
            Seed = given.GetValue(_seed) ?? plan.Seed,
            ScoreEvery = (int)(given.GetValue(_scoreEvery) ?? plan.ScoreEvery),
            Optimizer = plan.Optimizer with { Rate = (float)(given.GetValue(_rate) ?? plan.Optimizer.Rate) },
        };
        if (given.Has(_steps) || given.Has(_minutes))
            plan = plan.Lasting(given.GetValue(_steps), given.GetValue(_minutes));

        var asked = given.GetValue(_run);
        if (asked != null)
            RunFolder.RequireEmpty(asked);
        var isNew = !Directory.Exists(asked);
        var (path, owner) = asked != null ? (asked, RunLock.Take(asked)) : TakeFree(task, plan);
        try
        {
            var folder = RunFolder.Create(path, plan);
            return new Session(
                folder,
                _experiment.Begin(given, plan, () => Open(given, folder, owner, terminal, cancellation)), owner);
        }
        catch
        {
            // What a plan asks may turn out impossible only once the mazes are drawn; then nothing should remain.
            TryDelete(() => File.Delete(Path.Combine(path, "plan.json")));
            owner.Dispose();
            if (isNew)
                TryDelete(() => Directory.Delete(path));
            throw;
        }
    }

    private static void TryDelete(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // Why nothing began is what counts.
        }
    }

    private Session Resume(ParseResult given, string path, Terminal terminal, CancellationToken cancellation)
    {
        foreach (var option in (Option[])[.. _experiment.All, _batch, _rate, _seed, _scoreEvery, _run])
            if (given.Has(option))
                throw new ArgumentException(
                    $"{option.Name} must not come with --resume, since the plan in {path} stays as it is "
                    + "but for --steps and --minutes.");
        var task = given.GetValue(_task) == null ? null : given.TaskOf(_task);
        RequireOf(task, RunFolder.Open(path));
        var owner = RunLock.Take(path);
        try
        {
            // Whoever had it until now may have given it another end.
            var folder = RunFolder.Open(path);
            var run = Open(given, folder, owner, terminal, cancellation);
            try
            {
                return new Session(run.Extend(given.GetValue(_steps), given.GetValue(_minutes)), run, owner);
            }
            catch
            {
                run.Dispose();
                throw;
            }
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    // Samples are drawn and files are read, which may take longer than a step.
    private TrainingRun Open(
        ParseResult given, RunFolder folder, RunLock owner, Terminal terminal, CancellationToken cancellation) =>
        Meter.Show(terminal, $"prepare {folder.Plan.Experiment.Task}", meter =>
        {
            using var clock = meter.ReportTime("making ready");
            return TrainingRun.Open(
                folder, given.ThreadsOf(_threads), owner, share => meter.ReportSlow(share, "drawing samples"),
                cancellation);
        });

    private static void RequireOf(ITask? task, RunFolder folder)
    {
        if (task != null && folder.Plan.Experiment.Task != task.Name)
            throw new ArgumentException(
                $"{folder.Path}: the run must be of the task {task.Name}, but is of {folder.Plan.Experiment.Task}.");
    }

    // Of several processes that begin at the same moment, each takes another name.
    private static (string Path, RunLock Owner) TakeFree(ITask task, Plan plan)
    {
        while (true)
        {
            var path = FreeName(task, plan);
            try
            {
                return (path, RunLock.Take(path));
            }
            catch (IOException) when (RunLock.IsHeld(path))
            {
            }
        }
    }

    private static string FreeName(ITask task, Plan plan)
    {
        var name = Path.Combine("runs", $"{task.Name}-{plan.Experiment.Model}-{plan.Seed}");
        var free = name;
        for (var number = 2; Path.Exists(free); number++)
            free = $"{name}-{number}";
        return free;
    }

    /// <summary>A run that this process owns.</summary>
    private sealed record Session(RunFolder Folder, TrainingRun Run, RunLock Owner) : IDisposable
    {
        public void Dispose()
        {
            Run.Dispose();
            Owner.Dispose();
        }
    }

    /// <summary>How fast a run goes, in words.</summary>
    private sealed class Pace(int batch, long step, double seconds)
    {
        private (long Step, double Seconds) _last = (step, seconds);

        public string Words(RunProgress progress)
        {
            var rate = batch * (progress.Step - _last.Step) / Math.Max(1e-9, progress.Seconds - _last.Seconds);
            _last = (progress.Step, progress.Seconds);
            var score = progress.Score?.Values[0] is { } last
                ? $", {Numbers.Words(last.Name)} {Numbers.Show(last)}"
                : "";
            return $"step {progress.Step:n0}, {rate:f0} samples/s, loss {progress.Loss:g4}{score}";
        }
    }
}

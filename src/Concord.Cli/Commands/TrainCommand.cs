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
        "train maze --resume runs/half-an-hour --minutes 60",
    ];

    public override int Run(ParseResult given, Terminal terminal)
    {
        var task = given.TaskOf(_task);
        using var interrupt = new Interrupt(terminal);
        var (folder, run) = given.GetValue(_resume) is { } resumed ? Resume(given, task, resumed) : Begin(given, task);
        using var closing = run;
        var plan = folder.Plan;
        terminal.Error.WriteLine(
            $"{folder.Path}: {task.Name}, {plan.Experiment.Model}, {run.Parameters:n0} parameters, "
            + (run.State.Step == 0 ? $"seed {plan.Seed}" : $"from step {run.State.Step:n0} on"));

        var pace = new Pace(plan.Batch, run.State.Step, run.State.Seconds);
        var status = Meter.Show(terminal, $"train {task.Name}", meter =>
            run.Run(progress => meter.Report(progress.Share, pace.Words(progress)), interrupt.Token));
        var summary = new TrainSummary(folder, run, status, given.GetValue(_json));
        return status switch
        {
            RunStatus.Interrupted => summary.Interrupted(terminal),
            RunStatus.Diverged => summary.Diverged(terminal),
            _ => summary.Finished(terminal, task, interrupt.Token),
        };
    }

    private (RunFolder Folder, TrainingRun Run) Begin(ParseResult given, ITask task)
    {
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

        var path = given.GetValue(_run) ?? FreeName(task, plan);
        var isNew = !Directory.Exists(path);
        var folder = RunFolder.Create(path, plan);
        try
        {
            // What a plan asks may turn out impossible only once the mazes are drawn; then nothing should remain.
            return (folder, _experiment.Begin(
                given, plan, () => new TrainingRun(folder, given.ThreadsOf(_threads))));
        }
        catch (Exception refused) when (refused is ArgumentException or OverflowException)
        {
            File.Delete(Path.Combine(path, "plan.json"));
            if (isNew)
                Directory.Delete(path);
            throw;
        }
    }

    private (RunFolder Folder, TrainingRun Run) Resume(ParseResult given, ITask task, string path)
    {
        foreach (var option in (Option[])[.. _experiment.All, _batch, _rate, _seed, _scoreEvery, _run])
            if (given.Has(option))
                throw new ArgumentException(
                    $"{option.Name} must not come with --resume, since the plan in {path} stays as it is "
                    + "but for --steps and --minutes.");
        var folder = RunFolder.Open(path);
        if (folder.Plan.Experiment.Task != task.Name)
            throw new ArgumentException(
                $"{path}: the run must be of the task {task.Name}, but is of {folder.Plan.Experiment.Task}.");
        RequireWritable(path);
        folder = folder.Extended(given.GetValue(_steps), given.GetValue(_minutes));
        return (folder, new TrainingRun(folder, given.ThreadsOf(_threads)));
    }

    private static string FreeName(ITask task, Plan plan)
    {
        var name = Path.Combine("runs", $"{task.Name}-{plan.Experiment.Model}-{plan.Seed}");
        var free = name;
        for (var number = 2; Path.Exists(free); number++)
            free = $"{name}-{number}";
        return free;
    }

    // Better now than after the first hours.
    private static void RequireWritable(string path)
    {
        var probe = Path.Combine(path, $".writable-{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{path}: the folder of a run must be writable, but it is not: {broken.Message}", broken);
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

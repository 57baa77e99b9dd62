using System.CommandLine;
using System.Diagnostics;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Cli.Commands;

/// <summary>Measures seconds per step: a training step, or an answer to a batch.</summary>
/// <remarks>
/// Fresh weights, samples drawn beforehand, and a few first steps that do not count. Whatever else the machine does
/// counts.
/// </remarks>
internal sealed class BenchCommand : Verb
{
    private const int StepsBefore = 2;

    private readonly Argument<string?> _task = Given.Task();
    private readonly Option<string?> _mode =
        Given.Choice("--mode", "a training step, or an answer to a batch (train)", "train", "infer");
    private readonly Option<long?> _batch = Given.Whole("--batch", "samples per step (the preset's)", 1, 1_000_000);
    private readonly Option<long?> _iterations = Given.Whole("--iterations",
        "iterations of every step (drawn anew each step, or the model's own number)", 1, 10_000);
    private readonly Option<long?> _steps = Given.Whole("--steps", "steps to measure (10)", 1, 1_000_000);
    private readonly Option<long?> _threads = Given.Threads();
    private readonly Option<bool> _json = Given.Json();
    private readonly ExperimentOptions _experiment = new();

    public BenchCommand()
        : base("bench", "measure seconds per step")
    {
        Add(_task);
        foreach (var option in (Option[])[_mode, _batch, _iterations, _steps, _threads, _json])
            Add(option);
        _experiment.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
        ["bench maze --batch 128 --iterations 28", "bench maze --mode infer --batch 64 --threads 1 --json"];

    public override int Run(ParseResult given, Terminal terminal)
    {
        var task = given.TaskOf(_task);
        var plan = _experiment.Read(given, task);
        var infers = given.GetValue(_mode) == "infer";
        int batch = (int)(given.GetValue(_batch) ?? plan.Batch), steps = (int)(given.GetValue(_steps) ?? 10);
        var threads = given.ThreadsOf(_threads);
        var asked = (int?)given.GetValue(_iterations);
        if (asked is { } k && !infers)
            Given.Naming("--iterations", () => plan = plan with { Experiment = Fixed(task, plan.Experiment, k) });
        var study = plan.Experiment.Open();
        using var interrupt = new Interrupt(terminal);
        using var workers = new Workers(threads);
        var iterations = infers ? asked ?? study.IterationsToEvaluate : asked;
        var seconds = Meter.Show(terminal, $"bench {task.Name}", meter => infers
            ? Infer(task, plan, study, batch, iterations!.Value, workers, Measure)
            : Train(plan, study, batch, workers, Measure));
        var mode = infers ? "infer" : "train";
        var timing = new Timing(task.Name, plan.Experiment.Model, mode, batch, threads, iterations)
        {
            Parameters = study.Parameters.Count,
            Seconds = [.. seconds.Order()],
        };
        terminal.Out.WriteLine(given.GetValue(_json) ? timing.ToJson().ToJsonString() : timing.ToString());
        return ExitCode.Done;

        double[] Measure(Action step)
        {
            var times = new double[steps];
            for (var i = -StepsBefore; i < steps; i++)
            {
                interrupt.Token.ThrowIfCancellationRequested();
                var clock = Stopwatch.StartNew();
                step();
                if (i >= 0)
                    times[i] = clock.Elapsed.TotalSeconds;
            }
            return times;
        }
    }

    private static Experiment Fixed(ITask task, Experiment experiment, int iterations) =>
        task.Settings.FirstOrDefault(setting => setting.Name == "iterations")?.Apply(experiment, $"{iterations}")
        ?? throw new ArgumentException($"The task {task.Name} draws its iterations itself.");

    private static double[] Train(Plan plan, IStudy study, int batch, Workers workers, Func<Action, double[]> measure)
    {
        var rng = new Rng(plan.Seed);
        using var state = new TrainingState(study.Parameters, rng.Split(1));
        using var trainer = new Trainer(study.Learner(batch, rng.Split(2)), plan.Optimizer, state, workers);
        return measure(() => trainer.Step());
    }

    private static double[] Infer(
        ITask task, Plan plan, IStudy study, int batch, int iterations, Workers workers, Func<Action, double[]> measure)
    {
        using var weights = study.Parameters.Draw(new Rng(plan.Seed).Split(1));
        var examination = new Examination(task.Suites[0].Name, batch, iterations) { Size = plan.ScoreSize };
        using var examiner = study.Examiner(weights, examination, workers.Count);
        return measure(() => examiner.Run(workers));
    }
}

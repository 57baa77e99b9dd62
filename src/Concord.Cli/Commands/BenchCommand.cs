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
/// Fresh weights, samples drawn beforehand, and first steps that do not count, until the compiler has seen enough of
/// them to make its best code. Whatever else the machine does counts.
/// </remarks>
internal sealed class BenchCommand : Verb
{
    private const int StepsBefore = 2;
    private const double SecondsBefore = 1.5;

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
        ["bench maze --batch 128 --iterations 28", "bench digits --mode infer --batch 1 --threads 1 --json"];

    public override int Run(ParseResult given, Terminal terminal)
    {
        var task = given.TaskOf(_task);
        var plan = _experiment.Read(given, task);
        var infers = given.GetValue(_mode) == "infer";
        var batch = (int)(given.GetValue(_batch) ?? plan.Batch);
        var threads = given.ThreadsOf(_threads);
        var asked = (int?)given.GetValue(_iterations);
        if (asked is { } k && !infers)
            Given.Naming(
                "--iterations", () => plan = plan with { Experiment = Fixed(task, plan.Experiment, k) });
        var study = plan.Experiment.Open();
        using var interrupt = new Interrupt(terminal);
        // Not disposed at an interrupt: a step that is left alone still uses them, and they end with the process.
        var workers = new Workers(threads);
        var steps = new Steps((int)(given.GetValue(_steps) ?? 10), interrupt.Token);
        var iterations = infers ? asked ?? study.IterationsToEvaluate : study.IterationsToTrain;
        Meter.Show(terminal, $"bench {task.Name}", _ => LongWork.Run(
            () =>
            {
                if (infers)
                    Infer(task, plan, study, batch, iterations!.Value, workers, steps);
                else
                    _experiment.Begin(
                        given, plan with { Batch = batch }, () => Train(plan, study, batch, workers, steps));
                return steps;
            },
            interrupt.Token));
        workers.Dispose();
        var (own, other) = steps.Cores;
        var timing = new Timing(
            task.Name, plan.Experiment.Model, infers ? "infer" : "train", batch, threads, iterations)
        {
            Parameters = study.Parameters.Trained,
            Seconds = [.. steps.Seconds.Order()],
            Interrupted = steps.Seconds.Count < steps.Count,
            OwnCores = own,
            OtherCores = other,
        };
        terminal.Out.WriteLine(given.GetValue(_json) ? timing.ToJson().ToJsonString() : timing.ToString());
        if (!timing.Interrupted)
            return ExitCode.Done;
        terminal.Error.WriteLine($"Interrupted after {steps.Seconds.Count} of {steps.Count} steps.");
        return ExitCode.Interrupted;
    }

    private static Experiment Fixed(ITask task, Experiment experiment, int iterations) =>
        task.Settings.First(setting => setting.Name == "iterations").Apply(experiment, $"{iterations}");

    private static bool Train(Plan plan, IStudy study, int batch, Workers workers, Steps steps)
    {
        using var state = new TrainingState(study.Start(plan.Seed));
        using var trainer = study.Trainer(plan with { Batch = batch }, state, workers);
        steps.Measure(() => trainer.Step());
        return true;
    }

    private static void Infer(
        ITask task, Plan plan, IStudy study, int batch, int iterations, Workers workers, Steps steps)
    {
        using var weights = study.Start(plan.Seed);
        var examination = new Examination(task.Suites[0].Name, batch, iterations) { Size = plan.ScoreSize };
        using var examiner = study.Examiner(weights, examination, workers.Count);
        steps.Measure(() => examiner.Run(workers));
    }

    /// <summary>Seconds of each step until the end or an interrupt, and which processors were busy meanwhile.</summary>
    private sealed class Steps(int count, CancellationToken cancellation)
    {
        private CpuClock _begin, _end;

        public int Count => count;

        public List<double> Seconds { get; } = [];

        public (double Own, double? Other) Cores => _end.CoresSince(_begin);

        public void Measure(Action step)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < StepsBefore || Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsBefore; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                step();
            }
            _begin = CpuClock.Now();
            while (Seconds.Count < count && !(cancellation.IsCancellationRequested && Seconds.Count > 0))
            {
                cancellation.ThrowIfCancellationRequested();
                var begin = Stopwatch.GetTimestamp();
                step();
                Seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
            }
            _end = CpuClock.Now();
        }
    }
}

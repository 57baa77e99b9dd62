using System.CommandLine;
using Concord.Cli.Drawing;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Runs;
using Concord.Tensors;

namespace Concord.Cli.Commands;

/// <summary>A tour of under a minute: agents agree, are disturbed, recover.</summary>
internal sealed class DemoCommand : Verb
{
    private const int Count = 100;

    // Of every task an instance that is solved, so that one sees how.
    private const ulong UsualSeed = 2;

    private const string LargeSize = "29";
    private const double MostMinutesOfTraining = 0.3;

    private readonly Option<ulong?> _seed = Given.Seed($"which fresh instances ({UsualSeed})");
    private readonly Option<long?> _threads = Given.Threads();

    public DemoCommand()
        : base("demo", "a tour of under a minute: agents agree, are disturbed, recover")
    {
        Add(_seed);
        Add(_threads);
    }

    public override IReadOnlyList<string> Examples => ["demo", "demo --seed 5"];

    public override int Run(ParseResult given, Terminal terminal)
    {
        var task = Catalog.Tasks[0];
        using var interrupt = new Interrupt(terminal);
        using var scratch = new Scratch();
        var (seed, threads) = (given.GetValue(_seed) ?? UsualSeed, given.ThreadsOf(_threads));
        terminal.Out.WriteLine("Concord: many small agents reach a global answer by agreeing with their neighbours.");
        terminal.Out.WriteLine($"The task {task.Name}: {task.Goal}.\n");
        var shipped = TrainedModel.Shipped(task, task.Models[0].Name);
        string? size = null;
        if (shipped == null)
            (shipped, size) = Train(task, scratch.Path, threads, terminal, interrupt.Token);
        var model = shipped;
        terminal.Out.WriteLine($"Weights: {model.Experiment.Model}, {model.Study.Parameters.Trained:n0} parameters"
            + $"{(size == null ? $", from {model.Source}" : ", trained just now since none ship")}.");

        var iterations = model.Study.IterationsToEvaluate;
        var again = new Showing(iterations, seed) { Size = size };
        void Show(string head, Showing showing) => Demonstrate(head, task, model, showing, terminal, interrupt.Token);

        Show("A fresh instance", again);
        if (size == null)
            Show("A larger one, with the same weights", again with { Size = LargeSize });
        Show(
            "The first again, but the agents' memory is wiped when they are done",
            again with { Disturbance = new Disturbance { Zero = MemoryPart.All, Seed = seed } });
        Show(
            "The first again, but halfway the agents wake up with the memory of another instance",
            again with { Disturbance = new Disturbance { Swap = true, Seed = seed } });

        using var workers = new Workers(threads);
        var score = Meter.Show(terminal, "score", meter => model.Study.Score(
            model.Weights,
            new Examination(task.Suites[0].Name, Count, iterations, seed)
            {
                Size = size,
                Cancellation = interrupt.Token,
                Progress = done => meter.Report((double)done / Count, $"{done}/{Count}"),
            },
            workers));
        terminal.Out.WriteLine($"\nOf {score.Count} more: {Numbers.Line(score)}.");
        var others = ShowOthers(seed, terminal, interrupt.Token);
        terminal.Out.WriteLine("\nNext:");
        foreach (var next in (string[])[.. Next(task, size), .. others.Select(other => $"solve {other.Name}")])
            terminal.Out.WriteLine($"  concord {next}");
        return ExitCode.Done;
    }

    // One instance of every other task that weights ship for.
    private static List<ITask> ShowOthers(ulong seed, Terminal terminal, CancellationToken cancellation)
    {
        var shown = new List<ITask>();
        foreach (var task in Catalog.Tasks.Skip(1))
        {
            if (TrainedModel.Shipped(task, task.Models[0].Name) is not { } model)
                continue;
            terminal.Out.WriteLine($"\nThe task {task.Name}: {task.Goal}.");
            var showing = new Showing(model.Study.IterationsToEvaluate, seed);
            Demonstrate("A fresh instance", task, model, showing, terminal, cancellation);
            shown.Add(task);
        }
        return shown;
    }

    private static void Demonstrate(
        string head, ITask task, TrainedModel model, Showing showing, Terminal terminal, CancellationToken cancellation)
    {
        var film = task.Film(model.Study, model.Weights, showing with { Cancellation = cancellation });
        cancellation.ThrowIfCancellationRequested();
        var data = film.Of == null ? "" : $", {film.Of}";
        var story = new Story(film);
        terminal.Out.WriteLine($"\n{head}: {story.Head}{data}.\n");
        Player.Show(film, terminal, cancellation);
        cancellation.ThrowIfCancellationRequested();
        terminal.Out.WriteLine(story.Verdict);
    }

    private static string[] Next(ITask task, string? size) => size == null
        ?
        [
            $"solve {task.Name} --size 37 --html film.html",
            $"solve {task.Name} --flip dual",
            $"eval {task.Name} --suite test,2x",
            $"train {task.Name} --preset tiny",
        ]
        :
        [
            $"train {task.Name} --preset tiny --run runs/tiny",
            $"solve {task.Name} --weights runs/tiny --size {size} --html film.html",
            $"train {task.Name}",
        ];

    // The smallest preset learns its small instances in seconds.
    private static (TrainedModel Model, string? Size) Train(
        ITask task, string path, int threads, Terminal terminal, CancellationToken cancellation)
    {
        terminal.Out.WriteLine("No weights ship yet, so a small model is trained first, for some seconds.");
        var preset = task.Presets[^1].Plan(task.Models[0].Experiment);
        var plan = preset with { Minutes = MostMinutesOfTraining, ScoreEvery = 0 };
        var folder = RunFolder.Create(path, plan);
        using (var run = new TrainingRun(folder, threads))
            Meter.Show(terminal, "train", meter => run.Run(
                at => meter.Report(at.Share, $"step {at.Step}, loss {at.Loss:g3}"), cancellation));
        cancellation.ThrowIfCancellationRequested();
        return (TrainedModel.Open(path, task), plan.ScoreSize);
    }

    private sealed class Scratch : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("concord-demo-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

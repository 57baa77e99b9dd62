using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Cli.Drawing;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Pages;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors.Storage;

namespace Concord.Cli.Commands;

/// <summary>Follows one instance through the iterations, in the terminal or on a page.</summary>
internal sealed class SolveCommand : Verb
{
    // No instance is longer, and a pipe may have no end.
    private const int MostBytes = 1 << 24;

    // Pixels of all pictures; a page of so many takes some seconds.
    private const long LargeFilm = 5_000_000;

    private readonly Argument<string?> _task = Given.Task();
    private readonly Argument<string?> _input = new("INPUT")
    {
        HelpName = "[INPUT]",
        Description = "a file, or - for standard input; a fresh instance where there is none",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _weights =
        Given.Text("--weights", "FILE|RUN", "a weights file or a run's folder (what ships)");
    private readonly Option<ulong?> _seed =
        Given.Seed("which fresh instance (1), and what is random about a disturbance");
    private readonly Option<string?> _size =
        Given.Text("--size", "SIZE", "size of a fresh instance, as 31 or 19x37 (the task's own)");
    private readonly Option<string?> _data = TrainedOptions.Data();
    private readonly Option<long?> _iterations =
        Given.Whole("--iterations", "iterations the agents get, 1 to 100000 (the model's own number)", 1, 100_000);
    private readonly Option<long?> _line =
        Given.Whole("--line", "line of the Sudoku to solve, from 1, where INPUT holds several", 1, 100_000_000);
    private readonly Option<long?> _cgSteps = TrainedOptions.CgSteps();
    private readonly Option<double?> _haltAt = TrainedOptions.HaltAt();
    private readonly Option<string?> _html = Given.Output("--html", "write a page with a slider over iterations");
    private readonly Option<bool> _json = Given.Json();
    private readonly DisturbanceOptions _disturbance = new();

    public SolveCommand()
        : base("solve", "watch one instance being solved, disturbed or not")
    {
        Add(_task);
        Add(_input);
        foreach (var option in (Option[])
            [_weights, _seed, _size, _data, _iterations, _cgSteps, _haltAt, _line, _html, _json])
            Add(option);
        _disturbance.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "solve maze --seed 3",
        "solve maze my-maze.txt --html film.html",
        "solve sudoku puzzle.txt",
        "solve sudoku puzzles.csv --line 12",
        "solve digits image.pgm",
        "solve maze --size 37 --iterations 200 --zero all --at 100",
    ];

    public override IReadOnlyList<(string Task, string About)> Inputs =>
    [
        ("maze", "rows of # for wall and blanks or . for open, with S and G, such as ##### / #S G# / #####"),
        ("route", "the same, and perhaps after an empty line the route, such as RRDD; or a picture"),
        ("digits", "a picture in grey, such as a PGM file"),
        ("sudoku", "81 signs on a line, such as 53..7....6..195…, or nine lines of nine; several with --line"),
        ("parity", "a sign for each position, such as +-+- or 1 -1 1 -1"),
        ("sorting", "numbers, such as 0.5 -1.25 2.5"),
    ];

    public override int Run(ParseResult given, Terminal terminal)
    {
        var task = given.TaskOf(_task);
        var input = given.GetValue(_input);
        if (input != null && given.Has(_size))
            throw new ArgumentException(
                $"--size must not come with an input, since {input} has its own size, but is {given.GetValue(_size)}.");
        if (given.GetValue(_line) is { } line && (input == null || task is not SudokuTask))
            throw new ArgumentException($"--line must come with a file of Sudokus, but is {line} without one.");
        var page = given.OutputOf(_html);
        var bytes = input == null ? null : Read(input, terminal);
        var size = given.SizeOf(_size, task);
        var model = EvalCommand.Weights(task, given.GetValue(_weights)).With(given, _data, task)
            .With(given, _cgSteps, task);
        var seed = given.GetValue(_seed) ?? 1;
        var iterations = (int)(given.GetValue(_iterations) ?? model.Study.IterationsToEvaluate);
        var showing = new Showing(iterations, seed)
        {
            Input = bytes,
            Source = input == null ? "" : Source(input),
            Line = (int?)given.GetValue(_line),
            Size = size,
            HaltAt = (float?)given.GetValue(_haltAt),
            Disturbance = _disturbance.Read(given, seed, iterations),
        };
        using var interrupt = new Interrupt(terminal);
        var json = given.GetValue(_json) ? new JsonObject
        {
            ["task"] = task.Name,
            ["model"] = model.Experiment.Model,
            ["weights"] = model.Source,
        } : null;
        return Follow(task, model, showing, page, json, terminal, interrupt.Token);
    }

    private static int Follow(
        ITask task, TrainedModel model, Showing showing, string? page, JsonObject? json, Terminal terminal,
        CancellationToken cancellation)
    {
        var film = Shoot(task, model, showing, terminal, cancellation);
        // What was seen so far is shown, but a page of it is not what was asked for.
        var isWhole = film != null && !cancellation.IsCancellationRequested;
        var isWritten = isWhole && page != null && Write(page, film!, terminal, cancellation);
        if (json != null)
        {
            foreach (var (name, value) in film == null ? [] : new Story(film).ToJson())
                json[name] = value?.DeepClone();
            json["seed"] = showing.Seed;
            json["disturbance"] = Words(showing);
            json["interrupted"] = cancellation.IsCancellationRequested;
            terminal.Out.WriteLine(json.ToJsonString());
        }
        else if (film != null)
        {
            Print(terminal, film, showing, isWhole, cancellation);
            if (isWritten)
                terminal.Out.WriteLine($"The page is in {page}.");
        }
        if (!cancellation.IsCancellationRequested)
            return ExitCode.Done;
        var when = isWhole || film == null ? "" : $" after {film.Frames.Count} of {showing.Iterations} iterations";
        terminal.Error.WriteLine(
            film == null && page == null ? CommandLine.NothingChanged
            : $"Interrupted{when}{(page == null || isWritten ? "" : $"; {page} was not written")}.");
        return ExitCode.Interrupted;
    }

    // Null where it was interrupted before anything could be seen.
    private static Film? Shoot(
        ITask task, TrainedModel model, Showing showing, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            return LongWork.Show(
                terminal, $"solve {task.Name}",
                report => task.Film(model.Study, model.Weights, showing with
                {
                    Cancellation = cancellation,
                    Progress = done => report(
                        (double)done / showing.Iterations, $"iteration {done} of {showing.Iterations}"),
                }),
                cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static bool Write(string page, Film film, Terminal terminal, CancellationToken cancellation)
    {
        if ((long)film.Frames.Count * film.Places > LargeFilm)
            terminal.Error.WriteLine($"Writing {page}, which will be large.");
        try
        {
            return LongWork.Show(
                terminal, "page",
                _ =>
                {
                    Given.Naming("--html", () => FilmPage.Write(page, film));
                    return true;
                },
                cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string? Words(Showing showing) =>
        showing.Disturbance is { } disturbance ? DisturbanceOptions.Words(disturbance) : null;

    private static void Print(
        Terminal terminal, Film film, Showing showing, bool isWhole, CancellationToken cancellation)
    {
        terminal.Out.WriteLine(new Story(film).Head);
        if (film.Of != null)
            terminal.Out.WriteLine($"data: {film.Of}");
        if (Words(showing) is { } disturbance)
            terminal.Out.WriteLine($"disturbance: {disturbance}");
        terminal.Out.WriteLine();
        Player.Show(film, terminal, cancellation);
        var story = new Story(film);
        terminal.Out.WriteLine();
        if (terminal.Screen == null || !terminal.HasColours)
            terminal.Out.WriteLine(story.Residuals().ToString());
        terminal.Out.WriteLine(story.Verdict);
        if (isWhole && showing.Disturbance == null && story.EndsWrong)
            terminal.Out.WriteLine("More --iterations or better weights may help.");
    }

    private static string Source(string input) => input == "-" ? "standard input" : input;

    private static byte[] Read(string input, Terminal terminal)
    {
        if (input != "-" && !File.Exists(input))
        {
            var flaw = Directory.Exists(input) ? "is a folder" : "there is none";
            throw new FileNotFoundException($"{input}: the input must be a file, or - for standard input, but {flaw}.");
        }
        if (input == "-" && terminal.IsTyped)
            terminal.Error.WriteLine("Standard input is the keyboard; Ctrl-D on a line of its own ends it.");
        using var file = input == "-" ? null : ReadableFile.Open(input);
        var buffer = new byte[MostBytes + 1];
        var length = (file ?? terminal.In).ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= MostBytes
            ? buffer[..length]
            : throw new InvalidDataException($"{Source(input)} must have at most {MostBytes} bytes, but has more.");
    }
}

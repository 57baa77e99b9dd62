using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;

namespace Concord.Cli.Commands;

/// <summary>Scores weights on suites of instances they were not trained on.</summary>
internal sealed class EvalCommand : Verb
{
    private readonly Argument<string?> _task = Given.Task();
    private readonly Option<string?> _weights =
        Given.Text("--weights", "FILE|RUN", "a weights file or a run's folder (what ships)");
    private readonly Option<long?> _cgSteps = TrainedOptions.CgSteps();
    private readonly ScoreOptions _score = new();
    private readonly Option<bool> _json = Given.Json();

    public EvalCommand()
        : base("eval", "score weights on suites, with or without disturbances")
    {
        Add(_task);
        Add(_weights);
        Add(_cgSteps);
        _score.AddTo(this);
        Add(_json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "eval maze",
        "eval maze --weights runs/maze-sheaf-admm-0 --suite test,2x --count 1000",
        "eval maze --flip dual --at 30 --iterations 100",
        "eval maze --cg-steps 10 --no-dual",
    ];

    /// <summary>What was asked for, or what ships for a task's usual model.</summary>
    public static TrainedModel Weights(ITask task, string? path) => path != null
        ? TrainedModel.Open(path, task)
        : TrainedModel.Shipped(task, task.Models[0].Name)
            ?? throw new ArgumentException(
                $"--weights must name a weights file or a run, since no weights ship for the task {task.Name}.");

    public override int Run(ParseResult given, Terminal terminal)
    {
        var task = given.TaskOf(_task);
        var model = _score.On(given, task, Weights(task, given.GetValue(_weights))).With(given, _cgSteps, task);
        using var interrupt = new Interrupt(terminal);
        using var scoring = new Scoring(_score, given, terminal);
        var results = scoring.Run(task, model, $"eval {task.Name}", interrupt.Token);
        var isWhole = results.Count == _score.Suites(given, task).Count;
        if (given.GetValue(_json))
            terminal.Out.WriteLine(Json(task, model, given, results, isWhole).ToJsonString());
        else if (results.Count > 0)
            Print(terminal.Out, model, given, results);
        if (isWhole)
            return ExitCode.Done;
        terminal.Error.WriteLine(Scoring.Interrupted(results.Count));
        return ExitCode.Interrupted;
    }

    private JsonObject Json(
        ITask task, TrainedModel model, ParseResult given, IReadOnlyList<Scoring.Result> results, bool isWhole) => new()
    {
        ["task"] = task.Name,
        ["model"] = model.Experiment.Model,
        ["weights"] = model.Source,
        ["parameters"] = model.Study.Parameters.Trained,
        ["iterations"] = Iterations(given, model, results),
        ["disturbance"] = _score.Words(given, model.Study),
        ["cg_steps"] = given.GetValue(_cgSteps),
        ["seed"] = results.Select(result => (ulong?)result.Seed).FirstOrDefault(),
        ["data"] = results.Select(result => result.Score.Of).FirstOrDefault(),
        ["interrupted"] = !isWhole,
        ["seconds"] = results.Sum(result => result.Seconds),
        ["suites"] = new JsonArray([.. results.Select(result => result.ToJson())]),
    };

    // Of samples of another size some models take more or fewer than are asked for.
    private int Iterations(ParseResult given, TrainedModel model, IReadOnlyList<Scoring.Result> results) =>
        results.Select(result => result.Score.Iterations).DefaultIfEmpty(_score.Iterations(given, model.Study)).Max();

    private void Print(TextWriter output, TrainedModel model, ParseResult given, IReadOnlyList<Scoring.Result> results)
    {
        var study = model.Study;
        output.WriteLine($"{model.Experiment.Model}, {study.Parameters.Trained:n0} parameters, from {model.Source}");
        var steps = given.GetValue(_cgSteps) is { } changed ? $"{changed} conjugate gradient steps each, " : "";
        output.WriteLine(
            $"{Numbers.Count(Iterations(given, model, results), "iteration")}, {steps}"
            + $"disturbance: {_score.Words(given, study)}");
        if (results[0].Score.Of is { } data)
            output.WriteLine($"data: {data}");
        output.WriteLine();
        var table = new TextTable([
            "suite", "count", .. results[0].Score.Values.Select(value => Numbers.Words(value.Name)), "seconds"]);
        foreach (var (suite, _, score, seconds) in results)
            table.Add([suite.Name, $"{score.Count}", .. score.Values.Select(Numbers.Show), $"{seconds:f1}"]);
        output.Write(table);
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;

namespace Concord.Cli.Commands;

/// <summary>The same suites for several models, side by side.</summary>
internal sealed class CompareCommand : Verb
{
    private readonly Argument<string?> _task = Given.Task();
    private readonly Option<string?> _models =
        Given.Text("--models", "A,B", "models that ship, weights files or runs, with commas between them");
    private readonly ScoreOptions _score = new();
    private readonly Option<bool> _json = Given.Json();

    public CompareCommand()
        : base("compare", "score several models on the same suites, side by side")
    {
        Add(_task);
        Add(_models);
        _score.AddTo(this);
        Add(_json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "compare maze --models sheaf-admm,runs/maze-sheaf-admm-0",
        "compare maze --models runs/a,runs/b --suite test,2x",
    ];

    public override int Run(ParseResult given, Terminal terminal)
    {
        var task = given.TaskOf(_task);
        var list = given.GetValue(_models)
            ?? throw new ArgumentException(
                "concord compare needs --models A,B: shipped models, weights files or runs.");
        var names = list.Split(',');
        var models = names.Select(name => _score.On(given, task, Find(task, name))).ToList();
        using var interrupt = new Interrupt(terminal);
        using var scoring = new Scoring(_score, given, terminal);
        var results = models.Select((model, i) => scoring.Run(task, model, names[i], interrupt.Token)).ToList();
        var suites = _score.Suites(given, task);
        var isWhole = results.TrueForAll(scored => scored.Count == suites.Count);
        if (given.GetValue(_json))
            terminal.Out.WriteLine(Json(task, given, models, results, isWhole).ToJsonString());
        else if (results[0].Count > 0)
            Print(terminal.Out, names, models, results);
        if (isWhole)
            return ExitCode.Done;
        terminal.Error.WriteLine(Scoring.Interrupted(results.Sum(scored => scored.Count)));
        return ExitCode.Interrupted;
    }

    private static TrainedModel Find(ITask task, string name)
    {
        if (Path.Exists(name))
            return TrainedModel.Open(name, task);
        if (!task.Models.Any(model => model.Name == name))
            throw new ArgumentException(
                $"--models must name models ({string.Join(", ", task.Models.Select(m => m.Name))}), weights files "
                + $"or runs, but has {Spelling.Shown(name)}.");
        return TrainedModel.Shipped(task, name)
            ?? throw new ArgumentException(
                $"--models: {name} must be trained and named by its run or file, since no weights ship for it.");
    }

    private JsonObject Json(
        ITask task, ParseResult given, List<TrainedModel> models, List<IReadOnlyList<Scoring.Result>> results,
        bool isWhole) => new()
    {
        ["task"] = task.Name,
        ["seed"] = results[0].Select(suite => (ulong?)suite.Seed).FirstOrDefault(),
        ["interrupted"] = !isWhole,
        ["seconds"] = results.Sum(suites => suites.Sum(suite => suite.Seconds)),
        ["models"] = new JsonArray([.. models.Zip(results, (model, suites) => new JsonObject
        {
            ["model"] = model.Experiment.Model,
            ["weights"] = model.Source,
            ["parameters"] = model.Study.Parameters.Trained,
            ["iterations"] = suites.Select(suite => suite.Score.Iterations)
                .DefaultIfEmpty(_score.Iterations(given, model.Study)).Max(),
            ["data"] = suites.Select(suite => suite.Score.Of).FirstOrDefault(),
            ["suites"] = new JsonArray([.. suites.Select(suite => suite.ToJson())]),
        })]),
    };

    private static void Print(
        TextWriter output, string[] names, List<TrainedModel> models, List<IReadOnlyList<Scoring.Result>> results)
    {
        var table = new TextTable(["suite", "score", .. names]);
        table.Add(["", "parameters", .. models.Select(model => $"{model.Study.Parameters.Trained:n0}")]);
        if (results.Any(suites => suites.Any(suite => suite.Score.Of != null)))
            table.Add(["", "data", .. results.Select(
                suites => suites is [var first, ..] ? first.Score.Of ?? "–" : "–")]);
        for (var s = 0; s < results[0].Count; s++)
            foreach (var value in results[0][s].Score.Values)
                table.Add([
                    results[0][s].Suite.Name, Numbers.Words(value.Name),
                    .. results.Select(suites => Numbers.Show(
                        new(value.Name, s < suites.Count ? suites[s].Score[value.Name] : double.NaN)))]);
        output.Write(table);
    }
}

using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Pages;
using Concord.Lab.Runs;
using Concord.Tensors;
using Concord.Tensors.Storage;

namespace Concord.Cli.Commands;

/// <summary>What a run or a weights file is: plan, tensors, curves, and how its agents coordinate.</summary>
internal sealed class InspectCommand : Verb
{
    private readonly Argument<string?> _path = new("FILE|RUN")
    {
        HelpName = "FILE|RUN",
        Description = "a weights file, a checkpoint or a run's folder",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _html = Given.Output("--html", "write a page of the diagnostics");
    private readonly Option<bool> _json = Given.Json();

    public InspectCommand()
        : base("inspect", "say what a run or a weights file is")
    {
        Add(_path);
        Add(_html);
        Add(_json);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "inspect runs/maze-sheaf-admm-0",
            "inspect models/maze.safetensors --json",
            "inspect runs/digits-mlp-0 --html inside.html",
        ];

    public override int Run(ParseResult given, Terminal terminal)
    {
        var path = given.GetValue(_path)
            ?? throw new ArgumentException("concord inspect needs a weights file or a run's folder.");
        var page = given.OutputOf(_html);
        var folder = Directory.Exists(path) ? RunFolder.Open(path) : null;
        // A run that has not come to its first checkpoint has a plan, and that is all there is to say.
        var model = folder != null && Checkpoint.Last(path) == null ? null : TrainedModel.Open(path);
        var tensors = model == null ? [] : TensorSummary.Of(model.Study.Parameters, model.Weights);
        var task = Catalog.Task((model?.Experiment ?? folder!.Plan.Experiment).Task);
        var diagnostics = model == null ? Diagnosis.None : task.Diagnose(model.Study, model.Weights);
        var events = folder != null && File.Exists(folder.Log.Path) ? EventLog.Read(folder.Log.Path) : [];
        if (page != null)
            Given.Naming("--html", () => Write(page, path, folder, model, diagnostics, events));
        if (given.GetValue(_json))
            terminal.Out.WriteLine(Json(path, folder, model, tensors, diagnostics, events).ToJsonString());
        else
            Print(terminal.Out, path, folder, model, tensors, diagnostics, events);
        return ExitCode.Done;
    }

    private static void Write(
        string page, string path, RunFolder? folder, TrainedModel? model, Diagnosis diagnostics,
        IReadOnlyList<RunEvent> events)
    {
        var experiment = model?.Experiment ?? folder!.Plan.Experiment;
        DiagnosisPage.Write(
            page, $"Inside {experiment.Model} on {experiment.Task}", diagnostics, Facts(path, folder, model),
            folder?.Plan ?? model?.Plan, events);
    }

    private static string Facts(string path, RunFolder? folder, TrainedModel? model)
    {
        var experiment = model?.Experiment ?? folder!.Plan.Experiment;
        var count = (model?.Study ?? experiment.Open()).Parameters.Trained;
        var kind = folder == null ? "weights" : "a run";
        return $"{path}: {kind}, task {experiment.Task}, model {experiment.Model}, {count:n0} parameters";
    }

    private static JsonObject Json(
        string path, RunFolder? folder, TrainedModel? model, IReadOnlyList<TensorSummary> tensors,
        Diagnosis diagnostics, IReadOnlyList<RunEvent> events)
    {
        var experiment = model?.Experiment ?? folder!.Plan.Experiment;
        var last = events.Count == 0 ? null : events[^1];
        return new JsonObject
        {
            ["path"] = path,
            ["kind"] = folder == null ? "weights" : "run",
            ["task"] = experiment.Task,
            ["model"] = experiment.Model,
            ["parameters"] = model?.Study.Parameters.Trained ?? experiment.Open().Parameters.Trained,
            ["plan"] = (folder?.Plan ?? model?.Plan) is { } plan ? JsonNode.Parse(plan.ToJson()) : null,
            ["steps"] = last?.Step,
            ["seconds"] = last?.Seconds,
            ["loss"] = Numbers.Json(events.Select(e => e["loss"]).LastOrDefault(double.IsFinite, double.NaN)),
            ["tensors"] = new JsonArray([.. tensors.Select(tensor => tensor.ToJson())]),
            ["diagnostics"] = Json(diagnostics.Values.Select(m => (m.Name, Numbers.Json(m.Value)))),
            ["figures"] = Json(diagnostics.Figures.Select(figure => (figure.Name, (JsonNode?)Json(figure.Lines.Select(
                line => (line.Name, (JsonNode?)new JsonArray(
                    [.. line.Points.Select(point => new JsonArray(point.X, Numbers.Json(point.Y)))]))))))),
            ["graphs"] = Json(diagnostics.Graphs.Select(graph => (graph.Name, (JsonNode?)new JsonObject
            {
                ["vertices"] = new JsonArray([.. graph.Vertices.Select(v => Numbers.Json(v.Value))]),
                ["edges"] = new JsonArray(
                    [.. graph.Edges.Select(e => new JsonArray(e.From, e.To, Numbers.Json(e.Value)))]),
            }))),
            ["notes"] = folder != null
                ? null
                : Json(SafetensorsFile.Read(path).Metadata.Select(note => (note.Key, (JsonNode?)note.Value))),
        };
    }

    private static JsonObject Json(IEnumerable<(string Name, JsonNode? Value)> entries) =>
        [.. entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Value))];

    private static void Print(
        TextWriter output, string path, RunFolder? folder, TrainedModel? model, IReadOnlyList<TensorSummary> tensors,
        Diagnosis diagnostics, IReadOnlyList<RunEvent> events)
    {
        output.WriteLine(Facts(path, folder, model));
        if ((folder?.Plan ?? model?.Plan) is { } plan)
            output.WriteLine($"\nplan\n{Encoding.UTF8.GetString(plan.ToJson())}");
        output.Write(Curves(events));
        if (model == null)
            output.WriteLine("\nThere is no checkpoint yet.");
        if (tensors.Count > 0)
        {
            var table = new TextTable("tensor", "shape", "count", "mean", "rms", "min", "max");
            foreach (var tensor in tensors)
                table.Add(
                    tensor.Name, $"{tensor.Shape}", $"{tensor.Shape.Size}", $"{tensor.Mean:g3}", $"{tensor.Rms:g3}",
                    $"{tensor.Least:g3}", $"{tensor.Most:g3}");
            output.Write($"\n{table}");
        }
        Print(output, diagnostics);
    }

    private static void Print(TextWriter output, Diagnosis diagnostics)
    {
        if (diagnostics.Values.Count > 0)
        {
            output.WriteLine("\ndiagnostics");
            var wide = diagnostics.Values.Max(value => value.Name.Length);
            foreach (var (name, value) in diagnostics.Values)
                output.WriteLine($"  {Numbers.Words(name).PadRight(wide)}  {Show(name, value),9}  "
                    + DiagnosisText.Explain(name));
        }
        foreach (var figure in diagnostics.Figures)
            foreach (var (name, points) in figure.Lines)
            {
                double[] heights = [.. points.Select(point => point.Y).Where(double.IsFinite)];
                var title = figure.Lines.Count == 1 ? figure.Title : $"{figure.Title}, {name}";
                if (heights.Length > 0)
                    output.WriteLine($"  {title}: {Sparkline.Of(heights)}  "
                        + $"{Show(figure.Name, heights[0])} to {Show(figure.Name, heights[^1])}");
            }
    }

    private static string Show(string name, double value) =>
        !double.IsFinite(value) ? "–" : DiagnosisText.IsShare(name) ? $"{100 * value:f1} %" : $"{value:g4}";

    // The loss falls over orders of magnitude, so its curve is drawn on a logarithmic scale; scores are not.
    private static string Curves(IReadOnlyList<RunEvent> events)
    {
        var text = new StringBuilder();
        foreach (var name in events.SelectMany(entry => entry.Values).Select(value => value.Name).Distinct())
        {
            double[] values = [.. events.Select(entry => entry[name]).Where(double.IsFinite)];
            if (values.Length == 0)
                continue;
            var logarithmic = name is "loss" or "gradient_norm";
            var line = Sparkline.Of(logarithmic ? [.. values.Select(v => Math.Log(Math.Max(v, 1e-30)))] : values);
            text.Append($"{Numbers.Words(name),-16} {line}  {Show(values[0])} to {Show(values[^1])}\n");

            string Show(double value) => Numbers.Show(new Measurement(name, value));
        }
        if (events.Count > 0)
            text.Append($"step {events[^1].Step:n0}, {events[^1].Seconds:f1} s\n");
        return text.ToString();
    }

    private readonly record struct TensorSummary(
        string Name, Shape Shape, double Mean, double Rms, double Least, double Most)
    {
        public static IReadOnlyList<TensorSummary> Of(Parameters parameters, Block weights) =>
        [
            .. parameters.Entries.Select(entry =>
            {
                var values = weights.Span.Slice(entry.Offset, entry.Shape.Size).ToArray();
                return new TensorSummary(
                    entry.Name, entry.Shape, values.Average(v => (double)v),
                    Math.Sqrt(values.Average(v => (double)v * v)), values.Min(), values.Max());
            }),
        ];

        public JsonObject ToJson()
        {
            int[] shape = [.. Shape];
            return new JsonObject
            {
                ["name"] = Name,
                ["shape"] = new JsonArray([.. shape.Select(extent => (JsonNode)extent)]),
                ["count"] = Shape.Size,
                ["mean"] = Numbers.Json(Mean),
                ["rms"] = Numbers.Json(Rms),
                ["min"] = Numbers.Json(Least),
                ["max"] = Numbers.Json(Most),
            };
        }
    }
}

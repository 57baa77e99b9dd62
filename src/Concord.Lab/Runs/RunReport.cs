using System.Text;
using System.Text.Json;
using Concord.Lab.Pages;

namespace Concord.Lab.Runs;

/// <summary>The page of a training run: its curves, its scores, its plan, and how to do it again.</summary>
/// <remarks>One HTML file that loads nothing and runs no script. It may be written while the run goes on.</remarks>
public static class RunReport
{
    /// <summary>Writes <see cref="RunFolder.Report"/> from the plan and the log as they stand.</summary>
    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    /// <exception cref="IOException">The log cannot be read or the page not written; an old page stays.</exception>
    /// <param name="folder">The run.</param>
    /// <param name="diagnosis">What was found inside its weights.</param>
    /// <param name="isOver">If false, it was cut off; null: it is over if it has weights.</param>
    public static void Write(RunFolder folder, Diagnosis? diagnosis = null, bool? isOver = null) =>
        Page.Write(folder.Report, Invariant.Text(
            () => Render(folder, diagnosis ?? Diagnosis.None, isOver ?? File.Exists(folder.Weights))));

    private static string Render(RunFolder folder, Diagnosis diagnosis, bool isOver)
    {
        var events = folder.Log.Read();
        var experiment = folder.Plan.Experiment;
        var title = $"{experiment.Model} on {experiment.Task}";
        var step = events.Count == 0 ? 0 : events[^1].Step;
        var body = new StringBuilder()
            .Append($"<header>\n<h1>{Page.Text(title)}</h1>\n")
            .Append($"<p class=\"lede\">{Page.Text(Verdict(events, isOver))}</p>\n")
            .Append($"<p class=\"facts-line\">{Page.Text(Extent(events, folder.Plan))}</p>\n</header>\n<main>\n");
        if (events.Count == 0)
            body.Append("<p>The log is empty. Curves appear here after the first steps.</p>\n");
        else
            body.Append(RunCurves.Render(events))
                .Append("<h2>Numbers at the end</h2>\n").Append(Page.Table(Last(events, folder.Plan)));
        if (DiagnosisPage.Render(diagnosis) is { Length: > 0 } inside)
            body.Append($"<h2>Inside</h2>\n{inside}");
        body.Append($"<h2>Plan</h2>\n<div class=\"plan\">\n{Page.Table(PlanTable(folder.Plan))}</div>\n")
            .Append("<details>\n<summary>plan.json</summary>\n<pre>")
            .Append(Page.Text(Encoding.UTF8.GetString(folder.Plan.ToJson()))).Append("</pre>\n</details>\n")
            .Append(Again(folder, step))
            .Append(Next(folder, step, isOver, IsBroken(events)))
            .Append($"</main>\n<footer>Made by Concord {Page.Text(folder.Plan.Version)}.</footer>");
        return Page.Render(title, body.ToString(), "run.css");
    }

    private static string Verdict(IReadOnlyList<RunEvent> events, bool isOver)
    {
        var scored = events.LastOrDefault(e => RunCurves.MainScore(e) != null);
        var state = isOver ? "Finished" : events.Count == 0 ? "Not begun" : "Not finished";
        if (scored == null || RunCurves.MainScore(scored) is not { } score)
            return $"{state}; not scored yet.";
        return $"{state}. At step {scored.Step:#,0}: {RunCurves.Words(score.Name)} {Numbers.Percent(score.Value)}.";
    }

    private static string Extent(IReadOnlyList<RunEvent> events, Plan plan)
    {
        var end = plan switch
        {
            { Steps: { } steps, Minutes: { } minutes } => $"{steps:#,0} steps or {minutes:0.#} minutes",
            { Steps: { } steps } => $"{steps:#,0} steps",
            { Minutes: { } minutes } => $"{minutes:0.#} minutes",
            _ => "no end",
        };
        if (events.Count == 0)
            return $"planned: {end}";
        var (step, seconds) = (events[^1].Step, events[^1].Seconds);
        var rate = step > 0 ? $" · {Numbers.Short(1000 * seconds / step)} ms a step" : "";
        return $"{step:#,0} steps in {Numbers.Duration(seconds)} of training{rate} · planned: {end}";
    }

    private static bool IsBroken(IReadOnlyList<RunEvent> events) =>
        events.LastOrDefault(e => e.Values.Any(v => v.Name == "loss")) is { } last && !double.IsFinite(last["loss"]);

    // The last value of every name, in the order in which names first appear.
    private static IEnumerable<(string, string)> Last(IReadOnlyList<RunEvent> events, Plan plan)
    {
        yield return ("steps", $"{events[^1].Step:#,0}");
        yield return ("time of training", Numbers.Duration(events[^1].Seconds));
        foreach (var name in events.SelectMany(e => e.Values).Select(v => v.Name).Distinct())
        {
            var entry = events.Last(e => e.Values.Any(v => v.Name == name));
            var value = RunCurves.IsShare(events, name) ? Numbers.Percent(entry[name]) : Numbers.Short(entry[name]);
            var mean = name == "loss" ? $", mean of {plan.StepsOfLine(entry.Step)} steps" : "";
            yield return (RunCurves.Words(name), $"{value} at step {entry.Step:#,0}{mean}");
        }
    }

    /// <summary>The options of a plan by name, as words.</summary>
    internal static IReadOnlyList<(string Name, string Value)> PlanTable(Plan plan)
    {
        var rows = new List<(string, string)>();
        using var json = JsonDocument.Parse(plan.ToJson());
        Add(json.RootElement, "");
        return rows;

        void Add(JsonElement element, string path)
        {
            foreach (var property in element.EnumerateObject())
                if (property.Value.ValueKind == JsonValueKind.Object)
                    Add(property.Value, property.Name is "experiment" or "options" ? path : $"{path}{property.Name}: ");
                else if (property.Value.ValueKind != JsonValueKind.Null)
                    rows.Add((path + RunCurves.Words(property.Name), Value(property.Value)));
        }

        static string Value(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Number when value.GetRawText().Contains('E', StringComparison.OrdinalIgnoreCase) =>
                Numbers.Short(value.GetDouble()),
            _ => value.ToString(),
        };
    }

    private static string Again(RunFolder folder, long step)
    {
        var command = PlanCommand.Find(folder.Plan) is { } found
            ? $"<pre>{Page.Text(found)} --run again</pre>\n<p>Or, from the plan itself, whatever it says:</p>\n"
            : "<p>The plan has options that the command line does not name, so start from the plan itself:</p>\n";
        var length = folder.Plan.Minutes == null ? "" :
            $" How many steps fit into the minutes depends on the machine; here it was <code>--steps {step}</code>.";
        return $"""
            <h2>To do it again</h2>
            <p>The plan determines the weights after each step bit for bit, on any number of threads.{length}</p>
            {command}<pre>mkdir again
            cp {Page.Text(ShellWords.QuotePath(folder.Path + "/plan.json"))} again/
            concord train {folder.Plan.Experiment.Task} --resume again</pre>

            """;
    }

    private static string Next(RunFolder folder, long step, bool isOver, bool isBroken)
    {
        IReadOnlyList<NextStep> ideas = isBroken
            ? [new("The loss is not finite any more. See where it broke, then begin again", NextSteps.Inspect(folder))]
            : isOver ? NextSteps.OfFinished(folder, step) : NextSteps.OfUnfinished(folder);
        var html = new StringBuilder("<h2>What to try next</h2>\n");
        foreach (var (about, command) in ideas)
            html.Append($"<p>{Page.Text(about)}:</p>\n<pre>{Page.Text(command)}</pre>\n");
        return html.ToString();
    }
}

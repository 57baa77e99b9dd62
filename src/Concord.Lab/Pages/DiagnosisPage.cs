using System.Text;
using Concord.Lab.Runs;

namespace Concord.Lab.Pages;

/// <summary>A <see cref="Diagnosis"/> as HTML: charts, graphs with their numbers drawn on them, and a table.</summary>
public static class DiagnosisPage
{
    private const string Nothing = "Nothing to draw: diagnostics exist for sheaves, for models that answer in ticks, "
        + "and for layers that learn by a rule, and this model has none of them, or no weights yet.";

    private static readonly string[] Styles = ["a", "b", "c", "d", "e"];

    /// <summary>Writes a page of its own.</summary>
    /// <param name="path">The file; replaced as a whole.</param>
    /// <param name="title">What was looked into.</param>
    /// <param name="diagnosis">What was found.</param>
    /// <param name="about">Where it was found, in a line.</param>
    /// <param name="plan">The plan of the training; null where it is not known.</param>
    /// <param name="events">The log of the training; null where there is none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path, string title, Diagnosis diagnosis, string about = "", Plan? plan = null,
        IReadOnlyList<RunEvent>? events = null)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        Page.Write(path, Invariant.Text(
            () => Page.Render(title, Whole(title, diagnosis, about, plan, events ?? []), "run.css")));
    }

    private static string Whole(
        string title, Diagnosis diagnosis, string about, Plan? plan, IReadOnlyList<RunEvent> events)
    {
        var lede = about.Length == 0 ? "" : $"<p class=\"lede\">{Page.Text(about)}</p>\n";
        var curves = events.Count == 0 ? "" : RunCurves.Render(events);
        var found = Render(diagnosis) is { Length: > 0 } parts ? parts : $"<p>{Page.Text(Nothing)}</p>\n";
        var options = plan == null ? ""
            : $"<h2>Plan</h2>\n<div class=\"plan\">\n{Page.Table(RunReport.PlanTable(plan))}</div>\n";
        return $"<header>\n<h1>{Page.Text(title)}</h1>\n{lede}</header>\n<main>\n{curves}"
            + $"<h2>Diagnostics</h2>\n{found}{options}</main>\n<footer>Made by Concord.</footer>";
    }

    /// <summary>The parts, without a page around them; empty where nothing was found.</summary>
    internal static string Render(Diagnosis diagnosis)
    {
        var html = new StringBuilder();
        if (diagnosis.Figures.Count + diagnosis.Graphs.Count > 0)
        {
            html.Append("<div class=\"charts\">\n");
            foreach (var figure in diagnosis.Figures)
                html.Append(Drawn(figure).ToHtml());
            foreach (var graph in diagnosis.Graphs)
                html.Append(GraphDrawing.ToHtml(graph));
            html.Append("</div>\n");
        }
        if (diagnosis.Values.Count > 0)
        {
            html.Append("<table class=\"facts\">\n");
            foreach (var (name, value) in diagnosis.Values)
                html.Append($"<tr><th scope=\"row\">{Page.Text(RunCurves.Words(name))}</th>")
                    .Append($"<td>{(DiagnosisText.IsShare(name) ? Numbers.Percent(value) : Numbers.Short(value))}</td>")
                    .Append($"<td>{Page.Text(DiagnosisText.Explain(name))}</td></tr>\n");
            html.Append("</table>\n");
        }
        return html.ToString();
    }

    private static Chart Drawn(Figure figure) => new(
        figure.Title, figure.Across,
        [.. figure.Lines.Select((line, i) =>
            new Curve(figure.Lines.Count > 1 ? line.Name : "", Styles[i % Styles.Length], line.Points))])
    {
        Mark = figure.Mark,
        Percent = DiagnosisText.IsShare(figure.Name),
    };
}

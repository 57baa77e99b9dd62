using System.Text;

namespace Concord.Lab.Pages;

/// <summary>A <see cref="Diagnosis"/> as HTML: charts, graphs with their numbers drawn on them, and a table.</summary>
public static class DiagnosisPage
{
    private static readonly string[] Styles = ["a", "b", "c", "d", "e"];

    /// <summary>Writes a page of its own.</summary>
    /// <param name="path">The file; replaced as a whole.</param>
    /// <param name="title">What was looked into.</param>
    /// <param name="diagnosis">What was found.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string title, Diagnosis diagnosis) =>
        Page.Write(path, Invariant.Text(() => Page.Render(
            title, $"<header>\n<h1>{Page.Text(title)}</h1>\n</header>\n<main>\n{Render(diagnosis)}</main>",
            "run.css")));

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
            var table = Page.Table(diagnosis.Values.Select(
                value => (RunCurves.Words(value.Name), Numbers.Short(value.Value))));
            html.Append($"<div class=\"plan\">\n{table}</div>\n");
        }
        return html.ToString();
    }

    private static Chart Drawn(Figure figure) => new(
        figure.Title, figure.Across,
        [.. figure.Lines.Select((line, i) =>
            new Curve(figure.Lines.Count > 1 ? line.Name : "", Styles[i % Styles.Length], line.Points))])
    {
        Mark = figure.Mark,
    };
}

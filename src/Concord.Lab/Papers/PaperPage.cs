using System.Text;
using Concord.Lab.Pages;
using Concord.Lab.Runs;
using Concord.Tensors.Storage;

namespace Concord.Lab.Papers;

/// <summary>A reproduction as one HTML file that loads nothing: tables, plots of the same numbers, curves.</summary>
public static class PaperPage
{
    private static readonly string[] Styles = [.. from line in (string[])["", " dashed", " dotted"]
                                                  from colour in (string[])["a", "b", "c", "d"]
                                                  select colour + line];

    /// <summary>Writes <c>report.md</c> and <c>report.html</c> into the reproduction's folder.</summary>
    /// <exception cref="IOException">They cannot be written; old ones stay.</exception>
    internal static void Write(Reproduction reproduction)
    {
        AtomicFile.Write(
            Path.Combine(reproduction.Folder, "report.md"),
            stream => stream.Write(Encoding.UTF8.GetBytes(PaperMarkdown.Render(reproduction))));
        Write(reproduction, Path.Combine(reproduction.Folder, "report.html"));
    }

    /// <summary>Writes the page as things stand.</summary>
    /// <exception cref="IOException">It cannot be written; an old one stays.</exception>
    public static void Write(Reproduction reproduction, string path) => 
        Page.Write(path, Invariant.Text(() => Render(reproduction)));

    private static string Render(Reproduction reproduction)
    {
        var (paper, cells) = (reproduction.Paper, reproduction.Cells());
        var body = new StringBuilder($"<header>\n<h1>{Page.Text(paper.Title)}</h1>\n")
            .Append($"<p class=\"lede\">{Page.Text(paper.Citation)}</p>\n<p class=\"facts-line\">")
            .Append(Page.Text(TableText.Extent(reproduction)))
            .Append(" Values are percentages, mean ± standard deviation over seeds.</p>\n</header>\n<main>\n");
        foreach (var table in reproduction.Tables)
            AppendTable(body, reproduction, table, [.. cells.Where(cell => cell.Table == table)]);
        var trainings = TableText.Trainings(reproduction).ToList();
        if (trainings.Count > 1)
        {
            body.Append("<h2>Trainings</h2>\n")
                .Append("<p>Where several learning rates stand, the best on validation counts.</p>\n");
            AppendRows(body, trainings[0], trainings.Skip(1).Select(line => ("", line)));
        }
        body.Append("</main>\n<footer>Made by Concord ")
            .Append(typeof(PaperPage).Assembly.GetName().Version!.ToString(3)).Append(".</footer>");
        return Page.Render(paper.Title, body.ToString(), "paper.css");
    }

    private static void AppendTable(
        StringBuilder body, Reproduction reproduction, PaperTable table, IReadOnlyList<CellOutcome> cells)
    {
        body.Append($"<h2>Table {table.Number}. {Page.Text(table.Title)}</h2>\n");
        if (table.Note.Length > 0)
            body.Append($"<p>{Page.Text(table.Note)}</p>\n");
        AppendRows(
            body, ["", "", "parameters", .. TableText.Heads(reproduction, table), "cost"],
            TableText.Lines(cells).Select(line => (
                line.Source,
                (IReadOnlyList<string>)[line.Name, line.Source, line.Parameters, .. line.Values, line.Cost])));
        foreach (var reason in TableText.Reasons(cells).Prepend(TableText.SizeNote(reproduction, table)))
            if (reason.Length > 0)
                body.Append($"<p class=\"note\">{Page.Text(reason)}</p>\n");
        body.Append("<div class=\"charts\">\n");
        foreach (var column in cells.GroupBy(cell => cell.Column))
            body.Append(new DotPlot(
                column.Key.Name,
                ("paper", TableText.OurSize(reproduction, column.Key) is { } size ? $"ours, on size {size}" : "ours"),
                [.. column.Select(cell => (cell.Row.Name, DotOf(cell.Paper), DotOf(cell.Ours?.Value)))]).ToHtml());
        if (table.Sweep != null)
            body.Append(SweepChart(reproduction, table));
        body.Append("</div>\n").Append(Curves(reproduction, cells));
    }

    private static void AppendRows(
        StringBuilder body, IReadOnlyList<string> heads, IEnumerable<(string Style, IReadOnlyList<string> Words)> rows)
    {
        body.Append("<div class=\"wide\">\n<table class=\"measures\">\n<thead><tr>");
        foreach (var head in heads)
            body.Append($"<th scope=\"col\">{Page.Text(head)}</th>");
        body.Append("</tr></thead>\n<tbody>\n");
        foreach (var (style, words) in rows)
        {
            body.Append($"<tr class=\"{style}\"><th scope=\"row\">{Page.Text(words[0])}</th>");
            foreach (var (index, word) in words.Index().Skip(1))
                body.Append(index == words.Count - 1 ? "<td class=\"cost\">" : "<td>").Append(Page.Text(word))
                    .Append("</td>");
            body.Append("</tr>\n");
        }
        body.Append("</tbody>\n</table>\n</div>\n");
    }

    private static Dot DotOf(Estimate? value) =>
        value is { } estimate ? new Dot(estimate.Mean, estimate.Spread ?? 0) : Dot.None;

    private static string SweepChart(Reproduction reproduction, PaperTable table)
    {
        var curves = reproduction.Sweep(table)
            .Where(row => row.Points.Count > 0)
            .Select((row, index) => new Curve(
                row.Row.Name, Styles[index % Styles.Length], [.. row.Points.Select(p => (p.X, p.Y / 100))]))
            .ToList();
        return curves.Count == 0 ? "" : new Chart(
            TableText.SweepTitle(reproduction, table), table.Sweep!.Across, curves)
        {
            Percent = true,
            Up = new Axis(0, 1, Logarithmic: false),
            Height = 300,
        }.ToHtml();
    }

    // The scores on the way of every training that counts, the first seed's, in pictures small enough to compare.
    private static string Curves(Reproduction reproduction, IReadOnlyList<CellOutcome> cells)
    {
        var html = new StringBuilder();
        var shown = new HashSet<string>();
        foreach (var cell in cells)
        {
            if (cell.Ours is not { Rate: not null, Scores: [var first, ..] } || !shown.Add(first.Run))
                continue;
            var points = Points(Path.Combine(reproduction.Folder, first.Run));
            if (points.Count == 0)
                continue;
            html.Append(new Chart(
                cell.Row.Name + (cell.Table.TrainsByColumn ? $": {cell.Column.Name}" : ""), "minutes",
                [new("", "a", points)])
            {
                Percent = true,
                Up = new Axis(0, 1, Logarithmic: false),
                Height = 170,
            }.ToHtml());
        }
        return html.Length == 0 ? "" : "<details>\n<summary>Scores on the way</summary>\n"
            + $"<div class=\"charts small\">\n{html}</div>\n</details>\n";
    }

    private static List<(double Minutes, double Score)> Points(string run)
    {
        if (!RunFolder.Exists(run) || RunFolder.Open(run).Log is not { } log || !File.Exists(log.Path))
            return [];
        return
        [
            .. from entry in EventLog.Read(log.Path)
               let score = RunCurves.MainScore(entry)
               where score != null
               select (entry.Seconds / 60, score.Value.Value),
        ];
    }
}

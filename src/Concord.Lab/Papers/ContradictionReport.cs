using System.Text;
using System.Text.Json.Nodes;
using Concord.Lab.Pages;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Storage;

namespace Concord.Lab.Papers;

/// <summary>What came of a <see cref="ContradictionStudy"/>, as Markdown and as a page with heat maps.</summary>
/// <param name="Study">What was asked.</param>
/// <param name="Cells">What came of it.</param>
public sealed record ContradictionReport(ContradictionStudy Study, IReadOnlyList<ContradictionCell> Cells)
{
    private const string Title = "Sheaf Cohomology of Linear Predictive Coding Networks";
    private const string Citation = "J. Seely. NeurReps workshop at NeurIPS 2025, arXiv 2511.11092.";

    // Angles at which learning succeeds easily, barely, not, and not at all.
    private static readonly double[] Drawn = [0, 0.33, 0.45, Math.PI];

    private string Lede =>
        $"The mean square of a number of y − x in validation after {Study.Setting.Steps:n0} steps, by the angle θ of "
        + $"every loop: the median over {Study.Seeds.Count} seeds, and how many came below "
        + $"{ContradictionCell.Success}, of the {Turns} whose forward matrices turn at the start and of the "
        + $"{Study.Seeds.Count - Turns} whose mirror.";

    private readonly bool[] _mirrors = [.. Study.Seeds.Select(seed => Study.Setting.Mirrors(new Rng(seed)))];

    private int Turns => _mirrors.Count(mirrors => !mirrors);

    /// <summary>Writes <c>report.md</c> and <c>report.html</c> into a folder.</summary>
    /// <exception cref="IOException">They cannot be written; old ones stay.</exception>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(
            Path.Combine(folder, "report.md"), stream => stream.Write(Encoding.UTF8.GetBytes(ToMarkdown())));
        WritePage(Path.Combine(folder, "report.html"));
    }

    /// <summary>Writes the page.</summary>
    /// <exception cref="IOException">It cannot be written; an old one stays.</exception>
    public void WritePage(string path) => 
        Page.Write(path, Invariant.Text(() => Page.Render(Title, ToHtml(), "paper.css")));

    /// <summary>The table as Markdown.</summary>
    public string ToMarkdown() => Invariant.Text(Markdown);

    private string Markdown()
    {
        var text = new StringBuilder($"# {Title}\n\n{Citation}\n\n{Lede}\n\n");
        foreach (var (i, line) in Lines().Index())
        {
            text.Append($"| {string.Join(" | ", line)} |\n");
            if (i == 0)
                text.Append('|').Insert(text.Length, "---|", line.Count).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The errors of all seeds by way to settle and angle.</summary>
    public JsonObject ToJson() => new()
    {
        ["seeds"] = new JsonArray([.. Study.Seeds.Select(seed => (JsonNode)seed)]),
        ["mirrors"] = new JsonArray([.. _mirrors.Select(mirrors => (JsonNode)mirrors)]),
        ["cells"] = new JsonArray([.. Cells.Select(cell => new JsonObject
        {
            ["row"] = cell.Row.Name,
            ["angle"] = cell.Angle,
            ["errors"] = new JsonArray([.. cell.Errors.Select(
                error => double.IsFinite(error) ? (JsonNode)error : null)]),
        })]),
    };

    private string ToHtml()
    {
        var html = new StringBuilder($"<header>\n<h1>{Page.Text(Title)}</h1>\n")
            .Append($"<p class=\"lede\">{Page.Text(Citation)}</p>\n</header>\n")
            .Append($"<main>\n<p>{Page.Text(Lede)}</p>\n<div class=\"wide\">\n<table class=\"paper\">\n");
        foreach (var (i, line) in Lines().Index())
        {
            var tag = i == 0 ? "th" : "td";
            html.Append("<tr>").AppendJoin("", line.Select(cell => $"<{tag}>{Page.Text(cell)}</{tag}>"))
                .Append("</tr>\n");
        }
        html.Append("</table>\n</div>\n<h2>Load and activation while it learns, settled exactly</h2>\n")
            .Append("<div class=\"charts\">\n");
        foreach (var angle in Drawn)
            AppendMaps(html, angle);
        return html.Append("</div>\n<h2>How far a signal gets</h2>\n")
            .Append("<div class=\"charts\">\n")
            .Append(new Chart("Layers over which it falls to 1/e, and 2/θ", "θ in radians",
            [
                new Curve("closed form", "a", [.. Curve(Screening.Reach)]),
                new Curve("2/θ", "b", [.. Curve(angle => 2 / angle)]),
            ]) { Logarithmic = true }.ToHtml())
            .Append("</div>\n</main>\n").ToString();
    }

    private void AppendMaps(StringBuilder html, double angle)
    {
        var frames = (Study.Setting with { Angle = angle, FrameEvery = Math.Max(1, Study.Setting.Steps / 60) })
            .Run(new Rng(Study.Seeds[0]));
        var layers = Study.Setting.Layers;
        string[] vertices = ["x", .. Enumerable.Range(1, layers).Select(i => $"h{i}"), "y"];
        string[] edges =
        [
            .. Enumerable.Range(0, layers + 1).Select(i => $"{vertices[i]} to {vertices[i + 1]}"),
            .. Enumerable.Range(1, layers - 1).Select(i => $"{vertices[i + 1]} to {vertices[i]}"),
        ];
        Append($"Harmonic load on edges, θ = {Angle(angle)}", edges, frame => frame.Loads);
        Append($"Diffusive activation, θ = {Angle(angle)}", vertices, frame => frame.Activations);

        void Append(string title, string[] names, Func<Contradiction.Frame, double[]> of) => html.Append(
            new HeatMap(title, "step", [.. frames.Select(frame => (double)frame.Step)], names, [.. names.Select(
                (_, i) => (IReadOnlyList<double>)[.. frames.Select(frame => of(frame)[i])])]).ToHtml());
    }

    private IEnumerable<IReadOnlyList<string>> Lines()
    {
        yield return ["settled by", .. Study.Angles.Select(angle => $"θ = {Angle(angle)}")];
        foreach (var row in Cells.GroupBy(cell => cell.Row))
            yield return [row.Key.Name, .. row.Select(Words)];
    }

    private string Words(ContradictionCell cell)
    {
        int Learned(bool mirrors) => cell.Errors.Where((error, i) =>
            _mirrors[i] == mirrors && error < ContradictionCell.Success).Count();
        var median = double.IsFinite(cell.Median) ? Numbers.Short(OneDigit(cell.Median)) : "diverged";
        return $"{median} ({Learned(mirrors: false)},\u00A0{Learned(mirrors: true)})";
    }

    private static string Angle(double angle) => angle == Math.PI ? "π" : $"{angle:0.##}";

    private static double OneDigit(double number) => double.Parse($"{number:0e+0}");

    private static IEnumerable<(double X, double Y)> Curve(Func<double, double> height) =>
        from k in Enumerable.Range(4, 59) let angle = k / 20.0 select (angle, height(angle));
}

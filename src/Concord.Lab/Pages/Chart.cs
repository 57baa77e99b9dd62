using System.Text;

namespace Concord.Lab.Pages;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it is, for the key; plain text, empty to leave it out.</param>
/// <param name="Style">The class that styles it: <c>a</c> to <c>d</c>, or <c>faint</c>.</param>
/// <param name="Points">Across and up, from left to right; where the height is NaN the line is broken.</param>
internal sealed record Curve(string Name, string Style, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Curves over a common axis, drawn as SVG when the page is written.</summary>
/// <param name="Title">What is shown; plain text.</param>
/// <param name="Across">What the horizontal axis counts; plain text.</param>
/// <param name="Curves">What is drawn, the first at the bottom.</param>
internal sealed record Chart(string Title, string Across, IReadOnlyList<Curve> Curves)
{
    private const int Left = 52, Right = 12, Top = 10, Bottom = 34;

    /// <summary>The vertical axis; fits the curves unless said.</summary>
    public Axis? Up { get; init; }

    /// <summary>Whether the vertical axis is logarithmic, where it fits the curves.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Whether heights are fractions, written as percentages.</summary>
    public bool Percent { get; init; }

    /// <summary>A vertical line across the chart, and the word beside it; plain text.</summary>
    public (double X, string Text)? Mark { get; init; }

    /// <summary>Whether a script may move a cursor and draw a curve of its own.</summary>
    /// <remarks>
    /// Adds a <c>line.cursor</c>, a <c>path.chosen</c>, and <c>data-frame</c>: left, top, width and height of the plot,
    /// then what lies at its left, right, bottom and top (their decimal logarithms on a logarithmic axis).
    /// </remarks>
    public bool Live { get; init; }

    /// <summary>Height of the picture; it is 560 wide, in pixels if there is room.</summary>
    public int Height { get; init; } = 200;

    private static int Width => 560;

    /// <summary>The chart with its heading and key.</summary>
    public string ToHtml()
    {
        var across = Axis.Fit(Curves.SelectMany(c => c.Points).Select(p => p.X));
        var up = Up ?? Axis.Fit(Curves.SelectMany(c => c.Points).Select(p => p.Y), Logarithmic);
        var plot = new Plot(across, up, Left, Top, Width - Left - Right, Height - Top - Bottom);
        var title = Page.Text(Title);
        var html = new StringBuilder($"<figure class=\"chart\">\n<figcaption><strong>{title}</strong>");
        foreach (var curve in Curves.Where(c => c.Name.Length > 0))
            html.Append($" <span class=\"key {curve.Style}\">{Page.Text(curve.Name)}</span>");
        html.Append($"</figcaption>\n<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\"");
        if (Live)
            html.Append($" data-frame=\"{plot.Frame}\"");
        html.Append(">\n");
        AppendAxes(html, plot);
        foreach (var curve in Curves)
            AppendCurve(html, plot, curve);
        if (Live)
            html.Append("<path class=\"curve chosen\"/>\n")
                .Append($"<line class=\"cursor\" y1=\"{Top}\" y2=\"{plot.Bottom:0.#}\"/>\n");
        if (Mark is { } mark)
            AppendMark(html, plot, mark.X, mark.Text);
        return html.Append("</svg>\n</figure>\n").ToString();
    }

    private void AppendAxes(StringBuilder html, Plot plot)
    {
        var ends = $"x1=\"{Left}\" x2=\"{plot.Right:0.#}\"";
        foreach (var (value, text) in plot.Up.Ticks(5, Percent))
        {
            var y = plot.Y(value);
            html.Append($"<line class=\"grid\" {ends} y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>")
                .Append($"<text class=\"up\" x=\"{Left - 6}\" y=\"{y + 4:0.#}\">{text}</text>\n");
        }
        // Half an iteration is no place on an axis that counts.
        var counts = Curves.All(c => c.Points.All(p => double.IsInteger(p.X)));
        foreach (var (value, text) in plot.Across.Ticks(7).Where(t => !counts || double.IsInteger(t.Value)))
            html.Append($"<text class=\"across\" x=\"{plot.X(value):0.#}\" y=\"{plot.Bottom + 15:0.#}\">")
                .Append($"{text}</text>\n");
        html.Append($"<text class=\"name\" x=\"{plot.Right:0.#}\" y=\"{Height - 4}\">{Page.Text(Across)}</text>\n")
            .Append($"<line class=\"base\" {ends} y1=\"{plot.Bottom:0.#}\" y2=\"{plot.Bottom:0.#}\"/>\n");
    }

    private static void AppendCurve(StringBuilder html, Plot plot, Curve curve)
    {
        var path = new StringBuilder();
        var drawn = curve.Points.Where(p => double.IsFinite(plot.Up.Place(p.Y))).ToList();
        var broken = true;
        foreach (var (x, y) in Thinning.Thin(curve.Points, 1200))
        {
            if (!double.IsFinite(plot.Up.Place(y)))
            {
                broken = true;
                continue;
            }
            path.Append(broken ? 'M' : 'L').Append($"{plot.X(x):0.#} {plot.Y(y):0.#}");
            broken = false;
        }
        if (path.Length > 0)
            html.Append($"<path class=\"curve {curve.Style}\" d=\"{path}\"/>\n");
        // Few points are measurements worth a look each; a single one would not show as a line at all.
        if (drawn.Count <= 25 || curve.Points.Count == 1)
            foreach (var (x, y) in drawn)
                html.Append($"<circle class=\"{curve.Style}\" cx=\"{plot.X(x):0.#}\" cy=\"{plot.Y(y):0.#}\" r=\"2.5\">")
                    .Append($"<title>{Page.Text(curve.Name)} {Numbers.Short(y)} at {Numbers.Short(x)}</title>")
                    .Append("</circle>\n");
    }

    private static void AppendMark(StringBuilder html, Plot plot, double at, string text)
    {
        var x = plot.X(at);
        var late = x > plot.Left + (plot.Width / 2);
        html.Append($"<line class=\"mark\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{Top}\" y2=\"{plot.Bottom:0.#}\"/>")
            .Append($"<text class=\"mark\" x=\"{x + (late ? -5 : 5):0.#}\" y=\"{Top + 10}\"")
            .Append($" text-anchor=\"{(late ? "end" : "start")}\">{Page.Text(text)}</text>\n");
    }

    private readonly record struct Plot(Axis Across, Axis Up, double Left, double Top, double Width, double Height)
    {
        public double Right => Left + Width;

        public double Bottom => Top + Height;

        public string Frame => string.Join(
            ' ', [Left, Top, Width, Height, Across.Low, Across.High, Vertical(Up.Low), Vertical(Up.High)]);

        public double X(double value) => Left + (Width * Across.Place(value));

        public double Y(double value) => Top + (Height * (1 - Math.Clamp(Up.Place(value), 0, 1)));

        private double Vertical(double value) => Up.Logarithmic ? Math.Log10(value) : value;
    }
}

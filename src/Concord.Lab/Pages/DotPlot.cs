using System.Text;

namespace Concord.Lab.Pages;

/// <summary>A value to compare on a line of a plot, with its spread to both sides; NaN for none.</summary>
internal readonly record struct Dot(double Value, double Spread)
{
    /// <summary>No value.</summary>
    public static Dot None => new(double.NaN, 0);
}

/// <summary>Two percentages for each name, one above the other on a common axis, drawn as SVG.</summary>
/// <param name="Title">What is shown; plain text.</param>
/// <param name="Keys">What the hollow and what the full dots are; plain text.</param>
/// <param name="Lines">From the top down; names are plain text.</param>
internal sealed record DotPlot(
    string Title, (string Hollow, string Full) Keys, IReadOnlyList<(string Name, Dot Hollow, Dot Full)> Lines)
{
    private const int Width = 560, Left = 210, Right = 16, Top = 8, Step = 20, Bottom = 22;

    // In letters of usual size longer names would begin left of the page.
    private const int LongName = 26;

    /// <summary>The plot with its heading and key.</summary>
    public string ToHtml()
    {
        var (title, height) = (Page.Text(Title), Top + (Step * Lines.Count) + Bottom);
        var html = new StringBuilder($"<figure class=\"chart\">\n<figcaption><strong>{title}</strong>")
            .Append($" <span class=\"key b\">{Page.Text(Keys.Hollow)}</span>")
            .Append($" <span class=\"key a\">{Page.Text(Keys.Full)}</span></figcaption>\n")
            .Append($"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{title}\">\n");
        for (var percent = 0; percent <= 100; percent += 25)
            html.Append($"<line class=\"grid\" x1=\"{X(percent):0.#}\" x2=\"{X(percent):0.#}\" y1=\"{Top}\"")
                .Append($" y2=\"{height - Bottom}\"/><text class=\"across\" x=\"{X(percent):0.#}\"")
                .Append($" y=\"{height - 6}\">{percent} %</text>\n");
        foreach (var (index, line) in Lines.Index())
        {
            var y = Top + (Step * index) + (Step / 2);
            var name = line.Name.Length > LongName ? "up long" : "up";
            html.Append($"<text class=\"{name}\" x=\"{Left - 10}\" y=\"{y + 4}\">{Page.Text(line.Name)}</text>\n");
            Append(html, line.Hollow, y - 3, "b hollow", $"{line.Name}, {Keys.Hollow}");
            Append(html, line.Full, y + 3, "a", $"{line.Name}, {Keys.Full}");
        }
        return html.Append("</svg>\n</figure>\n").ToString();
    }

    private static double X(double percent) => Left + ((Width - Left - Right) * Math.Clamp(percent, 0, 100) / 100);

    private static void Append(StringBuilder html, Dot dot, int y, string style, string name)
    {
        if (!double.IsFinite(dot.Value))
            return;
        if (dot.Spread > 0)
            html.Append($"<line class=\"curve {style}\" x1=\"{X(dot.Value - dot.Spread):0.#}\"")
                .Append($" x2=\"{X(dot.Value + dot.Spread):0.#}\" y1=\"{y}\" y2=\"{y}\"/>\n");
        html.Append($"<circle class=\"{style}\" cx=\"{X(dot.Value):0.#}\" cy=\"{y}\" r=\"4\">")
            .Append($"<title>{Page.Text(name)}: {Numbers.Short(dot.Value)} %</title></circle>\n");
    }
}

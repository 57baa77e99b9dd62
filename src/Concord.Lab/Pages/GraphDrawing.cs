using System.Text;

namespace Concord.Lab.Pages;

/// <summary>A <see cref="GraphPicture"/> as SVG: the larger a number, the stronger its dot or line.</summary>
internal static class GraphDrawing
{
    private const double Unit = 34, Margin = 22;

    /// <summary>The drawing with its heading and a line that says what is strongest.</summary>
    public static string ToHtml(GraphPicture graph)
    {
        double most = Most(graph.Edges.Select(e => e.Value)), dots = Most(graph.Vertices.Select(v => v.Value));
        double left = graph.Vertices.Min(v => v.X), top = graph.Vertices.Min(v => v.Y);
        double X(int vertex) => Margin + (Unit * (graph.Vertices[vertex].X - left));
        double Y(int vertex) => Margin + (Unit * (graph.Vertices[vertex].Y - top));
        var width = (2 * Margin) + (Unit * (graph.Vertices.Max(v => v.X) - left));
        var height = (2 * Margin) + (Unit * (graph.Vertices.Max(v => v.Y) - top));
        var html = new StringBuilder($"<figure class=\"chart graph\">\n<figcaption><strong>{Page.Text(graph.Title)}")
            .Append($"</strong> lines up to {Numbers.Short(most)}, dots up to {Numbers.Short(dots)}</figcaption>\n")
            .Append($"<svg viewBox=\"0 0 {width:0.#} {height:0.#}\" role=\"img\"")
            .Append($" style=\"max-width: {1.6 * width:0}px\" aria-label=\"{Page.Text(graph.Title)}\">\n");
        foreach (var (from, to, value) in graph.Edges)
            html.Append($"<line class=\"load\" x1=\"{X(from):0.#}\" y1=\"{Y(from):0.#}\" x2=\"{X(to):0.#}\"")
                .Append($" y2=\"{Y(to):0.#}\" stroke-opacity=\"{Strength(value, most):0.##}\">")
                .Append($"<title>{graph.Vertices[from].Label} to {graph.Vertices[to].Label}: ")
                .Append($"{Numbers.Short(value)}</title></line>\n");
        for (var v = 0; v < graph.Vertices.Count; v++)
        {
            var (_, _, label, value) = graph.Vertices[v];
            html.Append($"<circle class=\"vertex\" cx=\"{X(v):0.#}\" cy=\"{Y(v):0.#}\" r=\"7\"")
                .Append($" fill-opacity=\"{Strength(value, dots):0.##}\"><title>{Page.Text(label)}: ")
                .Append($"{Numbers.Short(value)}</title></circle>\n");
        }
        return html.Append("</svg>\n</figure>\n").ToString();
    }

    private static double Most(IEnumerable<double> values) =>
        values.Where(double.IsFinite).DefaultIfEmpty(0).Max();

    private static double Strength(double value, double most) =>
        double.IsFinite(value) && most > 0 ? 0.08 + (0.92 * Math.Clamp(value / most, 0, 1)) : 0.08;
}

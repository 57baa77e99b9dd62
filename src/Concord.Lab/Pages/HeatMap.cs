using System.Text;

namespace Concord.Lab.Pages;

/// <summary>Numbers of many things over time: a line of cells for each thing, the darker the larger.</summary>
/// <param name="Title">What is shown; plain text.</param>
/// <param name="Across">What the horizontal axis counts; plain text.</param>
/// <param name="Places">Where on it each column lies, in ascending order.</param>
/// <param name="Names">The lines' names, from the top; plain text.</param>
/// <param name="Values">The numbers of each line, from left to right.</param>
internal sealed record HeatMap(
    string Title, string Across, IReadOnlyList<double> Places, IReadOnlyList<string> Names,
    IReadOnlyList<IReadOnlyList<double>> Values)
{
    private const double Left = 60, Cell = 12, Width = 480;

    /// <summary>The map with its heading.</summary>
    public string ToHtml()
    {
        var most = Values.SelectMany(line => line).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var wide = Width / Places.Count;
        var height = Cell * Values.Count;
        var html = new StringBuilder($"<figure class=\"chart heat\">\n<figcaption><strong>{Page.Text(Title)}</strong>")
            .Append($" up to {Numbers.Short(most)}</figcaption>\n")
            .Append($"<svg viewBox=\"0 0 {Left + Width:0} {height + 28:0}\" role=\"img\" ")
            .Append($"aria-label=\"{Page.Text(Title)}\">\n");
        foreach (var (i, line) in Values.Index())
        {
            html.Append($"<text class=\"up\" x=\"{Left - 6:0}\" y=\"{(Cell * i) + 10:0.#}\">")
                .Append($"{Page.Text(Names[i])}</text>\n");
            foreach (var (k, value) in line.Index())
                html.Append($"<rect class=\"cell\" x=\"{Left + (wide * k):0.##}\" y=\"{Cell * i:0.#}\" ")
                    .Append($"width=\"{wide:0.##}\" height=\"{Cell:0}\" ")
                    .Append($"fill-opacity=\"{Strength(value, most):0.##}\"/>");
            html.Append('\n');
        }
        foreach (var (value, text) in Axis.Fit(Places).Ticks(6).Where(tick => double.IsInteger(tick.Value)))
        {
            var column = Places.Index().MinBy(place => Math.Abs(place.Item - value)).Index;
            html.Append($"<text class=\"across\" x=\"{Left + (wide * (column + 0.5)):0.#}\" y=\"{height + 11:0}\">")
                .Append($"{text}</text>\n");
        }
        return html.Append($"<text class=\"name\" x=\"{Left + Width:0}\" y=\"{height + 24:0}\">")
            .Append($"{Page.Text(Across)}</text>\n</svg>\n</figure>\n").ToString();
    }

    private static double Strength(double value, double most) =>
        double.IsFinite(value) && most > 0 ? Math.Clamp(value / most, 0, 1) : 0;
}

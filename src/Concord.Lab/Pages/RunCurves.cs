using System.Text;
using Concord.Lab.Runs;

namespace Concord.Lab.Pages;

/// <summary>The curves of a run: loss, gradient and scores, over steps or over minutes as the reader chooses.</summary>
/// <remarks>Both sets are drawn; two radio buttons and a style sheet show one. No script.</remarks>
internal static class RunCurves
{
    private const string Loss = "loss", Gradient = "gradient_norm";

    private static readonly string[] Styles = ["a", "b", "c", "d"];

    /// <summary>The curves as HTML.</summary>
    public static string Render(IReadOnlyList<RunEvent> events) => $"""
        <div class="curves">
        <input type="radio" name="across" id="across-steps" checked><label for="across-steps">over steps</label>
        <input type="radio" name="across" id="across-minutes"><label for="across-minutes">over minutes</label>
        <div class="charts by-steps">
        {Charts(events, "step", e => e.Step)}</div>
        <div class="charts by-minutes">
        {Charts(events, "minutes", e => e.Seconds / 60)}</div>
        </div>

        """;

    /// <summary>The first score of an event that is a share, or null.</summary>
    public static Measurement? MainScore(RunEvent entry)
    {
        foreach (var value in entry.Values)
            if (value.Name is not (Loss or Gradient) && value.Value is >= 0 and <= 1)
                return value;
        return null;
    }

    /// <summary>Whether all values of this name are shares, so that percentages suit them.</summary>
    public static bool IsShare(IReadOnlyList<RunEvent> events, string name) =>
        name is not (Loss or Gradient)
        && events.SelectMany(e => e.Values).Where(v => v.Name == name)
            .All(v => v.Value is double.NaN or (>= 0 and <= 1));

    /// <summary>A name in a file as words: cell_accuracy as cell accuracy.</summary>
    public static string Words(string name) => name.Replace('_', ' ');

    private static string Charts(IReadOnlyList<RunEvent> events, string across, Func<RunEvent, double> x)
    {
        var html = new StringBuilder();
        var scores = events.SelectMany(e => e.Values).Select(v => v.Name).Distinct()
            .Where(name => IsShare(events, name)).ToList();
        if (scores.Count > 0)
        {
            var curves = scores.Select(
                (name, i) => new Curve(Words(name), Styles[i % Styles.Length], Points(events, name, x)));
            html.Append(new Chart("Scores", across, [.. curves])
            {
                Percent = true,
                Up = new Axis(0, 1, Logarithmic: false),
                Height = 230,
            }.ToHtml());
        }
        html.Append(Noisy("Loss", Points(events, Loss, x), across));
        html.Append(Noisy("Gradient norm, before clipping", Points(events, Gradient, x), across));
        return html.ToString();
    }

    private static string Noisy(string title, List<(double X, double Y)> points, string across)
    {
        if (points.Count == 0)
            return "";
        var reach = Math.Max(2, points.Count / 60);
        var smooth = new Curve($"mean over {(2 * reach) + 1} lines", "a", Thinning.Smooth(points, reach));
        return new Chart(title, across, [new("as logged", "faint", points), smooth])
        {
            Up = Axis.Fit(points.Select(p => p.Y), logarithmic: true),
            Height = 230,
        }.ToHtml();
    }

    private static List<(double X, double Y)> Points(
        IReadOnlyList<RunEvent> events, string name, Func<RunEvent, double> x) =>
        [.. events.Where(e => e.Values.Any(v => v.Name == name)).Select(e => (x(e), e[name]))];
}

using System.Text;

namespace Concord.Lab.Pages;

/// <summary>The charts of a film's page: residuals, how much is right, and every agent's residual.</summary>
/// <param name="film">What happened.</param>
/// <param name="data">Its residuals, which the script draws a chosen agent's curve from.</param>
internal sealed class FilmCurves(Film film, FilmData data)
{
    /// <summary>All charts there are numbers for.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder();
        if (data.Primal is { } primal)
            html.Append(Residuals("primal", "Primal residual, ‖x − z‖", frame => frame.Primal, primal));
        if (data.Dual is { } dual)
            html.Append(Residuals("dual", FilmText.Movement(data), frame => frame.Dual, dual));
        if (film.Target.Length > 0)
            html.Append($"<div data-series=\"right\">{Right().ToHtml()}</div>\n");
        return html.Append(data.Warmth == null ? "" : Heat()).ToString();
    }

    private Chart Right()
    {
        var title = film.Look switch
        {
            FilmLook.Tokens => "Right pixels",
            FilmLook.Board => "Blank cells that are filled rightly",
            _ => "The right digit",
        };
        IReadOnlyList<Curve> curves = film.Look != FilmLook.Grey
            ? [Shares("", "c", FilmText.ShareRight)]
            :
            [
                .. film.Agents.Count > 0
                    ? (IEnumerable<Curve>)[Shares("agents that call it", "a", FilmText.ShareRight)] : [],
                Shares(film.Agents.Count > 0 ? "its mean probability" : "its probability", "c", (_, frame) => frame.Ballot!.Shares[film.Target[0]]),
            ];
        return new Chart(title, "iteration", curves)
        {
            Up = Axis.Fit([.. curves.SelectMany(curve => curve.Points).Select(point => point.Y), 1]),
            Percent = true,
            Live = true,
            Height = 150,
            Mark = Moment,
        };
    }

    private Curve Shares(string name, string style, Func<Film, Frame, double> share) =>
        new(name, style, [.. film.Frames.Select((frame, i) => (i + 1.0, share(film, frame)))]);

    private string Residuals(string series, string title, Func<Frame, float[]> which, LogCodes codes)
    {
        var present = Enumerable.Range(0, film.Agents.Count).Where(agent => !film.Missing[agent]).ToList();
        List<(double X, double Y)> most = [], mean = [];
        foreach (var (i, frame) in film.Frames.Index())
        {
            var values = present.Select(agent => (double)which(frame)[agent]).DefaultIfEmpty(double.NaN).ToList();
            most.Add((i + 1, values.Max()));
            mean.Add((i + 1, values.Average()));
        }
        // Reaches down to where single agents go, so that the curve of a chosen one fits.
        var up = Axis.Fit([.. most.Concat(mean).Select(p => p.Y), Math.Pow(10, codes.Floor)], logarithmic: true);
        var chart = new Chart(title, "iteration", [new("largest", "b", most), new("mean", "a", mean)])
        {
            Up = up,
            Live = true,
            Height = 170,
            Mark = Moment,
        };
        return $"<div data-series=\"{series}\">{chart.ToHtml()}</div>\n";
    }

    private string Heat()
    {
        var name = data.Primal != null ? "Primal residual" : "Change of state";
        var moment = film.Moment == 0 ? ""
            : $"<div class=\"moment\" style=\"left:{100 * (film.Moment - 0.5) / film.Frames.Count:0.##}%\"></div>";
        return $"""
            <figure class="heat">
            <figcaption><strong>{name} of every agent</strong>
            a row an agent, a column an iteration</figcaption>
            <div class="field">
            <canvas id="heat" role="img" aria-label="{name} by agent and iteration"></canvas>{moment}
            <div class="at" id="heat-at"></div><div class="row" id="heat-row" hidden></div></div>
            <div class="ends"><span>1</span><span>iteration {film.Frames.Count}</span></div>
            </figure>

            """;
    }

    private (double X, string Text)? Moment => film.Moment == 0 ? null : (film.Moment, "memory damaged");
}

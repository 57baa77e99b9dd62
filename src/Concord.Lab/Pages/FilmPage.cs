using System.Text;

namespace Concord.Lab.Pages;

/// <summary>A film as a page to step through: the agents, their answer, and how far they are from agreeing.</summary>
/// <remarks>
/// One HTML file that loads nothing. The address chooses what it opens at: <c>film.html#k=12</c> the iteration,
/// <c>film.html#k=12&amp;agent=40</c> an agent too (counted from 0).
/// </remarks>
public static class FilmPage
{
    private const string Words = """
        <h2>What one sees</h2>
        <p>Every dot is an agent. It sees only the pixels around it and exchanges a few numbers with the agents it is
        joined to; nobody sees the whole. An iteration has three parts. Each agent alone chooses <em>x</em>, its own
        wish: what suits its view best. Neighbours then move to <em>z</em>, the nearest values on which they agree. What
        is left between the two is added to <em>u</em>, the disagreement each agent has accumulated, which pulls its
        next wish towards the others. The coloured pixels are the answer that all wishes together give.</p>
        <p>The primal residual ‖x − z‖ says how far an agent’s wish is from what was agreed; the dual residual ρ‖Δz‖,
        how far the agreement itself still moves. When both fall, the agents have settled. Settled is not the same as
        right: compare with the share of right pixels.</p>

        """;

    /// <summary>Writes the page, or leaves the old file as it was.</summary>
    /// <exception cref="ArgumentException">The parts of the film do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Film film) => Page.Write(path, Render(film));

    /// <summary>The page as HTML.</summary>
    /// <exception cref="ArgumentException">The parts of the film do not fit together.</exception>
    public static string Render(Film film)
    {
        FilmData.Check(film);
        var primal = FilmData.Residuals(film, frame => frame.Primal);
        var dual = FilmData.Residuals(film, frame => frame.Dual);
        var disagreement = FilmData.Disagreement(film);
        var body = new StringBuilder()
            .Append($"<header>\n<h1>{Page.Text(film.Title)}</h1>\n")
            .Append($"<p class=\"lede\">{Page.Text(FilmText.Verdict(film))}</p>\n")
            .Append($"<p class=\"facts-line\">{Page.Text(FilmText.Facts(film))}</p>\n</header>\n")
            .Append("<main class=\"film\">\n<section aria-label=\"The agents\">\n")
            .Append(Stage(film))
            .Append(Legend(film, primal, disagreement))
            .Append("</section>\n");
        if (film.Frames.Count > 0)
            body.Append("<section aria-label=\"Curves\">\n").Append(Curves(film, primal, dual)).Append("</section>\n");
        body.Append("</main>\n").Append(Words).Append(Footer(film))
            .Append("<script type=\"application/json\" id=\"film-data\">")
            .Append(FilmData.Json(film, primal, dual, disagreement)).Append("</script>");
        return Page.Render(film.Title, body.ToString(), "film.css", "film.js");
    }

    private static string Stage(Film film)
    {
        var last = film.Frames.Count;
        var (one, truth) = (last == 1 ? " disabled" : "", film.Target.Length > 0);
        var controls = last == 0 ? "" : $"""
            <div class="controls">
            <button id="play" type="button"{one}>Play</button>
            <input id="slider" type="range" min="1" max="{last}" value="1" aria-label="Iteration"{one}>
            <output id="count" for="slider">1 of {last}</output>
            </div>
            <p id="readout" aria-live="polite"></p>
            <p id="agent"></p>
            <noscript><p class="note">The picture and the slider need JavaScript; the curves do not.</p></noscript>

            """;
        return $"""
            <canvas id="picture" width="{16 * film.Width}" height="{16 * film.Height}" tabindex="0" role="img"
            aria-label="The agents on the {film.Height} by {film.Width} input. Arrow keys choose an agent."></canvas>
            {controls}<fieldset class="toggles"><legend>Show</legend>
            {Toggle("agents", "agents", " checked")}
            {Toggle("edges", "edges", " checked")}
            {Toggle("truth", "the right answer", truth ? " checked" : " disabled")}
            </fieldset>

            """;
    }

    private static string Toggle(string id, string text, string state) =>
        $"<label><input type=\"checkbox\" id=\"show-{id}\"{state}>{text}</label>";

    private static string Legend(Film film, LogCodes primal, LogCodes? disagreement)
    {
        var html = new StringBuilder("<div class=\"legend\">\n");
        var seen = film.Input.Concat(film.Target).Concat(film.Frames.SelectMany(frame => frame.Answer)).ToHashSet();
        foreach (var (token, name) in film.Tokens.Index())
            if (seen.Contains((byte)token) && name is not ("start" or "goal"))
                html.Append($"<span><i class=\"swatch\" data-token=\"{token}\"></i>{Page.Text(name)}</span>\n");
        if (film.Target.Length > 0)
            html.Append("<span><i class=\"swatch wrong\"></i>a wrong answer</span>\n")
                .Append("<span><i class=\"swatch missed\"></i>missed</span>\n")
                .Append("<span><i class=\"swatch truth\"></i>the right answer</span>\n");
        if (film.Missing.Contains(true))
            html.Append("<span><i class=\"swatch gone\">✕</i>a missing agent</span>\n");
        if (film.Frames.Count > 0)
            html.Append(Scale("primal residual of an agent, ‖x − z‖", "ramp", primal));
        if (disagreement != null)
            html.Append(Scale(
                "disagreement on an edge, ‖F z<sub>u</sub> − F z<sub>v</sub>‖", "ramp wedge", disagreement));
        return html.Append("</div>\n").ToString();
    }

    private static string Scale(string name, string shape, LogCodes codes) =>
        $"<span class=\"scale\"><span>{name}:</span> <span>{Numbers.Short(Math.Pow(10, codes.Floor))}"
        + $"<i class=\"{shape}\"></i>{Numbers.Short(Math.Pow(10, codes.High))}</span></span>\n";

    private static string Curves(Film film, LogCodes primal, LogCodes dual)
    {
        var html = new StringBuilder();
        html.Append(Residuals(film, "primal", "Primal residual, ‖x − z‖", frame => frame.Primal, primal));
        html.Append(Residuals(film, "dual", "Dual residual, ρ‖Δz‖", frame => frame.Dual, dual));
        if (film.Target.Length > 0)
        {
            var shares = film.Frames.Select((frame, i) => (X: i + 1.0, Y: FilmText.ShareRight(film, frame))).ToList();
            var chart = new Chart("Right pixels", "iteration", [new("", "c", shares)])
            {
                Up = Axis.Fit([.. shares.Select(share => share.Y), 1]),
                Percent = true,
                Live = true,
                Height = 150,
                Mark = Moment(film),
            };
            html.Append($"<div data-series=\"right\">{chart.ToHtml()}</div>\n");
        }
        var moment = film.Moment == 0 ? ""
            : $"<div class=\"moment\" style=\"left:{100 * (film.Moment - 0.5) / film.Frames.Count:0.##}%\"></div>";
        return html.Append($"""
            <figure class="heat">
            <figcaption><strong>Primal residual of every agent</strong>
            a row an agent, a column an iteration</figcaption>
            <div class="field">
            <canvas id="heat" role="img" aria-label="Primal residual by agent and iteration"></canvas>{moment}
            <div class="at" id="heat-at"></div><div class="row" id="heat-row" hidden></div></div>
            <div class="ends"><span>1</span><span>iteration {film.Frames.Count}</span></div>
            </figure>

            """).ToString();
    }

    private static string Residuals(Film film, string series, string title, Func<Frame, float[]> which, LogCodes codes)
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
            Mark = Moment(film),
        };
        return $"<div data-series=\"{series}\">{chart.ToHtml()}</div>\n";
    }

    private static (double X, string Text)? Moment(Film film) =>
        film.Moment == 0 ? null : (film.Moment, "memory damaged");

    private static string Footer(Film film) => film.Frames.Count == 0 ? "" : """
        <footer>
        <kbd>←</kbd> <kbd>→</kbd> step, <kbd>space</kbd> play or pause, <kbd>Home</kbd> <kbd>End</kbd> first and last.
        Click a dot, or a row of the heat map, to follow one agent; with the picture in focus the arrow keys choose one,
        <kbd>Esc</kbd> lets it go. Made by Concord.
        </footer>

        """;
}

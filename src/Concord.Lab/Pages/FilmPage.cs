using System.Text;

namespace Concord.Lab.Pages;

/// <summary>A film as a page to step through: the agents, their answer, and how far they are from agreeing.</summary>
/// <remarks>
/// One HTML file that loads nothing. The address chooses what it opens at: <c>film.html#k=12</c> the iteration,
/// <c>film.html#k=12&amp;agent=40</c> an agent too (counted from 0). How the picture is drawn depends on
/// <see cref="FilmLook"/> and is a script for each; all else is the same.
/// </remarks>
public static class FilmPage
{
    /// <summary>Writes the page, or leaves the old file as it was.</summary>
    /// <exception cref="ArgumentException">The parts of the film do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Film film) => Page.Write(path, Render(film));

    /// <summary>The page as HTML.</summary>
    /// <exception cref="ArgumentException">The parts of the film do not fit together.</exception>
    public static string Render(Film film)
    {
        FilmData.Check(film);
        var data = FilmData.Of(film);
        var body = new StringBuilder()
            .Append($"<header>\n<h1>{Page.Text(film.Title)}</h1>\n")
            .Append($"<p class=\"lede\">{Page.Text(FilmText.Verdict(film))}</p>\n")
            .Append($"<p class=\"facts-line\">{Page.Text(FilmText.Facts(film))}</p>\n</header>\n")
            .Append("<main class=\"film\">\n<section aria-label=\"The agents\">\n")
            .Append(Stage(film, data))
            .Append(FilmLegend.ToHtml(film, data))
            .Append("</section>\n");
        if (film.Frames.Count > 0)
            body.Append("<section aria-label=\"Curves\">\n").Append(new FilmCurves(film, data).ToHtml())
                .Append("</section>\n");
        body.Append("</main>\n").Append(FilmWords.ToHtml(film, data)).Append(Footer(film, data))
            .Append("<script type=\"application/json\" id=\"film-data\">")
            .Append(data.Json(film)).Append("</script>");
        var scene = film.Look switch
        {
            FilmLook.Tokens => "film-tokens.js",
            FilmLook.Board => "film-board.js",
            _ => "film-grey.js",
        };
        return Page.Render(film.Title, body.ToString(), "film.css", scene, "film.js");
    }

    private static string Stage(Film film, FilmData data)
    {
        var last = film.Frames.Count;
        var one = last == 1 ? " disabled" : "";
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
            {string.Join('\n', Toggles(film, data))}
            </fieldset>

            """;
    }

    private static IEnumerable<string> Toggles(Film film, FilmData data)
    {
        var (grey, truth) = (film.Look == FilmLook.Grey, film.Target.Length > 0);
        if (grey)
            yield return Toggle("calls", "what agents call it", " checked");
        yield return Toggle("agents", "agents", grey ? "" : " checked");
        yield return film.Meetings == null
            ? Toggle("edges", "edges", grey ? "" : " checked")
            : Toggle("edges", "disagreement", data.Disagreement != null ? " checked" : " disabled");
        yield return Toggle("truth", "the right answer", truth ? " checked" : " disabled");
    }

    private static string Toggle(string id, string text, string state) =>
        $"<label><input type=\"checkbox\" id=\"show-{id}\"{state}>{text}</label>";

    private static string Footer(Film film, FilmData data)
    {
        if (film.Frames.Count == 0)
            return "";
        var what = film.Look == FilmLook.Grey ? "square" : "dot";
        var row = data.Warmth == null ? "" : ", or a row of the heat map,";
        return $"""
            <footer>
            <kbd>←</kbd> <kbd>→</kbd> step, <kbd>space</kbd> play or pause, <kbd>Home</kbd> <kbd>End</kbd> first and
            last. Click a {what}{row} to follow one agent; with the picture in focus the arrow keys choose one,
            <kbd>Esc</kbd> lets it go. Made by Concord.
            </footer>

            """;
    }
}

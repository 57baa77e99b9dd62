using System.Text;

namespace Concord.Lab.Pages;

/// <summary>A film as a page to step through: the agents, their answer, and how far they are from agreeing.</summary>
/// <remarks>
/// One HTML file that loads nothing. The address chooses what it opens at: <c>film.html#k=12</c> the iteration,
/// <c>film.html#k=12&amp;agent=40</c> an agent too (counted from 0). How the picture is drawn depends on
/// <see cref="FilmLook"/> and is a script for each; all else is the same. A film of a model that thinks in ticks has no
/// agents; in their place stands where the model looks, what it says, and what its neurons do.
/// </remarks>
public static class FilmPage
{
    private const int MaxShownAgents = 500;

    private const string Keys = "<kbd>←</kbd> <kbd>→</kbd> step, <kbd>space</kbd> play or pause, "
        + "<kbd>Home</kbd> <kbd>End</kbd> first and last";

    /// <summary>Writes the page, or leaves the old file as it was.</summary>
    /// <exception cref="ArgumentException">The parts of the film do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Film film) => Page.Write(path, Render(film));

    /// <summary>The page as HTML.</summary>
    /// <exception cref="ArgumentException">The parts of the film do not fit together.</exception>
    public static string Render(Film film) => Invariant.Text(() => Html(film));

    private static string Html(Film film)
    {
        FilmData.Check(film);
        var panels = film.Thought == null ? null : new ThoughtPanels(film, film.Thought);
        var data = FilmData.Of(film);
        var hasCurves = film.Frames.Count > 0 && !FilmText.IsAtOnce(film);
        var body = new StringBuilder()
            .Append($"<header>\n<h1>{Page.Text(film.Title)}</h1>\n")
            .Append($"<p class=\"lede\">{Page.Text(FilmText.Verdict(film))}</p>\n")
            .Append($"<p class=\"facts-line\">{Page.Text(FilmText.Facts(film))}</p>\n</header>\n")
            .Append($"<main class=\"{(hasCurves ? "film" : "film alone")}\">\n")
            .Append($"<section aria-label=\"{(film.Agents.Count > 0 ? "The agents" : "The input")}\">\n")
            .Append(Stage(film, data))
            .Append(panels?.BelowPicture() ?? FilmLegend.ToHtml(film, data))
            .Append("</section>\n");
        if (hasCurves)
            body.Append("<section aria-label=\"Curves\">\n")
                .Append(panels?.ToHtml() ?? new FilmCurves(film, data).ToHtml()).Append("</section>\n");
        body.Append("</main>\n").Append(panels?.Words() ?? FilmWords.ToHtml(film, data)).Append(Footer(film, data))
            .Append(Json("film-data", data.Json(film)));
        var scene = film.Look switch
        {
            FilmLook.Tokens => "film-tokens.js",
            FilmLook.Board => "film-board.js",
            FilmLook.Line => "film-line.js",
            _ => "film-grey.js",
        };
        if (film.Thought is not { } thought)
            return Page.Render(film.Title, body.ToString(), "film.css", scene, "film.js");
        body.Append(Json("thought-data", ThoughtData.Json(film, thought)));
        return Page.Render(film.Title, body.ToString(), "film.css", "thought.css", scene, "thought.js", "film.js");
    }

    private static string Json(string id, string json) =>
        $"<script type=\"application/json\" id=\"{id}\">{json}</script>";

    private static string Stage(Film film, FilmData data)
    {
        var last = film.Frames.Count;
        var controls = last < 2 ? "" : $"""
            <div class="controls">
            <button id="play" type="button">Play</button>
            <input id="slider" type="range" min="1" max="{last}" value="1" aria-label="{Capital(film.Step)}">
            <output id="count" for="slider">1 of {last}</output>
            </div>

            """;
        var texts = last == 0 ? "" : $"""
            <p id="readout" aria-live="polite"></p>
            <p id="agent"></p>
            <noscript><p class="note">{(last > 1
                ? "The picture and the slider need JavaScript; the curves do not."
                : "The picture needs JavaScript.")}</p></noscript>

            """;
        var reach = film.Agents.Count > 0
            ? $"tabindex=\"0\" role=\"img\"\naria-label=\"The agents on the {film.Height} by {film.Width} input. "
                + "Arrow keys choose an agent.\""
            : $"role=\"img\"\naria-label=\"The {film.Height} by {film.Width} input and "
                + $"{(film.Thought == null ? "the answer" : "where the model looks")}\"";
        return $"""
            <canvas id="picture" width="{16 * film.Width}" height="{16 * film.Height}" {reach}></canvas>
            {controls}{texts}<fieldset class="toggles"><legend>Show</legend>
            {string.Join('\n', Toggles(film, data))}
            </fieldset>

            """;
    }

    private static IEnumerable<string> Toggles(Film film, FilmData data)
    {
        var (grey, truth) = (film.Look == FilmLook.Grey, film.Target.Length > 0);
        if (film.Thought is { } thought)
        {
            if (thought.Heads > 0 && film.Look != FilmLook.Line)
                yield return Toggle("attention", "what it looks at", " checked");
            yield return Toggle("paths", "paths", thought.Heads > 0 ? " checked" : " disabled");
            if (film.Frames.All(frame => frame.Route != null))
                yield return Toggle("route", "the walk", " checked");
            yield return Toggle("truth", "the right answer", truth ? " checked" : " disabled");
            yield break;
        }
        // So many dots and lines would hide the picture under them.
        var shown = grey || film.Agents.Count > MaxShownAgents ? "" : " checked";
        if (grey && film.Agents.Count > 0)
            yield return Toggle("calls", "what agents call it", " checked");
        if (film.Agents.Count > 0)
        {
            yield return Toggle("agents", "agents", shown);
            yield return film.Meetings == null
                ? Toggle("edges", "edges", shown)
                : Toggle("edges", "disagreement", data.Disagreement != null ? " checked" : " disabled");
        }
        yield return Toggle("truth", "the right answer", truth ? " checked" : " disabled");
    }

    private static string Toggle(string id, string text, string state) =>
        $"<label><input type=\"checkbox\" id=\"show-{id}\"{state}>{text}</label>";

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Footer(Film film, FilmData data)
    {
        if (film.Frames.Count == 0)
            return "";
        var keys = film.Frames.Count == 1 ? "" : $"{Keys}. ";
        if (film.Agents.Count == 0)
        {
            var heads = film.Thought is { Heads: > 1 } ? "Choose a head to see it alone. " : "";
            return $"<footer>\n{keys}{heads}Made by Concord.\n</footer>\n";
        }
        var what = film.Look == FilmLook.Grey ? "square" : "dot";
        var row = data.Warmth == null ? "" : ", or a row of the heat map,";
        return $"""
            <footer>
            {keys}Click a {what}{row} to follow one agent; with the picture in focus the arrow keys choose one,
            <kbd>Esc</kbd> lets it go. Made by Concord.
            </footer>

            """;
    }
}

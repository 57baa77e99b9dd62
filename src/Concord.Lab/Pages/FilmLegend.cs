using System.Text;

namespace Concord.Lab.Pages;

/// <summary>What the signs and colours of a film's picture mean.</summary>
internal static class FilmLegend
{
    /// <summary>The legend; only what the picture has.</summary>
    public static string ToHtml(Film film, FilmData data)
    {
        var html = new StringBuilder("<div class=\"legend\">\n");
        foreach (var (swatch, text) in Swatches(film))
            html.Append($"<span>{swatch}{Page.Text(text)}</span>\n");
        if (film.Missing.Contains(true))
            html.Append("<span><i class=\"swatch gone\">✕</i>a missing agent</span>\n");
        if (data.Warmth is { } warmth)
            html.Append(Scale(
                data.Primal != null ? "primal residual of an agent, ‖x − z‖" : "change of an agent’s state, ‖Δh‖",
                "ramp", warmth));
        if (data.Disagreement is { } disagreement)
            html.Append(Scale(
                $"{(film.Meetings == null ? "disagreement on an edge" : "largest disagreement about a cell")}, "
                    + "‖F z<sub>u</sub> − F z<sub>v</sub>‖",
                film.Meetings == null ? "ramp wedge" : "ramp faint", disagreement));
        return html.Append("</div>\n").ToString();
    }

    private static IEnumerable<(string Swatch, string Text)> Swatches(Film film) => film.Look switch
    {
        FilmLook.Board => film.Target.Length > 0
            ?
            [
                ("<b class=\"sign\">5</b>", "given"), ("<i class=\"sign answer\">5</i>", "an answer"),
                ("<i class=\"sign wrong\">5</i>", "a wrong answer, the right one beside it"),
            ]
            : [("<b class=\"sign\">5</b>", "given"), ("<i class=\"sign answer\">5</i>", "an answer")],
        FilmLook.Grey =>
            [("", "A square is what an agent sees, its number what the agent calls it: the fainter, the less sure."
                + (HasMargin(film) ? " No agent sees the margin that has no squares." : ""))],
        _ => Tokens(film),
    };

    // Squares stand side by side, so the distance of two is their side; what is left over lies at the edges.
    private static bool HasMargin(Film film)
    {
        if (film.Agents.Count < 2 || film.Agents[1].X <= film.Agents[0].X)
            return false;
        var half = (film.Agents[1].X - film.Agents[0].X) / 2.0;
        return Ends(agent => agent.X, film.Width) || Ends(agent => agent.Y, film.Height);

        bool Ends(Func<(int Y, int X), int> at, int length) =>
            film.Agents.Min(at) + 0.5 - half > 0 || film.Agents.Max(at) + 0.5 + half < length;
    }

    private static IEnumerable<(string Swatch, string Text)> Tokens(Film film)
    {
        var seen = film.Input.Concat(film.Target).Concat(film.Frames.SelectMany(frame => frame.Answer)).ToHashSet();
        foreach (var (token, name) in film.Tokens.Index())
            if (seen.Contains((byte)token) && name is not ("start" or "goal"))
                yield return ($"<i class=\"swatch\" data-token=\"{token}\"></i>", name);
        if (film.Target.Length == 0)
            yield break;
        yield return ("<i class=\"swatch wrong\"></i>", "a wrong answer");
        yield return ("<i class=\"swatch missed\"></i>", "missed");
        yield return ("<i class=\"swatch truth\"></i>", "the right answer");
    }

    private static string Scale(string name, string shape, LogCodes codes) =>
        $"<span class=\"scale\"><span>{name}:</span> <span>{End(codes.Low < codes.Floor ? "≤ " : "", codes.Floor)}"
        + $"<i class=\"{shape}\"></i>{End(codes.High > codes.Ceiling ? "≥ " : "", codes.Ceiling)}</span></span>\n";

    private static string End(string beyond, double log) => $"{beyond}{Numbers.Short(Math.Pow(10, log))}";
}

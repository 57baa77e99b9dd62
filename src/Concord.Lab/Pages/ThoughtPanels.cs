using System.Text;

namespace Concord.Lab.Pages;

/// <summary>What a film's page shows of a thought beside its picture; the script fills the canvases.</summary>
/// <param name="film">What happened.</param>
/// <param name="thought">How its ticks are laid out.</param>
internal sealed class ThoughtPanels(Film film, ThoughtLayout thought)
{
    private const string Wrong = "<span><i class=\"swatch plainly-wrong\"></i>a wrong one</span>\n";

    /// <summary>What belongs to the picture: the heads, one by one, and what its colours mean.</summary>
    public string BelowPicture()
    {
        var html = new StringBuilder();
        var heads = Math.Min(ThoughtData.MostHeads, thought.Heads);
        if (heads > 1)
        {
            html.Append("<div class=\"heads\" role=\"group\" aria-label=\"Heads\">\n");
            for (var head = 0; head < heads; head++)
                html.Append($"<button type=\"button\" data-head=\"{head}\">head {head + 1}</button>\n");
            html.Append("</div>\n");
        }
        html.Append($"<div class=\"legend\">\n{Legend()}</div>\n");
        if (film.Look == FilmLook.Line)
            html.Append(Neurons());   // there is room: a line is not tall
        else if (heads > 1)
            html.Append(Panel("heads", "Where each head looks", "in this tick, and the path of its middle so far"));
        return html.ToString();
    }

    /// <summary>Certainty, what is said, neurons and synchrony.</summary>
    public string ToHtml()
    {
        var places = Places == 1 ? "a row a class, as strong as it is likely" : $"a row a {thought.Place}";
        var neurons = film.Look == FilmLook.Line ? "" : Neurons();
        return $"<div data-series=\"certainty\">{Certainty().ToHtml()}</div>\n"
            + Panel("said", "What it says", $"{places}; a column a tick", Classes()) + neurons + Synchrony();
    }

    /// <summary>What a stranger needs to know to read the page.</summary>
    public string Words()
    {
        var who = thought.Heads == 1 ? "it" : $"each of its {thought.Heads} heads";
        var looks = thought.Heads == 0 ? "" : $"""
            In every tick it looks at the input again: {who} reads the places in shares that add up to one.
            """;
        var use = thought.Looking == null
            ? "The synchrony of some pairs is what the model says."
            : "The synchrony of some pairs decides where the model looks, that of others is what it says.";
        var pairs = thought.Saying == null ? "" : $"""
            Pairs of neurons that have moved together have a synchrony above zero, pairs that have moved against each
            other one below. {use}
            """;
        var counts = thought.IsSpelled
            ? $"what all ticks spell, without repetitions and without {thought.Classes[^1]}, which says nothing"
            : "the one of the surest tick";
        var walk = IsRoute ? "The walk follows the steps that are said; one into a wall is left out and marked." : "";
        return $"""
            <h2>What one sees</h2>
            <p>A model that thinks about its input for {film.Frames.Count} ticks and says an answer after each. {looks}
            Every neuron remembers its last ticks and turns them into what it does next. {pairs}</p>
            <p>The certainty is one less the entropy of what is said, as a share of the largest there could be; the
            answer that counts is {counts}. Certain is not the same as right. {walk}</p>

            """;
    }

    private bool IsRoute => film.Frames.All(frame => frame.Route != null);

    private int Places => film.Frames[0].Tick!.Chances.Length / thought.Classes.Count;

    private Chart Certainty()
    {
        List<Curve> curves = [Over("certainty", "b", tick => tick.Certainty)];
        if (thought.Right is [var first, ..])
            curves.Insert(0, Places == 1
                ? Over($"probability of {thought.Classes[first]}", "c", tick => tick.Chances[first])
                : Over($"right {thought.Place}s", "c", tick => 1 - ((double)thought.Wrong(tick) / Places)));
        return new Chart(thought.Right.Count > 0 ? "Sure and right" : "Sure", "tick", curves)
        {
            Up = Axis.Fit([.. curves.SelectMany(curve => curve.Points).Select(point => point.Y), 1]),
            Percent = true,
            Live = true,
            Height = 170,
            Mark = thought.IsSpelled ? null : (film.Final, "surest"),
        };
    }

    private Curve Over(string name, string style, Func<ThoughtTick, double> height) =>
        new(name, style, [.. film.Frames.Select((frame, i) => (i + 1.0, height(frame.Tick!)))]);

    private string Legend()
    {
        var html = new StringBuilder();
        var ramp = film.Look == FilmLook.Line ? "ramp" : "ramp glow";
        if (thought.Heads > 0)
            html.Append("<span class=\"scale\"><span>how much it reads:</span> ")
                .Append($"<span>nothing<i class=\"{ramp}\"></i>everything</span></span>\n");
        if (film.Target.Length > 0 && film.Look != FilmLook.Grey)
            html.Append(film.Look == FilmLook.Tokens
                ? "<span><i class=\"swatch wrong\"></i>off the route</span>\n"
                    + "<span><i class=\"swatch missed\"></i>missed</span>\n"
                    + "<span><i class=\"swatch truth\"></i>the right answer</span>\n"
                : Wrong);
        if (IsRoute)
            html.Append("<span><i class=\"swatch walk\"></i>the walk</span>\n")
                .Append("<span><i class=\"swatch gone\">✕</i>a step that leads nowhere</span>\n");
        return html.ToString();
    }

    private string Classes()
    {
        if (Places == 1)
            return thought.Right.Count == 0 ? "" : "<span><i class=\"swatch truth\"></i>the right one</span>\n";
        var html = new StringBuilder();
        foreach (var (i, name) in thought.Classes.Index())
            html.Append("<span><i class=\"swatch\" ")
                .Append($"style=\"background:var(--class-{i}, hsl({i * 47 % 360} 45% 60%))\"></i>")
                .Append($"{Page.Text(name)}</span>\n");
        return html.Append(thought.Right.Count > 0 ? Wrong : "").ToString();
    }

    private string Neurons()
    {
        var shown = Math.Min(ThoughtData.MostNeurons, thought.Neurons);
        var which = shown < thought.Neurons ? $"the {shown} of {thought.Neurons} that move most" : "all of them";
        return shown == 0 ? "" : Panel("neurons", "What neurons do", $"{which}, by number, each on its own scale");
    }

    private string Synchrony()
    {
        if ((thought.Saying ?? thought.Looking) is not { } layout)
            return "";
        var canvases = new StringBuilder();
        foreach (var (id, which) in new[] { ("looking", thought.Looking), ("saying", thought.Saying) })
            if (which != null)
                canvases.Append($"<div><canvas id=\"{id}\" role=\"img\" aria-label=\"Synchrony, {id}\"></canvas>")
                    .Append(id == "looking" ? "of those that look</div>\n" : "of those that are said</div>\n");
        return $"""
            <figure class="panel">
            <figcaption><strong>Synchrony</strong> {How(layout)}</figcaption>
            <div class="pair">
            {canvases}</div>
            <div class="legend"><span class="scale"><span>moved</span> <span>against each other<i
            class="ramp swing"></i>together</span></span></div>
            </figure>

            """;

        static string How(SynchronyLayout layout) => layout.Side switch
        {
            null when layout.Pairs > ThoughtData.MostPairs => $"the first {ThoughtData.MostPairs} pairs, line by line",
            null => "a square a pair, line by line",
            > ThoughtData.MostSide => $"neuron by neuron, the first {ThoughtData.MostSide}",
            _ => "neuron by neuron",
        };
    }

    private static string Panel(string id, string title, string about, string legend = "") => $"""
        <figure class="panel">
        <figcaption><strong>{Page.Text(title)}</strong> {Page.Text(about)}</figcaption>
        <canvas id="{id}" role="img" aria-label="{Page.Text(title)}"></canvas>
        {(legend.Length == 0 ? "" : $"<div class=\"legend\">\n{legend}</div>\n")}</figure>

        """;
}

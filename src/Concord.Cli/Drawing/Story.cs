using System.Text.Json.Nodes;
using Concord.Cli.Terminals;
using Concord.Lab;

namespace Concord.Cli.Drawing;

/// <summary>
/// What a film tells in words: when the answer was right, what a disturbance did, how residuals fell.
/// </summary>
internal sealed class Story(Film film)
{
    /// <summary>The title with who is at work, or for how long where there are no agents.</summary>
    public string Head => film.Title + (
        film.Thought != null ? $", {film.Frames.Count} ticks"
        : film.Agents.Count == 0 ? $", {Iterations(film.Frames.Count)}"
        : $", {film.Agents.Count} agents, {film.Edges.Count} edges");

    /// <summary>Whether the last answer is right.</summary>
    public bool EndsRight => Final.Right;

    /// <summary>Whether the last answer is wrong; false where the right one is not known.</summary>
    public bool EndsWrong => film.Target.Length > 0 && !Final.Right;

    /// <summary>
    /// How many iterations after the damage the answer was right again; 0 if it never was or nothing happened.
    /// </summary>
    public int Recovery
    {
        get
        {
            for (var k = film.Moment; film.Moment > 0 && k < film.Frames.Count; k++)
                if (film.Frames[k].Right)
                    return k + 1 - film.Moment;
            return 0;
        }
    }

    // Whether a thought says all in the tick that counts.
    private bool IsOneTick => film.Thought is { IsSpelled: false };

    // Of a thought, what was said when it was surest.
    private Frame Final => film.Frames[film.Final - 1];

    /// <summary>One or two sentences about how it went.</summary>
    public string Verdict
    {
        get
        {
            if (film.Thought != null)
                return film.Note == null ? ThoughtText.Verdict(film) : $"{film.Note} {ThoughtText.Verdict(film)}";
            if (film.Note != null)
                return film.Note;
            if (film.Moment == 0 || film.Target.Length == 0)
                return End;
            var before = film.Frames[film.Moment - 1].Right ? "right" : "not right yet";
            var after = Recovery switch
            {
                0 => $"and not right again within {Iterations(film.Frames.Count - film.Moment)}",
                var k => $"and right again after {Iterations(k)}",
            };
            return $"Memory was damaged after iteration {film.Moment}: the answer was {before}, {after}. {End}";
        }
    }

    private string End => film.Look switch
    {
        FilmLook.Grey when film.Target.Length == 0 => $"Called {Called}; what it is, is not known here.",
        FilmLook.Grey when EndsRight => $"Called {Called}, which is right, after {Iterations(film.RightFrom)}.",
        FilmLook.Grey =>
            $"Called {Called} after {Iterations(film.Frames.Count)}, but it is {film.Tokens[film.Target[0]]}.",
        _ when EndsRight => $"Solved after {Iterations(film.RightFrom)}.",
        _ => $"Not solved: after {Iterations(film.Frames.Count)} "
            + $"{film.Wrong(film.Frames[^1])} of {film.Places} {film.Place}s are wrong.",
    };

    private string Called => film.Tokens[Final.Answer[0]];

    /// <summary>The largest residuals at some iterations: each at the beginning, then ever fewer.</summary>
    public TextTable Residuals()
    {
        if (film.Thought != null)
            return Ticks();
        var table = new TextTable("iteration", "primal", "dual", "disagreement", Column, "answer");
        foreach (var k in Telling())
        {
            var frame = film.Frames[k - 1];
            table.Add(
                $"{k}", Largest(frame.Primal), Largest(frame.Dual), Largest(frame.Disagreement),
                Count(frame),
                k == film.Moment ? "damage" : frame.Right ? "right" : film.Target.Length == 0 ? "" : "wrong");
        }
        return table;
    }

    private TextTable Ticks()
    {
        var table = new TextTable("tick", "certainty", Column, "answer");
        foreach (var k in Telling())
        {
            var frame = film.Frames[k - 1];
            table.Add(
                $"{k}", $"{100 * frame.Tick!.Certainty:f1} %", Count(frame),
                (frame.Right ? "right" : film.Target.Length == 0 ? "" : "wrong")
                    + (k == film.Final && IsOneTick ? ", surest" : ""));
        }
        return table;
    }

    /// <summary>The film in numbers.</summary>
    public JsonObject ToJson()
    {
        var (picture, last) = (Picture.Of(film, int.MaxValue), Final);
        var lines = new JsonArray([.. Telling().Select(Line)]);
        var json = new JsonObject
        {
            ["title"] = film.Title,
            ["data"] = film.Of,
            ["height"] = film.Height,
            ["width"] = film.Width,
            ["agents"] = film.Agents.Count,
            ["edges"] = film.Edges.Count,
            ["iterations"] = film.Frames.Count,
            ["has_answer"] = film.Target.Length > 0,
            ["solved"] = EndsRight,
            ["solved_after"] = film.RightFrom > 0 ? film.RightFrom : null,
            ["damaged_after"] = film.Moment > 0 ? film.Moment : null,
            ["iterations_to_recover"] = Recovery > 0 ? Recovery : null,
            [$"wrong_{Place}s"] = film.Wrong(last),
            ["verdict"] = Verdict,
            ["input"] = Rows(picture.Input),
            ["answer"] = Rows(picture.Answer(last)),
            ["residuals"] = lines,
        };
        if (last.Tick is { } tick && IsOneTick)
            (json["surest_tick"], json["certainty"]) = (film.Final, Numbers.Json(tick.Certainty));
        if (last.Ballot is { } ballot)
        {
            json["called"] = Called;
            json["label"] = film.Target.Length == 0 ? null : film.Tokens[film.Target[0]];
            json["probabilities"] = new JsonArray([.. ballot.Shares.Select(share => Numbers.Json(share))]);
        }
        return json;
    }

    // What the table counts beside residuals: what is wrong, or what it is called.
    private string Column => film.Look == FilmLook.Grey ? "called" : film.Thought != null ? "wrong" : $"wrong {Place}s";

    private string Place => film.Thought?.Place ?? film.Place;

    private JsonObject Line(int k)
    {
        var frame = film.Frames[k - 1];
        var line = new JsonObject
        {
            ["iteration"] = k,
            ["primal"] = Number(frame.Primal),
            ["dual"] = Number(frame.Dual),
            ["disagreement"] = Number(frame.Disagreement),
            ["wrong"] = film.Wrong(frame),
            ["solved"] = frame.Right,
        };
        if (frame.Tick is { } tick)
            line["certainty"] = Numbers.Json(tick.Certainty);
        return line;
    }

    private string Count(Frame frame) =>
        film.Look == FilmLook.Grey ? film.Tokens[frame.Answer[0]]
        : film.Target.Length == 0 ? "–"
        : $"{film.Wrong(frame)}";

    // 1, 2, 3, 4, 6, 8, 12, 16, 24, …, the damage and what follows it, the first right answer and the last one.
    private SortedSet<int> Telling()
    {
        var last = film.Frames.Count;
        var result = new SortedSet<int> { last, film.Final };
        for (int k = 1, step = 1; k < last; k += step)
        {
            result.Add(k);
            if (k >= 4 && int.IsPow2(k))
                step = k / 2;
        }
        if (film.RightFrom > 0)
            result.Add(film.RightFrom);
        if (film.Moment > 0 && film.Moment <= last)
            result.UnionWith([film.Moment, Math.Min(last, film.Moment + 1), film.Moment + Math.Max(0, Recovery)]);
        return result;
    }

    private static string Iterations(int count) => Numbers.Count(count, "iteration");

    private static JsonNode? Number(float[] values) => values.Length == 0 ? null : Numbers.Json(values.Max());

    private static JsonArray Rows(string[] lines) => [.. lines.Select(line => (JsonNode)line)];

    private static string Largest(float[] values) => values.Length == 0 ? "–" : $"{values.Max():g3}";
}

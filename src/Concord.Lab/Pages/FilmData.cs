using System.Text.Json;
using Concord.Tensors;

namespace Concord.Lab.Pages;

/// <summary>A film as the JSON that the script of its page reads; residuals are <see cref="LogCodes"/>.</summary>
internal static class FilmData
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Refuses a film whose parts do not fit together; the script would draw nonsense.</summary>
    /// <exception cref="ArgumentException">Which part has the wrong number of entries.</exception>
    public static void Check(Film film)
    {
        var pixels = Require.Positive(film.Height) * Require.Positive(film.Width);
        Require.Length<byte>(film.Input, pixels, "The input of a film");
        if (film.Target.Length > 0)
            Require.Length<byte>(film.Target, pixels, "The target of a film");
        Require.Length<bool>(film.Missing, film.Agents.Count, "The list of missing agents of a film");
        foreach (var (u, v) in film.Edges)
            Require.That(
                Exists(film, u) && Exists(film, v), "An edge of a film", "must join two of its agents", (u, v));
        foreach (var frame in film.Frames)
        {
            Require.Length<byte>(frame.Answer, pixels, "The answer of a frame");
            Require.Length<float>(frame.Primal, film.Agents.Count, "The primal residuals of a frame");
            Require.Length<float>(frame.Dual, film.Agents.Count, "The dual residuals of a frame");
            if (frame.Disagreement.Length > 0)
                Require.Length<float>(frame.Disagreement, film.Edges.Count, "The disagreements of a frame");
        }
    }

    /// <summary>The residuals of all agents, iteration by iteration; zero for the missing ones.</summary>
    public static LogCodes Residuals(Film film, Func<Frame, float[]> which) => LogCodes.Of(
        [.. film.Frames.SelectMany(frame => which(frame).Select((value, agent) => film.Missing[agent] ? 0 : value))]);

    /// <summary>The disagreement of all edges at all iterations; null where a frame or the film has none.</summary>
    public static LogCodes? Disagreement(Film film) =>
        film.Edges.Count > 0 && film.Frames.Count > 0 && film.Frames.All(frame => frame.Disagreement.Length > 0)
            ? LogCodes.Of([.. film.Frames.SelectMany(frame => frame.Disagreement)])
            : null;

    /// <summary>The JSON, safe inside a script element: no character of it can end one.</summary>
    public static string Json(Film film, LogCodes primal, LogCodes dual, LogCodes? disagreement) =>
        JsonSerializer.Serialize(new
        {
            film.Height,
            film.Width,
            film.Tokens,
            Input = Convert.ToBase64String(film.Input),
            Target = Convert.ToBase64String(film.Target),
            Agents = film.Agents.SelectMany(agent => new[] { agent.Y, agent.X }),
            Missing = film.Missing.Index().Where(agent => agent.Item).Select(agent => agent.Index),
            Edges = film.Edges.SelectMany(edge => new[] { edge.U, edge.V }),
            Iterations = film.Frames.Count,
            Answers = Convert.ToBase64String([.. film.Frames.SelectMany(frame => frame.Answer)]),
            Right = string.Concat(film.Frames.Select(frame => frame.Right ? '1' : '0')),
            Primal = primal,
            Dual = dual,
            Disagreement = disagreement,
        }, Options);

    private static bool Exists(Film film, int agent) => agent >= 0 && agent < film.Agents.Count;
}

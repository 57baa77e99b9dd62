using System.Text.Json;
using Concord.Tensors;

namespace Concord.Lab.Pages;

/// <summary>A film as the JSON that the script of its page reads; residuals are <see cref="LogCodes"/>.</summary>
/// <param name="Primal">The primal residuals of all agents, iteration by iteration; null where there are none.</param>
/// <param name="Dual">The dual residuals likewise.</param>
/// <param name="Disagreement">The disagreement of all edges likewise.</param>
internal sealed record FilmData(LogCodes? Primal, LogCodes? Dual, LogCodes? Disagreement)
{
    // Residuals of the first iterations can be thousands of times as large as all later ones.
    private const int Settling = 2;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>What agents are coloured by: how far they are from agreeing, or how far they moved.</summary>
    public LogCodes? Warmth => Primal ?? Dual;

    /// <summary>Encodes a film's residuals; those of missing agents are zero.</summary>
    public static FilmData Of(Film film)
    {
        var settling = film.Frames.Count > 2 * Settling ? Settling : 0;
        return new FilmData(
            Codes(frame => frame.Primal, film.Missing), Codes(frame => frame.Dual, film.Missing),
            Codes(frame => frame.Disagreement, new bool[film.Edges.Count]));

        LogCodes? Codes(Func<Frame, float[]> which, bool[] gone) =>
            gone.Length > 0 && film.Frames.Count > 0 && film.Frames.All(frame => which(frame).Length > 0)
                ? LogCodes.Of(
                    [.. film.Frames.SelectMany(frame => which(frame).Select((n, i) => gone[i] ? 0 : n))],
                    settling * gone.Length)
                : null;
    }

    /// <summary>Refuses a film whose parts do not fit together; the script would draw nonsense.</summary>
    /// <exception cref="ArgumentException">Which part has the wrong number of entries.</exception>
    public static void Check(Film film)
    {
        var pixels = Require.Positive(film.Height) * Require.Positive(film.Width);
        var agents = film.Agents.Count;
        Require.Length<byte>(film.Input, pixels, "The input of a film");
        if (film.Target.Length > 0)
            Require.Length<byte>(film.Target, film.Places, "The target of a film");
        Require.Length<bool>(film.Missing, agents, "The list of missing agents of a film");
        foreach (var (u, v) in film.Edges)
            Require.That(
                IsBelow(u, agents) && IsBelow(v, agents), "An edge of a film", "must join two of its agents", (u, v));
        Count(film.Names?.Count, agents, "The names of the agents of a film");
        Count(film.Sees?.Count, agents, "The views of the agents of a film");
        Count(film.Meetings?.Count, film.Edges.Count, "The meetings on the edges of a film");
        foreach (var pixel in (film.Meetings ?? []).Concat((film.Sees ?? []).SelectMany(seen => seen)))
            Require.That(IsBelow(pixel, pixels), "A pixel that agents see", $"must be one of {pixels}", pixel);
        foreach (var frame in film.Frames)
            Check(film, frame);
        if (film.Thought != null)
            ThoughtData.Check(film, film.Thought);
    }

    /// <summary>The JSON, safe inside a script element: no character of it can end one.</summary>
    public string Json(Film film) =>
        JsonSerializer.Serialize(new
        {
            film.Height,
            film.Width,
            film.Tokens,
            film.Place,
            Input = Convert.ToBase64String(film.Input),
            Target = Convert.ToBase64String(film.Target),
            Targets = film.Frames.Any(frame => frame.Target != null)
                ? Convert.ToBase64String([.. film.Frames.SelectMany(frame => frame.Target ?? film.Target)])
                : null,
            Agents = film.Agents.SelectMany(agent => new[] { agent.Y, agent.X }),
            film.Names,
            film.Sees,
            Missing = film.Missing.Index().Where(agent => agent.Item).Select(agent => agent.Index),
            Edges = film.Edges.SelectMany(edge => new[] { edge.U, edge.V }),
            film.Meetings,
            Iterations = film.Frames.Count,
            Answers = Convert.ToBase64String([.. film.Frames.SelectMany(frame => frame.Answer)]),
            Right = string.Concat(film.Frames.Select(frame => frame.Right ? '1' : '0')),
            Ballot = Ballots(film),
            Primal,
            Dual,
            Disagreement,
        }, Options);

    // Certainties in bytes, 255 for certain; shares to four digits.
    private static object? Ballots(Film film)
    {
        var ballots = film.Frames.Select(frame => frame.Ballot).OfType<Ballot>().ToList();
        return ballots.Count == 0 ? null : new
        {
            Calls = Convert.ToBase64String([.. ballots.SelectMany(ballot => ballot.Calls)]),
            Certainty = Convert.ToBase64String(
                [.. ballots.SelectMany(ballot => ballot.Certainty).Select(part => (byte)Math.Round(255 * Part(part)))]),
            Shares = ballots.SelectMany(ballot => ballot.Shares).Select(part => Math.Round(Part(part), 4)),
        };

        static double Part(float part) => float.IsFinite(part) ? Math.Clamp(part, 0, 1) : 0;
    }

    private static void Check(Film film, Frame frame)
    {
        Require.Length<byte>(frame.Answer, film.Places, "The answer of a frame");
        if (frame.Target is { } target)
            Require.Length<byte>(target, film.Target.Length, "The target of a frame");
        Numbers(frame.Primal, film.Agents.Count, "The primal residuals of a frame");
        Numbers(frame.Dual, film.Agents.Count, "The dual residuals of a frame");
        Numbers(frame.Disagreement, film.Edges.Count, "The disagreements of a frame");
        var needed = film.Look == FilmLook.Grey;
        Require.That(
            (frame.Ballot != null) == needed, "The ballot of a frame",
            needed ? "must be there" : "must not be there", frame.Ballot == null ? "missing" : "there");
        if (frame.Ballot is not { } ballot)
            return;
        Require.Length<byte>(ballot.Calls, film.Agents.Count, "The calls of a ballot");
        Require.Length<float>(ballot.Certainty, film.Agents.Count, "The certainties of a ballot");
        Require.Length<float>(ballot.Shares, film.Tokens.Count, "The shares of a ballot");

        static void Numbers(float[] numbers, int count, string name) =>
            Require.Length<float>(numbers, numbers.Length == 0 ? 0 : count, name);
    }

    private static void Count(int? count, int expected, string name) =>
        Require.That(count is null || count == expected, name, $"must have {expected} entries", count ?? 0);

    private static bool IsBelow(int number, int limit) => number >= 0 && number < limit;
}

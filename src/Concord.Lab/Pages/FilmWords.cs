namespace Concord.Lab.Pages;

/// <summary>What a stranger needs to know to read a film's page.</summary>
internal static class FilmWords
{
    private const string ToAgree = """
        An iteration has three parts. Each agent alone chooses <em>x</em>, its own
        wish: what suits its view best. Neighbours then move to <em>z</em>, the nearest values on which they agree. What
        is left between the two is added to <em>u</em>, the disagreement each agent has accumulated, which pulls its
        next wish towards the others.
        """;

    private const string ToTell =
        "In every iteration each agent tells its neighbours, hears them, and changes the numbers it holds.";

    private const string Unseen =
        "The model that is shown keeps no numbers for each of them, so only its answer can be followed.";

    /// <summary>The section of the page.</summary>
    public static string ToHtml(Film film, FilmData data)
    {
        var way = film.Agents.Count == 0 ? "" : data.Primal != null ? ToAgree : data.Dual != null ? ToTell : Unseen;
        return $"""
            <h2>What one sees</h2>
            <p>{Agents(film)} {way} {Answer(film, data)}</p>
            {Measures(film, data)}

            """;
    }

    private static string Agents(Film film) => film.Look switch
    {
        _ when film.Agents.Count == 0 => "The model that is shown has no agents: it sees the whole and answers it.",
        FilmLook.Board => """
            Every dot is an agent: left of the board one for each row, above it one for each column, to its right one
            for each box, as the boxes lie. It sees its nine cells and exchanges a few numbers about each of them with
            the two other agents that see it; nobody sees the whole.
            """,
        FilmLook.Grey => """
            Every square is an agent. It sees the pixels in it and exchanges a few numbers with the agents around it;
            nobody sees the whole. All are asked the same: which digit is it?
            """,
        _ => """
            Every dot is an agent. It sees only the pixels around it and exchanges a few numbers with the agents it is
            joined to; nobody sees the whole.
            """,
    };

    private static string Answer(Film film, FilmData data) => film.Look switch
    {
        FilmLook.Board when film.Agents.Count == 0 => "The digits that are not given are its answer.",
        FilmLook.Board => "The digits that are not given are the answer that all together give.",
        FilmLook.Grey when film.Agents.Count == 0 =>
            "The bars are the probabilities that it gives, and the highest is the answer.",
        FilmLook.Grey => "The bars are the mean of their probabilities, and the highest is the answer.",
        _ => $"The coloured pixels are the answer that all {(data.Primal != null ? "wishes " : "")}together give.",
    };

    private static string Measures(Film film, FilmData data)
    {
        if (data.Primal == null)
            return "";
        var measure = film.Look == FilmLook.Tokens ? "the share of right pixels" : "the answer";
        return $"""
            <p>The primal residual ‖x − z‖ says how far an agent’s wish is from what was agreed; the dual residual
            ρ‖Δz‖, how far the agreement itself still moves. When both fall, the agents have settled. Settled is not the
            same as right: compare with {measure}.</p>
            """;
    }
}

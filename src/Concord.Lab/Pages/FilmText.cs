namespace Concord.Lab.Pages;

/// <summary>What a film shows, in sentences of plain text.</summary>
internal static class FilmText
{
    /// <summary>Whether a model without agents and without iterations gave its one answer.</summary>
    public static bool IsAtOnce(Film film) => film is { Agents.Count: 0, Thought: null, Frames.Count: 1 };

    /// <summary>How it ended: solved since when, or not; after damage, how long until it was right again.</summary>
    public static string Verdict(Film film)
    {
        var last = film.Frames.Count;
        if (last == 0)
            return "Nothing was recorded: only the input can be shown.";
        if (film.Thought != null)
            return film.Note is { } note ? $"{note} {ThoughtText.Verdict(film)}" : ThoughtText.Verdict(film);
        if (film.Target.Length == 0)
            return film.Look == FilmLook.Grey
                ? $"Called {Called(film)}{(IsAtOnce(film) ? "" : " in the end")}. The right answer is not known here."
                : film.Agents.Count == 0 ? "The right answer is not known here."
                : "The right answer is not known here; one sees how far the agents agree.";
        var from = film.RightFrom;
        var damage = film.Moment == 0 ? "" : $"Memory was damaged after iteration {film.Moment}. ";
        if (from == 0)
            return damage + Failure(film);
        if (film.Moment == 0)
        {
            var since = IsAtOnce(film) ? "" : $" from iteration {from} on";
            return film.Look == FilmLook.Grey
                ? $"Called {Called(film)}, rightly{(since.Length == 0 ? "" : $",{since}")}."
                : $"Solved{since}.";
        }
        if (from <= film.Moment)
            return $"{damage}The answer was right from iteration {from} on and stayed right.";
        var again = film.Frames.Take(film.Moment).Any(frame => frame.Right) ? "right again" : "right";
        var later = Count(from - film.Moment, "iteration");
        return $"{damage}The answer is {again} from iteration {from} on, {later} later.";
    }

    /// <summary>Sizes: agents, edges, iterations, who is missing, and which data it is.</summary>
    public static string Facts(Film film)
    {
        var missing = film.Missing.Count(gone => gone);
        var size = film.Look switch
        {
            FilmLook.Board => $"{film.Height}×{film.Width} cells",
            FilmLook.Line => Count(film.Width, "position"),
            _ => $"{film.Height}×{film.Width} pixels",
        };
        IEnumerable<string> who = film.Thought is { } thought
            ? [Some(thought.Neurons, "neuron"), Some(thought.Heads, "head")]
            : film.Agents.Count == 0 ? []
            : [Count(film.Agents.Count, "agent") + (missing > 0 ? $", {missing} missing" : ""),
                Count(film.Edges.Count, "edge")];
        return string.Join(" · ", ((string[])[size, .. who, IsAtOnce(film) ? "" : Count(film.Frames.Count, film.Step), film.Of ?? ""])
            .Where(fact => fact.Length > 0));

        static string Some(int count, string what) => count == 0 ? "" : Count(count, what);
    }

    /// <summary>
    /// The share of places at which the answer is the target, leaving out what a board gives; where all agents are
    /// asked the same, the share of those that say it. NaN where there is no target.
    /// </summary>
    public static double ShareRight(Film film, Frame frame)
    {
        if (film.Target.Length == 0)
            return double.NaN;
        var (answer, target) = (frame.Answer, frame.Target ?? film.Target);
        var asked = film.Look switch
        {
            FilmLook.Board => Enumerable.Range(0, film.Places).Where(place => film.Input[place] == 0),
            _ => Enumerable.Range(0, film.Places),
        };
        if (frame.Ballot is { } ballot)
        {
            (answer, target) = (ballot.Calls, [.. ballot.Calls.Select(_ => film.Target[0])]);
            asked = Enumerable.Range(0, answer.Length).Where(agent => !film.Missing[agent]);
        }
        return asked.Select(place => answer[place] == target[place] ? 1.0 : 0).DefaultIfEmpty(1).Average();
    }

    /// <summary>What the second residual is: of the agreement, or of an agent's state where there is none.</summary>
    public static string Movement(FilmData data) =>
        data.Primal != null ? "Dual residual, ρ‖Δz‖" : "Change of an agent’s state, ‖Δh‖";

    private static string Failure(Film film) => film.Look == FilmLook.Grey
        ? $"Not right: {After(film)}it is called {Called(film)}, but is {film.Tokens[film.Target[0]]}."
        : $"Not solved: {After(film)}the answer is wrong.";

    private static string After(Film film) => IsAtOnce(film) ? "" : $"after iteration {film.Frames.Count} ";

    private static string Called(Film film) => film.Tokens[film.Frames[^1].Answer[0]];

    private static string Count(int count, string what) => $"{count:#,0} {what}{(count == 1 ? "" : "s")}";
}

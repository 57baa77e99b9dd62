namespace Concord.Lab;

/// <summary>What came of a thought, in sentences of plain text.</summary>
public static class ThoughtText
{
    /// <summary>When the model was surest, and whether what it said then, or spelled, is right.</summary>
    /// <exception cref="ArgumentException">The film is not of a model that thinks.</exception>
    public static string Verdict(Film film)
    {
        ArgumentNullException.ThrowIfNull(film);
        return Invariant.Text(() => Outcome(film));
    }

    private static string Outcome(Film film)
    {
        var layout = film.Thought ?? throw new ArgumentException("The film must be of a model that thinks.");
        if (layout.IsSpelled)
            return $"After {film.Frames.Count} tick{(film.Frames.Count == 1 ? "" : "s")} "
                + Spelled(film, film.Frames[^1]);
        var tick = film.Frames[film.Final - 1].Tick!;
        return $"Surest after tick {film.Final} of {film.Frames.Count}, at {Percent(tick.Certainty)}: "
            + Outcome(layout, tick);
    }

    private static string Spelled(Film film, Frame last)
    {
        var (wrong, place) = (film.Wrong(last), film.Thought!.Place);
        return film.Target.Length == 0 ? "the answer stands; what is right is not known here."
            : last.Right ? $"all {film.Places} {place}s are right."
            : wrong == 0 ? $"all {film.Places} {place}s are right, but more is said behind them."
            : $"{wrong} of {film.Places} {place}s {(wrong == 1 ? "is" : "are")} wrong.";
    }

    private static string Outcome(ThoughtLayout layout, ThoughtTick tick)
    {
        var (places, wrong) = (tick.Chances.Length / layout.Classes.Count, layout.Wrong(tick));
        if (places == 1)
        {
            var called = $"called {layout.Classes[layout.Said(tick)[0]]}";
            return layout.Right.Count == 0 ? $"{called}; what it is, is not known here."
                : wrong == 0 ? $"{called}, which is right."
                : $"{called}, but it is {layout.Classes[layout.Right[0]]}.";
        }
        return layout.Right.Count == 0 ? "the right answer is not known here."
            : wrong == 0 ? $"all {places} {layout.Place}s are right."
            : $"{wrong} of {places} {layout.Place}s {(wrong == 1 ? "is" : "are")} wrong.";
    }

    private static string Percent(float share) => float.IsFinite(share) ? $"{100 * share:0.#} %" : "–";
}

namespace Concord.Lab;

/// <summary>What came of a thought, in sentences of plain text.</summary>
public static class ThoughtText
{
    /// <summary>When the model was surest, and whether what it said then is right.</summary>
    /// <exception cref="ArgumentException">The film is not of a model that thinks.</exception>
    public static string Verdict(Film film)
    {
        ArgumentNullException.ThrowIfNull(film);
        var layout = film.Thought ?? throw new ArgumentException("The film must be of a model that thinks.");
        var tick = film.Frames[film.Final - 1].Tick!;
        return $"Surest after tick {film.Final} of {film.Frames.Count}, at {Percent(tick.Certainty)}: "
            + Outcome(layout, tick);
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

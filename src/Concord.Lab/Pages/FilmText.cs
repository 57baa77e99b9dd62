namespace Concord.Lab.Pages;

/// <summary>What a film shows, in sentences of plain text.</summary>
internal static class FilmText
{
    /// <summary>How it ended: solved since when, or not; after damage, how long until it was right again.</summary>
    public static string Verdict(Film film)
    {
        var last = film.Frames.Count;
        if (last == 0)
            return "Nothing was recorded: only the input can be shown.";
        if (film.Target.Length == 0)
            return "The right answer is not known here; one sees how far the agents agree.";
        var from = film.RightFrom;
        var damage = film.Moment == 0 ? "" : $"Memory was damaged after iteration {film.Moment}. ";
        if (from == 0)
            return $"{damage}Not solved: after iteration {last} the answer is wrong.";
        if (film.Moment == 0)
            return $"Solved from iteration {from} on.";
        if (from <= film.Moment)
            return $"{damage}The answer was right from iteration {from} on and stayed right.";
        var again = film.Frames.Take(film.Moment).Any(frame => frame.Right) ? "right again" : "right";
        var later = Count(from - film.Moment, "iteration");
        return $"{damage}The answer is {again} from iteration {from} on, {later} later.";
    }

    /// <summary>Sizes: agents, edges, iterations, and who is missing.</summary>
    public static string Facts(Film film)
    {
        var missing = film.Missing.Count(gone => gone);
        return string.Join(" · ", new[]
        {
            $"{film.Height}×{film.Width} pixels",
            Count(film.Agents.Count, "agent") + (missing > 0 ? $", {missing} missing" : ""),
            Count(film.Edges.Count, "edge"),
            Count(film.Frames.Count, "iteration"),
        });
    }

    /// <summary>The share of pixels at which the answer is the target; NaN where there is no target.</summary>
    public static double ShareRight(Film film, Frame frame)
    {
        if (film.Target.Length == 0)
            return double.NaN;
        var right = 0;
        for (var i = 0; i < film.Target.Length; i++)
            right += frame.Answer[i] == film.Target[i] ? 1 : 0;
        return (double)right / film.Target.Length;
    }

    private static string Count(int count, string what) => $"{count:#,0} {what}{(count == 1 ? "" : "s")}";
}

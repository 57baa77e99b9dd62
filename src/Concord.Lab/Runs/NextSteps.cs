namespace Concord.Lab.Runs;

/// <summary>A command to try, and what it is for.</summary>
/// <param name="About">What it does, in a few words.</param>
/// <param name="Command">The whole line, quoted for a POSIX shell.</param>
public readonly record struct NextStep(string About, string Command);

/// <summary>The commands that suit a run as it stands; the terminal and the report print them.</summary>
public static class NextSteps
{
    private const long FewestSteps = 10_000;

    /// <summary>How to go on with a run.</summary>
    public static string Resume(RunFolder folder) =>
        $"concord train {folder.Plan.Experiment.Task} --resume {ShellWords.QuotePath(folder.Path)}";

    /// <summary>How to look into a run.</summary>
    public static string Inspect(RunFolder folder) => $"concord inspect {ShellWords.QuotePath(folder.Path)}";

    /// <summary>What to try on a run that is over.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="step">The step it got to.</param>
    public static IReadOnlyList<NextStep> OfFinished(RunFolder folder, long step)
    {
        var plan = folder.Plan;
        var task = Catalog.Task(plan.Experiment.Task);
        var weights = $"{task.Name} --weights {ShellWords.QuotePath(folder.Path)}"
            + (plan.ScoreSize is { } size ? $" --size {ShellWords.Quote(size)}" : "");
        var suite = plan.ScoreSuite == task.Suites[0].Name ? "" : $" --suite {ShellWords.Quote(plan.ScoreSuite)}";
        var steps = new List<NextStep>
        {
            new("Score it on more samples", $"concord eval {weights}{suite}"),
            new("Watch it on a fresh instance", $"concord solve {weights} --html film.html"),
        };
        if (plan.Experiment.Kind.HasMemory)
            steps.Add(new(
                "Set its memory to zero halfway", $"concord solve {weights} --zero all --html disturbed.html"));
        steps.Add(new("Look inside, which takes some seconds", $"{Inspect(folder)} --html inside.html"));
        if (Longer(plan, step) is { } longer)
            steps.Add(new("Train it further", $"{Resume(folder)} {longer}"));
        return steps;
    }

    /// <summary>What to try on a run that was cut off.</summary>
    public static IReadOnlyList<NextStep> OfUnfinished(RunFolder folder) =>
        [new("Go on where it stopped", Resume(folder)), new("See where it stands", Inspect(folder))];

    // A rate that has fallen to its end cannot go on.
    private static string? Longer(Plan plan, long step)
    {
        var most = plan.Optimizer.FallsUntil ?? long.MaxValue;
        if (step >= most)
            return null;
        return plan is { Minutes: { } minutes, Steps: null }
            ? FormattableString.Invariant($"--minutes {2 * minutes}")
            : $"--steps {Math.Min(most, Math.Max(FewestSteps, 2 * step))}";
    }
}

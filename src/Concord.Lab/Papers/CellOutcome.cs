namespace Concord.Lab.Papers;

/// <summary>A cell of a table: what the paper printed, and what was measured.</summary>
/// <param name="Table">The table.</param>
/// <param name="Row">Its row.</param>
/// <param name="Column">Its column.</param>
public sealed record CellOutcome(PaperTable Table, PaperRow Row, PaperColumn Column)
{
    /// <summary>The paper's value, or null where it has none.</summary>
    public Estimate? Paper { get; init; }

    /// <summary>What was measured, or null where nothing was.</summary>
    public Measured? Ours { get; init; }

    /// <summary>Why nothing was measured, as a sentence; null where something was.</summary>
    public string? Missing { get; init; }
}

/// <summary>A measured value with what it took.</summary>
/// <param name="Value">The mean over seeds, and their spread.</param>
/// <param name="Rate">The learning rate; null where weights were not trained for it.</param>
/// <param name="Scores">One for each seed that is done.</param>
public sealed record Measured(Estimate Value, float? Rate, IReadOnlyList<TrialScore> Scores);

/// <summary>One training, for the list of all.</summary>
/// <param name="Label">The cell that asked for it first.</param>
/// <param name="Folder">The run's folder.</param>
/// <param name="Plan">The run's plan.</param>
/// <param name="IsChosen">Whether it counts in the tables, rather than only for the choice of a learning rate.</param>
public sealed record TrialOutcome(string Label, string Folder, Plan Plan, bool IsChosen)
{
    /// <summary>The score by which a learning rate was chosen, or null.</summary>
    public TrialScore? Validation { get; init; }

    /// <summary>Any score of it, which tells how it went; null before it is done.</summary>
    public TrialScore? Any { get; init; }
}

namespace Concord.Lab.Papers;

/// <summary>A column of a table: what the models of all rows are scored on.</summary>
public sealed record PaperColumn
{
    /// <summary>Its heading.</summary>
    public required string Name { get; init; }

    /// <summary>The task, as the command line calls it.</summary>
    public required string Task { get; init; }

    /// <summary>The suite, as the command line calls it.</summary>
    public required string Suite { get; init; }

    /// <summary>The score, such as <c>cell_accuracy</c>; null for the suite's main one.</summary>
    public string? Measure { get; init; }

    /// <summary>Options of <c>concord train</c> for all of the column.</summary>
    public string Run { get; init; } = "";
}

/// <summary>A row of a table: what is trained, and what the paper printed for it.</summary>
public sealed record PaperRow
{
    /// <summary>Its heading.</summary>
    public required string Name { get; init; }

    /// <summary>The paper's number of parameters, as printed.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Options of <c>concord train</c> for all of the row; empty for the task's usual model.</summary>
    public string Run { get; init; } = "";

    /// <summary>More options, a text for each column, null where nothing can be trained; null: none anywhere.</summary>
    public IReadOnlyList<string?>? Runs { get; init; }

    /// <summary>Why the columns without a run have none.</summary>
    public string Why { get; init; } = "";

    /// <summary>Learning rates to choose from, in multiples of the plan's; empty: the plan's alone.</summary>
    public IReadOnlyList<float> Rates { get; init; } = [];

    /// <summary>The paper's values, one a column, null where it has none; empty for a row of ours alone.</summary>
    public IReadOnlyList<Estimate?> Paper { get; init; } = [];

    /// <summary>The options of a cell; null where nothing can be trained.</summary>
    internal string? RunOf(int column) =>
        Runs == null ? Run : Runs[column] is { } more ? $"{Run} {more}".Trim() : null;
}

namespace Concord.Coordination;

/// <summary>How a solve ended.</summary>
public enum SolveStatus
{
    /// <summary>All residuals are small enough.</summary>
    Agreed,

    /// <summary>The limit on steps came first.</summary>
    StepLimit,

    /// <summary>Data or a step hold infinite or undefined numbers.</summary>
    NotFinite,

    /// <summary>The caller asked to stop.</summary>
    Interrupted,

    /// <summary>No state meets all constraints: those of one agent, or those of the agents and of the sheaf.</summary>
    Infeasible,

    /// <summary>The total cost has no lower bound on the states that meet all constraints.</summary>
    Unbounded,

    /// <summary>The iterates grow without limit, though the problem may have a solution.</summary>
    Diverged,
}

/// <summary>The result of a solve: the state, how it ended, and what to try if that is not enough.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="Last">The residuals of the last step; infinite before the first.</param>
/// <param name="State">The last state whose numbers are finite; it lives on the tape of the start.</param>
/// <typeparam name="TState">What the solver carries from step to step.</typeparam>
public sealed record Outcome<TState>(SolveStatus Status, int Steps, Progress Last, TState State)
    where TState : struct
{
    /// <summary>The sentence of an agent, of a check or of a certificate, where there is one.</summary>
    public string? Report { get; init; }

    /// <summary>The solver's own proposal of what to change, where it has one.</summary>
    public string? Remedy { get; init; }

    /// <summary>What happened and what to try, in a sentence or two.</summary>
    public string Advice => Status switch
    {
        SolveStatus.Agreed => Join($"Agreed after {Steps} steps; {Residuals}.", Remedy),
        SolveStatus.StepLimit => Join($"No agreement after {Steps} steps; {Residuals}.", Remedy ?? "Allow more steps."),
        SolveStatus.NotFinite when Report != null => Report,
        SolveStatus.NotFinite => Join($"Step {Steps} gave numbers that are not finite.", Remedy),
        SolveStatus.Diverged => Join($"The iterates grow without limit; this came up after {Steps} steps.", Remedy),
        SolveStatus.Interrupted => $"Interrupted after {Steps} steps; {Residuals}. Solve on from this state.",
        _ => $"{Report} This came up after {Steps} steps.",
    };

    private string Residuals => Last.DisagreementTolerance > 0
        ? $"the primal residual is {Last.Primal:g3}, the disagreement on edges {Last.Disagreement:g3}, " +
            $"the dual residual {Last.Dual:g3}"
        : $"the primal residual is {Last.Primal:g3}, the dual residual {Last.Dual:g3}";

    /// <summary>The state if the agents agreed.</summary>
    /// <exception cref="InvalidOperationException">They did not; the message is the advice.</exception>
    public TState OrThrow() => Status == SolveStatus.Agreed ? State : throw new InvalidOperationException(Advice);

    private static string Join(string sentence, string? next) => next == null ? sentence : $"{sentence} {next}";
}

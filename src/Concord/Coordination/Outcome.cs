namespace Concord.Coordination;

/// <summary>How a solve ended.</summary>
public enum SolveStatus
{
    /// <summary>Both residuals are small enough.</summary>
    Agreed,

    /// <summary>The limit on steps came first.</summary>
    StepLimit,

    /// <summary>A step gave infinite or undefined numbers.</summary>
    NotFinite,

    /// <summary>The caller asked to stop.</summary>
    Interrupted,

    /// <summary>An agent's own constraints contradict each other.</summary>
    Infeasible,
}

/// <summary>Whether the residuals kept falling until the step limit.</summary>
public enum Stall
{
    /// <summary>They fell.</summary>
    None,

    /// <summary>They stopped falling far from agreement.</summary>
    FarOff,

    /// <summary>They stopped falling after coming as near as single precision lets them.</summary>
    Rounding,
}

/// <summary>What a solve came to: the state, how it ended, and what to try if that is not enough.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="Last">What the last step achieved; infinite residuals before the first.</param>
/// <param name="State">The last state whose numbers are finite; it lives on the tape of the start.</param>
/// <typeparam name="TState">What the solver carries from step to step.</typeparam>
public sealed record Outcome<TState>(SolveStatus Status, int Steps, Progress Last, TState State)
    where TState : struct
{
    /// <summary>Whether the residuals stopped falling before the step limit.</summary>
    public Stall Stall { get; init; }

    /// <summary>What an agent or the step reported, where it did.</summary>
    public string? Report { get; init; }

    /// <summary>What happened and what to try, in a sentence or two.</summary>
    public string Advice => Status switch
    {
        SolveStatus.Agreed => $"Agreed after {Steps} steps; {Residuals}.",
        SolveStatus.StepLimit when Stall == Stall.Rounding =>
            $"No agreement after {Steps} steps; {Residuals}, as near as single precision comes. Raise the tolerance.",
        SolveStatus.StepLimit when Stall == Stall.FarOff =>
            $"No agreement after {Steps} steps; {Residuals}, and they have stopped falling. Constraints of the " +
            "agents and of the sheaf may contradict each other: relax one of them, or let consensus be soft.",
        SolveStatus.StepLimit => $"No agreement after {Steps} steps; {Residuals}. {Remedy}",
        SolveStatus.NotFinite =>
            $"Step {Steps} gave numbers that are not finite. Scale costs and maps to moderate numbers, " +
            "and lower the step size or the over-relaxation.",
        SolveStatus.Interrupted => $"Interrupted after {Steps} steps; {Residuals}. Solve on from this state.",
        _ => $"{Report} This came up after {Steps} steps.",
    };

    private string Residuals => $"the primal residual is {Last.Primal:g3}, the dual one {Last.Dual:g3}";

    private string Remedy => (Last.Primal / Last.Dual) switch
    {
        > 10 => "Raise the penalty ρ, since neighbours agree too slowly, or turn on residual balancing.",
        < 0.1f => "Lower the penalty ρ, since agents move too little, or turn on residual balancing.",
        _ => "Allow more steps, or try an over-relaxation of 1.6.",
    };

    /// <summary>The state if the agents agreed.</summary>
    /// <exception cref="InvalidOperationException">They did not; the message is the advice.</exception>
    public TState OrThrow() => Status == SolveStatus.Agreed ? State : throw new InvalidOperationException(Advice);
}

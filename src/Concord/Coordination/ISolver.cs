using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>An iteration: a step, and a verdict on two states in a row. The loop is elsewhere.</summary>
/// <typeparam name="TState">What is carried from step to step.</typeparam>
public interface ISolver<TState>
    where TState : struct, ISolverState<TState>
{
    /// <summary>One step, made of tensor operations only.</summary>
    TState Step(TState now);

    /// <summary>The residuals of two states in a row, and whether they are small enough.</summary>
    Progress Compare(TState before, TState after);

    /// <summary>
    /// A sentence that names data that are not finite; null where all are. Called once, before the first step.
    /// </summary>
    /// <exception cref="ArgumentException">Sizes that do not fit, or data that break a rule.</exception>
    string? Check(TState start) => null;

    /// <summary>The same iteration made ready for one solve from a start, with what the solve remembers.</summary>
    /// <param name="start">The first state.</param>
    /// <param name="converge">
    /// If true, inner iterations are run to convergence; if false, the step stays the function it is.
    /// </param>
    ISolver<TState> Prepared(TState start, bool converge) => this;

    /// <summary>
    /// A proof, from two states far apart, that the problem has no solution; null where they prove nothing.
    /// </summary>
    Certificate? Certify(TState earlier, TState later) => null;

    /// <summary>Changes to try where a solve did not end in agreement; null: those that hold for any solver.</summary>
    string? Advise(SolveStatus status, Progress last) => null;

    /// <summary>
    /// The same iteration with all that adapts on the way held still, for differentiating at its fixed point.
    /// </summary>
    ISolver<TState> AtRest => this;
}

/// <summary>A solver's state as the tensors that make it up, so that a loop can move or copy it.</summary>
public interface ISolverState<TSelf>
    where TSelf : struct, ISolverState<TSelf>
{
    /// <summary>How many tensors make up the state, 1 to 8.</summary>
    int Tensors { get; }

    /// <summary>
    /// How many of them, from the first on, a fixed point determines; the others steer the iteration.
    /// </summary>
    int Unknowns => Tensors;

    /// <summary>Writes the state's tensors.</summary>
    void CopyTo(Span<Tensor> tensors);

    /// <summary>The same state made of other tensors.</summary>
    TSelf With(ReadOnlySpan<Tensor> tensors);
}

/// <summary>The residuals after a step, each with the largest value that counts as small enough.</summary>
/// <param name="Primal">The primal residual, ‖x − z‖.</param>
/// <param name="Dual">The dual residual, ‖ρ (z − z of the step before)‖ where nothing is relaxed.</param>
/// <param name="Done">Whether all residuals are small enough.</param>
/// <remarks>Of several samples the one that is furthest from its solution is measured.</remarks>
public readonly record struct Progress(float Primal, float Dual, bool Done)
{
    /// <summary>
    /// ‖δz‖ with each row of δ divided by its length, part of the primal residual; 0 where consensus is soft.
    /// </summary>
    public float Disagreement { get; init; }

    /// <summary>The tolerance of <see cref="Primal"/>: absolute part and relative part together.</summary>
    public float PrimalTolerance { get; init; }

    /// <summary>The tolerance of <see cref="Disagreement"/>.</summary>
    public float DisagreementTolerance { get; init; }

    /// <summary>The tolerance of <see cref="Dual"/>.</summary>
    public float DualTolerance { get; init; }

    /// <summary>The part of the dual residual that rounding to single precision hides.</summary>
    public float DualRounding { get; init; }

    /// <summary>The part of the primal residual that rounding to single precision makes.</summary>
    public float PrimalRounding { get; init; }

    /// <summary>The size of the iterates, max(‖x‖, ‖z‖).</summary>
    public float Size { get; init; }

    /// <summary>The size of the iterates of the largest sample.</summary>
    internal float LargestSize { get; init; }

    /// <summary>The largest residual against its tolerance; at most 1 where the step is done.</summary>
    internal float Worst => MathF.Max(PrimalShare, MathF.Max(DisagreementShare, DualShare));

    internal float PrimalShare => Share(Primal, PrimalTolerance);

    internal float DisagreementShare => Share(Disagreement, DisagreementTolerance);

    internal float DualShare => Share(Dual, DualTolerance);

    private static float Share(float residual, float tolerance) => tolerance == 0 ? residual : residual / tolerance;
}

/// <summary>A proof that a problem has no solution.</summary>
/// <param name="Status"><see cref="SolveStatus.Infeasible"/> or <see cref="SolveStatus.Unbounded"/>.</param>
/// <param name="Report">A sentence that says why.</param>
public sealed record Certificate(SolveStatus Status, string Report);

/// <summary>
/// Told of a start, as step 0, and of the state after every step; may read its tensors during the call.
/// </summary>
/// <param name="step">How many steps led to the state.</param>
/// <param name="state">The state; copy what is to be kept, for the loop may give its memory back.</param>
/// <typeparam name="TState">What is carried from step to step.</typeparam>
public delegate void StepObserver<in TState>(int step, TState state)
    where TState : struct;

using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>An iteration: a step, and a verdict on two states in a row. The loop is elsewhere.</summary>
/// <typeparam name="TState">What is carried from step to step.</typeparam>
public interface ISolver<TState>
    where TState : struct, ISolverState<TState>
{
    /// <summary>One step, made of tensor operations only.</summary>
    TState Step(TState now);

    /// <summary>How far apart two states in a row are, and whether that is near enough.</summary>
    Progress Compare(TState before, TState after);

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

/// <summary>What a step achieved.</summary>
/// <param name="Primal">The primal residual, ‖x − z‖.</param>
/// <param name="Dual">The dual residual, ρ ‖z − z of the step before‖.</param>
/// <param name="Done">Whether both are small enough.</param>
public readonly record struct Progress(float Primal, float Dual, bool Done);

/// <summary>
/// Told of a start, as step 0, and of the state after every step; may read its tensors during the call.
/// </summary>
/// <param name="step">How many steps led to the state.</param>
/// <param name="state">The state; copy what is to be kept, for the loop may give its memory back.</param>
/// <typeparam name="TState">What is carried from step to step.</typeparam>
public delegate void StepObserver<in TState>(int step, TState state)
    where TState : struct;

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
}

/// <summary>A solver's state as the tensors that make it up, so that a loop can move or copy it.</summary>
public interface ISolverState<TSelf>
    where TSelf : struct, ISolverState<TSelf>
{
    /// <summary>How many tensors make up the state.</summary>
    int Tensors { get; }

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

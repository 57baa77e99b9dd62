using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>
/// Repeats a solver's step a fixed number of times, as a layer of a network that is differentiated step by step.
/// </summary>
/// <remarks>
/// The gradient is that of the steps taken, converged or not. With <see cref="Differentiated"/> the first steps are
/// constants and only the last lead back (truncated back-propagation): the same values, less memory, another gradient.
/// On a tape that does not record, all steps run in the memory of one.
/// </remarks>
public sealed record Unrolled
{
    /// <summary>K, how many steps are taken.</summary>
    public int Iterations { get; init => field = Require.Within(value, 0, 1_000_000); } = 20;

    /// <summary>How many of the last steps are differentiated; null: all.</summary>
    public int? Differentiated
    {
        get;
        init => field = value is { } steps ? Require.NotNegative(steps, "The number of steps") : null;
    }

    /// <summary>The state after all steps.</summary>
    /// <param name="solver">The step.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="observe">
    /// Told of every state, the start included. States of differentiated steps stay until the tape is reset, so a loss
    /// may use several of them; those of other steps are gone after the call.
    /// </param>
    public TState Run<TState>(ISolver<TState> solver, TState start, StepObserver<TState>? observe = null)
        where TState : struct, ISolverState<TState>
    {
        ArgumentNullException.ThrowIfNull(solver);
        var tape = TapeStates.TapeOf(start);
        var constant = Iterations - Math.Min(Differentiated ?? Iterations, Iterations);
        observe?.Invoke(0, start);
        var state = start;
        if (constant > 0)
        {
            using var pause = tape.Pause();
            state = Walk(solver, state, 0, constant, observe);
        }
        return Walk(solver, state, constant, Iterations, observe);
    }

    private static TState Walk<TState>(
        ISolver<TState> solver, TState state, int from, int to, StepObserver<TState>? observe)
        where TState : struct, ISolverState<TState>
    {
        var tape = TapeStates.TapeOf(state);
        var place = tape.Now;
        for (var step = from + 1; step <= to; step++)
        {
            state = solver.Step(state);
            observe?.Invoke(step, state);
            state = tape.Keep(place, state);
        }
        return state;
    }
}

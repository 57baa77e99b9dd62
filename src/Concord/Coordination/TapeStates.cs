using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>Keeps a solver's state while a tape without a record forgets the rest.</summary>
public static class TapeStates
{
    /// <summary>
    /// Forgets all tensors made since a place, except the state's, which move; does nothing while recording.
    /// </summary>
    public static TState Keep<TState>(this Tape tape, Tape.Place place, TState state)
        where TState : struct, ISolverState<TState>
    {
        if (tape.Recording)
            return state;
        Span<Tensor> tensors = [null!, null!, null!, null!, null!, null!, null!, null!];
        tensors = tensors[..Require.Within(state.Tensors, 1, tensors.Length, "The number of a state's tensors")];
        state.CopyTo(tensors);
        tape.Keep(place, tensors);
        return state.With(tensors);
    }

    /// <summary>As <see cref="Keep{TState}"/> for a state of one tensor.</summary>
    public static Tensor Keep(this Tape tape, Tape.Place place, Tensor state)
    {
        if (tape.Recording)
            return state;
        tape.Keep(place, new Span<Tensor>(ref state));
        return state;
    }

    /// <summary>A state of new tensors with the same numbers.</summary>
    internal static TState Copy<TState>(TState state)
        where TState : struct, ISolverState<TState>
    {
        Span<Tensor> tensors = [null!, null!, null!, null!, null!, null!, null!, null!];
        tensors = tensors[..state.Tensors];
        state.CopyTo(tensors);
        foreach (ref var tensor in tensors)
            tensor = tensor.Tape.Input(tensor.Values, tensor.Shape);
        return state.With(tensors);
    }

    /// <summary>Writes the numbers of one state over those of another with tensors of the same sizes.</summary>
    internal static void Overwrite<TState>(TState state, TState with)
        where TState : struct, ISolverState<TState>
    {
        Span<Tensor> to = [null!, null!, null!, null!, null!, null!, null!, null!];
        Span<Tensor> from = [null!, null!, null!, null!, null!, null!, null!, null!];
        state.CopyTo(to);
        with.CopyTo(from);
        for (var i = 0; i < state.Tensors; i++)
            from[i].Values.CopyTo(to[i].Values);
    }

    /// <summary>The tape that holds a state.</summary>
    internal static Tape TapeOf<TState>(TState state)
        where TState : struct, ISolverState<TState>
    {
        Span<Tensor> tensors = [null!, null!, null!, null!, null!, null!, null!, null!];
        state.CopyTo(tensors);
        return tensors[0].Tape;
    }
}

using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>Keeps a solver's state while a tape without a record forgets the rest.</summary>
public static class TapeStates
{
    /// <summary>Forgets all tensors made since a place, except the state, which moves; does nothing on a recording tape.</summary>
    public static TState Keep<TState>(this Tape tape, Tape.Place place, TState state)
        where TState : struct, ISolverState<TState>
    {
        if (tape.Recording)
            return state;
        var tensors = new Tensor[8];
        state.CopyTo(tensors);
        tape.Keep(place, tensors.AsSpan(0, state.Tensors));
        return state.With(tensors);
    }
}

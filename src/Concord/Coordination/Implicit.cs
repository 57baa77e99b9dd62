using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>Solves until the agents agree, and differentiates the point they agree on, not the way there.</summary>
/// <remarks>
/// At a fixed point s = T(s, θ) the gradient obeys s̄ ← s̄₀ + (∂T/∂s)ᵀ s̄, the implicit function theorem. One step is
/// recorded at the fixed point and run back again and again, each time with what came out at its start, until that is
/// small: the Neumann series of the theorem's inverse, in the memory of one step and of any length. Right only where
/// the solve has converged and the step contracts; a solve that ran out of steps is differentiated as if it had, and
/// its outcome says so. The fixed point is that of the step as it is: inner iterations that stop short are not
/// completed as in <see cref="Solve"/>. For outer steps that stop short on purpose use <see cref="Unrolled"/>.
/// </remarks>
public sealed record Implicit
{
    /// <summary>When the solve stops.</summary>
    public SolveOptions Options { get; init; } = new();

    /// <summary>How many terms of the series are added at most.</summary>
    public int TermLimit { get; init => field = Require.Within(value, 1, 1_000_000); } = 2000;

    /// <summary>The series ends at a term below this, relative to the first.</summary>
    public float Tolerance { get; init => field = Require.Within(value, 1e-7f, 0.5f); } = 1e-5f;

    /// <summary>Solves; on a recording tape the state found leads back to all that the step depends on.</summary>
    /// <param name="solver">The step and the verdict.</param>
    /// <param name="start">Where to begin; the fixed point is taken not to depend on it.</param>
    /// <param name="observe">Told of every state of the solve, the start included.</param>
    /// <remarks>
    /// The way back throws <see cref="InvalidOperationException"/> if the series does not settle within
    /// <see cref="TermLimit"/> terms.
    /// </remarks>
    public Outcome<TState> Run<TState>(ISolver<TState> solver, TState start, StepObserver<TState>? observe = null)
        where TState : struct, ISolverState<TState>
    {
        // The step that is differentiated is the one that is solved with: inner iterations stay as they are.
        var outcome = Solve.Run(solver, start, Options, observe, converge: false);
        var tape = TapeStates.TapeOf(start);
        var broken = outcome.Status is SolveStatus.NotFinite or SolveStatus.Infeasible or SolveStatus.Unbounded
            or SolveStatus.Diverged;
        return tape.Recording && !broken
            ? outcome with { State = Attach(tape, solver.AtRest, outcome.State) }
            : outcome;
    }

    private TState Attach<TState>(Tape tape, ISolver<TState> solver, TState found)
        where TState : struct, ISolverState<TState>
    {
        var unknowns = found.Unknowns;
        Tensor[] from = new Tensor[found.Tensors], to = new Tensor[found.Tensors], results = new Tensor[found.Tensors];
        found.CopyTo(from);
        for (var i = 0; i < unknowns; i++)
            from[i] = tape.Input(from[i].Values, from[i].Shape, tracked: true);
        var first = tape.Recorded;
        solver.Step(found.With(from)).CopyTo(to);
        var last = tape.Recorded;
        to.CopyTo(results, 0);
        for (var i = 0; i < unknowns; i++)
            results[i] = tape.Input(to[i].Values, to[i].Shape, tracked: true);
        var back = tape.Record<FixedPointPullback>(results[0], wanted: true)!;
        (back.From, back.To, back.Results) = (from[..unknowns], to[..unknowns], results[..unknowns]);
        (back.First, back.Last, back.Options) = (first, last, this);
        // The way back is taken when any of the results has a gradient, not only the one it is recorded for.
        _ = results[0].Gradient;
        return found.With(results);
    }

    private sealed class FixedPointPullback : Pullback
    {
        public Tensor[] From = [], To = [], Results = [];
        public int First, Last;
        public Implicit Options = null!;

        public override void Run()
        {
            var tape = Output.Tape;
            var size = Norm(Results);
            for (var i = 0; i < To.Length; i++)
                Add(Results[i], To[i]);
            var enough = Options.Tolerance * size;
            for (var term = 0; size > enough; term++)
            {
                if (term == Options.TermLimit || !double.IsFinite(size))
                    throw new InvalidOperationException(
                        $"The gradient at the fixed point has not settled after {term} terms: the step hardly " +
                        "contracts there. Solve to a smaller tolerance, change the penalty ρ, or differentiate " +
                        "unrolled steps.");
                tape.BackThrough(First, Last);
                tape.ClearGradients(First, Last, forget: false);
                size = Norm(From);
                for (var i = 0; i < To.Length; i++)
                {
                    Add(From[i], To[i]);
                    From[i].Gradient.Clear();
                }
            }
            tape.ClearGradients(First, Last, forget: true);
        }

        private static void Add(Tensor from, Tensor to)
        {
            if (!to.Tracked)
                return;
            var sum = to.Gradient;
            System.Numerics.Tensors.TensorPrimitives.Add(sum, from.Gradient, sum);
        }

        private static double Norm(Tensor[] tensors)
        {
            var sum = 0.0;
            foreach (var tensor in tensors)
                foreach (var value in tensor.Gradient)
                    sum += (double)value * value;
            return Math.Sqrt(sum);
        }
    }
}

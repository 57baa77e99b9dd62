using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>When a solve stops, apart from reaching agreement.</summary>
public sealed record SolveOptions
{
    /// <summary>How many steps are taken at most.</summary>
    public int StepLimit { get; init => field = Require.Within(value, 0, 1_000_000_000); } = 1000;

    /// <summary>Asks the solve to stop after the step at hand.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Repeats a solver's step until its agents agree: the one loop of all solvers.</summary>
/// <remarks>
/// Runs without a record, also on a recording tape, and gives the memory of every step back, so it can go on for any
/// number of steps. What is found is a constant; <see cref="Unrolled"/> and <see cref="Implicit"/> differentiate.
/// </remarks>
public static class Solve
{
    /// <summary>Steps from a start until the solver is content, the steps run out, or something goes wrong.</summary>
    /// <param name="solver">The step and the verdict.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="options">When to stop; null: a thousand steps.</param>
    /// <param name="observe">Told of every state, the start included.</param>
    public static Outcome<TState> Until<TState>(
        ISolver<TState> solver, TState start, SolveOptions? options = null, StepObserver<TState>? observe = null)
        where TState : struct, ISolverState<TState>
    {
        options ??= new SolveOptions();
        var tape = TapeStates.TapeOf(start);
        using var pause = tape.Pause();
        var place = tape.Now;
        var (now, last) = (start, new Progress(float.PositiveInfinity, float.PositiveInfinity, false));
        var trend = new Trend(options.StepLimit);
        observe?.Invoke(0, start);
        for (var step = 1; step <= options.StepLimit; step++)
        {
            if (options.Cancellation.IsCancellationRequested)
                return new(SolveStatus.Interrupted, step - 1, last, now);
            TState next;
            try
            {
                next = solver.Step(now);
            }
            catch (InfeasibleException contradiction)
            {
                return new(SolveStatus.Infeasible, step, last, tape.Keep(place, now))
                {
                    Report = contradiction.Message,
                };
            }
            var progress = solver.Compare(now, next);
            if (!float.IsFinite(progress.Primal) || !float.IsFinite(progress.Dual))
                return new(SolveStatus.NotFinite, step, progress, tape.Keep(place, now));
            observe?.Invoke(step, next);
            (now, last) = (tape.Keep(place, next), progress);
            if (progress.Done)
                return new(SolveStatus.Agreed, step, last, now);
            trend.Add(step, progress);
        }
        return new(SolveStatus.StepLimit, options.StepLimit, last, now) { Stall = trend.Stall };
    }

    // Compares the least residuals of the first and of the second half of the steps allowed.
    private struct Trend(int limit)
    {
        private float _begin = float.PositiveInfinity;
        private float _first = float.PositiveInfinity;
        private float _second = float.PositiveInfinity;

        // Fewer steps than a hundred say little about where the residuals are heading.
        public readonly Stall Stall =>
            limit < 100 || _second <= 0.95f * _first ? Stall.None
            : _second <= 1e-5f * _begin ? Stall.Rounding
            : Stall.FarOff;

        public void Add(int step, Progress progress)
        {
            var residual = MathF.Max(progress.Primal, progress.Dual);
            if (step == 1)
                _begin = residual;
            ref var least = ref step <= limit / 2 ? ref _first : ref _second;
            least = MathF.Min(least, residual);
        }
    }
}

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
/// number of steps. Inner iterations, such as conjugate gradient steps, are run to convergence, since a fixed number of
/// them ends elsewhere. What is found is a constant; <see cref="Unrolled"/> and <see cref="Implicit"/> differentiate.
/// </remarks>
public static class Solve
{
    // Iterates of a convex problem never grow by this factor while the number of steps doubles.
    private const float Explosion = 1e4f;

    /// <summary>Steps from a start until the residuals are small, the steps run out, or something goes wrong.</summary>
    /// <param name="solver">The step and the verdict.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="options">When to stop; null: a thousand steps.</param>
    /// <param name="observe">Told of every state, the start included.</param>
    /// <exception cref="ArgumentException">Agents, sheaf and start that do not fit together.</exception>
    public static Outcome<TState> Until<TState>(
        ISolver<TState> solver, TState start, SolveOptions? options = null, StepObserver<TState>? observe = null)
        where TState : struct, ISolverState<TState> =>
        Run(solver, start, options ?? new SolveOptions(), observe, converge: true);

    /// <summary>As <see cref="Until"/>, with inner iterations completed or left as they are.</summary>
    internal static Outcome<TState> Run<TState>(
        ISolver<TState> solver, TState start, SolveOptions options, StepObserver<TState>? observe, bool converge)
        where TState : struct, ISolverState<TState>
    {
        ArgumentNullException.ThrowIfNull(solver);
        var unknown = new Progress(float.PositiveInfinity, float.PositiveInfinity, false);
        if (solver.Check(start) is { } fault)
            return new(SolveStatus.NotFinite, 0, unknown, start) { Report = fault };
        var tape = TapeStates.TapeOf(start);
        using var pause = tape.Pause();
        solver = solver.Prepared(start, converge);
        var earlier = TapeStates.Copy(start);
        var place = tape.Now;
        var (now, last) = (start, unknown);
        var largest = 0f;
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
            if (!float.IsFinite(progress.Primal + progress.Dual + progress.Disagreement))
                return Ended(SolveStatus.NotFinite, step, progress, tape.Keep(place, now));
            observe?.Invoke(step, next);
            (now, last) = (tape.Keep(place, next), progress);
            if (progress.Done)
                return Ended(SolveStatus.Agreed, step, last, now);
            if (!int.IsPow2(step) && step != options.StepLimit)
                continue;
            var proof = step == 1 ? null : solver.Certify(earlier, now);
            now = tape.Keep(place, now);
            if (proof != null)
                return new(proof.Status, step, last, now) { Report = proof.Report };
            if (largest > 0 && progress.LargestSize > Explosion * largest)
                return Ended(SolveStatus.Diverged, step, last, now);
            largest = MathF.Max(largest, progress.LargestSize);
            TapeStates.Overwrite(earlier, now);
        }
        return Ended(SolveStatus.StepLimit, options.StepLimit, last, now);

        Outcome<TState> Ended(SolveStatus status, int steps, Progress progress, TState state) =>
            new(status, steps, progress, state) { Remedy = solver.Advise(status, progress) };
    }
}

using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>Problems drawn at random, whose right verdict is known otherwise.</summary>
public sealed class RandomVerdictTests
{
    private const float Any = float.PositiveInfinity;

    [Fact]
    public void What_is_agreed_is_the_weighted_mean_whatever_weights_and_penalty_are()
    {
        var agreed = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            var rng = new Rng(seed);
            var span = 3 * (seed % 3);
            float Power(double range) => (float)Math.Pow(10, range * ((2 * rng.Uniform()) - 1));
            float unit = Power(4), price = Power(4);
            float[] weights = [.. Enumerable.Range(0, 2 + rng.Below(5)).Select(_ => price * Power(span))];
            float[] targets = [.. weights.Select(_ => unit * (float)(20 + (5 * rng.Normal())))];
            var problem = Instance.Path(weights, [.. weights.Zip(targets, (w, t) => -w * t)]) with
            {
                Guess = targets, Rho = price * Power(4), Balance = seed % 2 == 0 ? new() : null,
            };
            using var tape = new Tape(recording: false);
            var outcome = problem.WithMaps(_ => Power(3)).Solved(tape);
            var mean = weights.Zip(targets, (w, t) => (double)w * t).Sum() / weights.Sum(w => (double)w);

            Assert.True(
                outcome.Status is SolveStatus.Agreed or SolveStatus.StepLimit, $"seed {seed}: {outcome.Advice}");
            if (outcome.Status == SolveStatus.StepLimit)
                Assert.Null(problem.Balance);
            else
                foreach (var z in outcome.State.Z.Values)
                    Assert.True(Math.Abs(z - mean) <= 1e-3 * mean, $"seed {seed}: {z} instead of {mean}");
            agreed += outcome.Status == SolveStatus.Agreed ? 1 : 0;
        }
        Assert.True(agreed > 200, $"{agreed}");
    }

    [Fact]
    public void Boxes_are_told_apart()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            var rng = new Rng(seed);
            var unit = (float)Math.Pow(10, (8 * rng.Uniform()) - 4);
            var count = 2 + rng.Below(5);
            float[] lower = new float[count], upper = new float[count];
            for (var i = 0; i < count; i++)
            {
                double middle = rng.Normal(), half = 2 * rng.Uniform();
                lower[i] = rng.Uniform() < 0.2 ? -Any : unit * (float)(middle - half);
                upper[i] = rng.Uniform() < 0.2 ? Any : unit * (float)(middle + half);
            }
            var problem = Instance.Path(
                [.. lower.Select(_ => rng.Uniform() < 0.5 ? 0 : (float)rng.Uniform())],
                [.. lower.Select(_ => rng.Uniform() < 0.3 ? 0 : unit * (float)rng.Normal())]) with
            {
                Lower = lower, Upper = upper, Rho = 0.3f, Balance = seed % 2 == 0 ? new() : null,
            };
            using var tape = new Tape(recording: false);
            var outcome = problem.Solved(tape);
            var gap = (lower.Max() - upper.Min()) / unit;
            var falls = problem.Curvature.Sum() == 0 && Math.Abs(problem.Slope.Sum()) > 1e-3f * unit &&
                float.IsInfinity(problem.Slope.Sum() > 0 ? lower.Max() : upper.Min());
            SolveStatus[] right = gap > 1e-3f ? [SolveStatus.Infeasible, SolveStatus.StepLimit]
                : falls ? [SolveStatus.Unbounded]
                : [SolveStatus.Agreed, SolveStatus.StepLimit];

            Assert.True(right.Contains(outcome.Status), $"seed {seed}, gap {gap}: {outcome.Status} {outcome.Advice}");
            if (gap > 0.1f && problem.Balance != null)
                Assert.Equal(SolveStatus.Infeasible, outcome.Status);
        }
    }

    [Fact]
    public void Programs_are_told_apart()
    {
        int found = 0, solved = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            var rng = new Rng(seed);
            QuadraticProgram[] programs = [.. Enumerable.Range(0, 2 + rng.Below(3)).Select(_ => Program(rng))];
            using var tape = new Tape(recording: false);
            var sheaf = SampleSheaves.Path(programs.Length, 2).On(tape);
            var outcome = Solve.Until(
                new SheafAdmm(new QpAgents(programs), EdgeSpace.Hard(sheaf)),
                AdmmState.From(tape.Zeros([1, 2 * programs.Length]), Penalty.Same(tape, 1)));
            var meets = Meets(programs, tape);

            Assert.True(
                meets ? outcome.Status is SolveStatus.Agreed or SolveStatus.StepLimit
                    : outcome.Status is SolveStatus.Infeasible or SolveStatus.StepLimit,
                $"seed {seed}: {meets}, {outcome.Advice}");
            found += outcome.Status == SolveStatus.Infeasible ? 1 : 0;
            solved += outcome.Status == SolveStatus.Agreed ? 1 : 0;
        }
        Assert.True(found > 25 && solved > 10, $"{found} and {solved}");
    }

    [Fact]
    public void Soft_steps_over_maps_of_all_sizes_end_at_one_optimum()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            using var tape = new Tape(recording: false);
            var rng = new Rng(seed);
            var ring = Instance.Ring(seed, bounded: false);
            var problem = ring.WithMaps(_ => (float)Math.Pow(10, (4 * rng.Uniform()) - 2)) with
            {
                Balance = new(), Tolerance = 1e-5f, StepLimit = 3000,
            };
            var exact = problem.Solved(tape, sheaf => ExactConsensus.Soft(sheaf, 30)).OrThrow().Z;
            foreach (var step in new Func<BoundSheaf, IConsensus>[]
            {
                sheaf => EdgeSpace.Soft(sheaf, 30), sheaf => ConjugateGradients.Soft(sheaf, 30),
            })
                Assert.InRange((problem.Solved(tape, step).OrThrow().Z - exact).Norm(), 0, 1e-3 * exact.Norm());
        }
    }

    private static QuadraticProgram Program(Rng rng)
    {
        var count = 1 + rng.Below(3);
        var rows = new float[count, 2];
        float[] lower = new float[count], upper = new float[count];
        for (var i = 0; i < count; i++)
        {
            (rows[i, 0], rows[i, 1]) = ((float)rng.Normal(), (float)rng.Normal());
            double middle = 2 * rng.Normal(), half = rng.Uniform() < 0.2 ? 0 : 3 * rng.Uniform();
            lower[i] = rng.Uniform() < 0.3 ? -Any : (float)(middle - half);
            upper[i] = rng.Uniform() < 0.3 ? Any : (float)(middle + half);
        }
        return new()
        {
            Curvature = new float[,] { { 1, 0 }, { 0, 1 } }, Slope = [(float)rng.Normal(), (float)rng.Normal()],
            Rows = rows, Lower = lower, Upper = upper,
        };
    }

    // Whether one agent with all rows has an answer.
    private static bool Meets(QuadraticProgram[] programs, Tape tape)
    {
        var count = programs.Sum(p => p.Lower.Length);
        var rows = new float[count, 2];
        var at = 0;
        foreach (var program in programs)
            for (var i = 0; i < program.Lower.Length; i++, at++)
                (rows[at, 0], rows[at, 1]) = (program.Rows[i, 0], program.Rows[i, 1]);
        var merged = programs[0] with
        {
            Rows = rows, Lower = [.. programs.SelectMany(p => p.Lower)], Upper = [.. programs.SelectMany(p => p.Upper)],
        };
        try
        {
            return new QpAgents(merged).Respond(tape.Zeros([1, 2]), Penalty.Same(tape, 1)) != null;
        }
        catch (InfeasibleException)
        {
            return false;
        }
    }
}

using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>Every piece of advice is given where it applies, and following it solves the problem.</summary>
public sealed class AdviceTests
{
    private static readonly Instance s_mean = Instance.Path([1, 10, 1], [-20, -220, -27]);

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e6f)]
    [InlineData(1e9f)]
    public void Lower_the_penalty(float rho)
    {
        var advice = Refused(s_mean with { Rho = rho }, "Lower the penalty ρ");
        Assert.DoesNotContain("tolerance", advice);
        Right(s_mean with { Rho = 1 });
        Right(s_mean with { Rho = rho, Balance = new() });
    }

    [Fact]
    public void Lower_the_penalty_by_the_factor_that_is_named()
    {
        var advice = Refused(s_mean with { Rho = 1e6f, Guess = [20, 22, 27] }, "by a factor of ");
        var factor = float.Parse(
            advice.Split("by a factor of ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(factor, 10, 1e5f);
        var next = s_mean with { Rho = 1e6f / factor, StepLimit = 50_000 };
        Right(next);
    }

    [Fact]
    public void Lower_the_penalty_of_a_linear_program()
    {
        // The cheapest diet: at a high penalty it creeps, and its z stops where rounding hides the costs.
        var diet = new QuadraticProgram
        {
            Curvature = new float[2, 2],
            Slope = [1, 0.25f],
            Rows = new[,] { { 0.8f, 0 }, { 0.4f, 0.3f }, { 0.5f, 2 }, { 1, 0 }, { 0, 1 } },
            Lower = [50, 105, 85, 0, 0],
            Upper = [.. Enumerable.Repeat(float.PositiveInfinity, 5)],
        };
        Outcome<AdmmState> With(float rho)
        {
            using var tape = new Tape(recording: false);
            var admm = new SheafAdmm(new QpAgents(diet), ExactConsensus.Hard(new SheafBuilder(2).Build().On(tape)))
            {
                Tolerance = 1e-6f,
            };
            var outcome = Solve.Until(admm, AdmmState.From(tape.Zeros([1, 2]), Penalty.Same(tape, rho)));
            if (outcome.Status == SolveStatus.Agreed)
                Assert.Equal(129.16667, outcome.State.Z.Values[0] + (0.25 * outcome.State.Z.Values[1]), 1e-2);
            return outcome;
        }

        Assert.Contains("Lower the penalty ρ", With(1000).Advice);
        Assert.DoesNotContain("tolerance", With(1000).Advice);
        Assert.Equal(SolveStatus.Agreed, With(1e-2f).Status);
    }

    [Fact]
    public void Raise_the_penalty()
    {
        Refused(s_mean with { Rho = 1e-3f }, "Raise the penalty ρ");
        Right(s_mean with { Rho = 1 });
    }

    [Fact]
    public void Turn_on_residual_balancing()
    {
        Refused(s_mean with { Rho = 1e-3f }, "residual balancing");
        Refused(s_mean with { Rho = 1e3f }, "residual balancing");
        Right(s_mean with { Rho = 1e-3f, Balance = new() });
        Right(s_mean with { Rho = 1e3f, Balance = new() });
    }

    [Fact]
    public void Allow_more_steps()
    {
        Refused(s_mean with { Rho = 3, StepLimit = 5 }, "Allow more steps");
        Right(s_mean with { Rho = 3, StepLimit = 500 });
    }

    [Fact]
    public void Raise_the_tolerance()
    {
        Refused(s_mean with { Tolerance = 1e-12f }, "Raise the tolerance");
        Right(s_mean with { Tolerance = 1e-6f });
    }

    [Theory]
    [InlineData(5f)]
    [InlineData(100f)]
    [InlineData(1e6f)]
    public void Lower_the_step_size_of_a_descent(float rate)
    {
        foreach (var pull in new float?[] { null, 2 })
        {
            using var tape = new Tape(recording: false);
            IConsensus Descent(BoundSheaf sheaf, float eta) => pull is { } soft
                ? NesterovDescent.Soft(sheaf, soft, tape.Input([eta], []))
                : NesterovDescent.Hard(sheaf, tape.Input([eta], []));
            var outcome = s_mean.Solved(tape, sheaf => Descent(sheaf, rate));

            Assert.True(outcome.Status is SolveStatus.Diverged or SolveStatus.NotFinite, outcome.Advice);
            Assert.Contains("lower the step size", outcome.Advice);
            Assert.DoesNotContain("contradict", outcome.Advice);
            Assert.Equal(SolveStatus.Agreed, s_mean.Solved(tape, sheaf => Descent(sheaf, 0.1f)).Status);
        }
    }

    [Fact]
    public void Let_a_descent_take_more_steps_or_use_edge_space()
    {
        using var tape = new Tape(recording: false);
        var count = 40;
        var problem = Instance.Path(
            [.. Enumerable.Repeat(1f, count)], [.. Enumerable.Range(0, count).Select(i => (float)-i)]);
        NesterovDescent Descent(BoundSheaf sheaf, int steps) =>
            NesterovDescent.Hard(sheaf, tape.Input([0.2f], [])) with { Steps = steps };
        var outcome = (problem with { StepLimit = 20 }).Solved(tape, sheaf => Descent(sheaf, 3));

        Assert.Equal(SolveStatus.StepLimit, outcome.Status);
        Assert.Contains("more steps", outcome.Advice);
        Assert.Contains("EdgeSpace", outcome.Advice);
        foreach (var consensus in new Func<BoundSheaf, IConsensus>[] { EdgeSpace.Hard, sheaf => Descent(sheaf, 300) })
        {
            var z = (problem with { StepLimit = 20 }).Solved(tape, consensus).OrThrow().Z.Values;
            Assert.All(z.ToArray(), value => Assert.Equal(19.5, value, 19.5e-3));
        }
    }

    [Fact]
    public void Relax_a_constraint_or_let_consensus_be_soft()
    {
        using var tape = new Tape(recording: false);
        var apart = Instance.Path([1, 1], [0, 0]) with { Lower = [0, 5], Upper = [1, 9] };
        Refused(apart, "Relax one of them, or let consensus be soft");
        Assert.Equal(SolveStatus.Agreed, (apart with { Upper = [6, 9] }).Solved(tape).Status);
        Assert.Equal(SolveStatus.Agreed, apart.Solved(tape, sheaf => EdgeSpace.Soft(sheaf, 3)).Status);
    }

    [Fact]
    public void Add_curvature_or_bounds()
    {
        using var tape = new Tape(recording: false);
        var falling = Instance.Path([0, 0], [1, 1]);
        Refused(falling, "Add curvature or bounds");
        Assert.Equal(SolveStatus.Agreed, (falling with { Curvature = [1, 0] }).Solved(tape).Status);
        Assert.Equal(SolveStatus.Agreed, (falling with { Lower = [-1, -2], Upper = [5, 5] }).Solved(tape).Status);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Correct_the_data(float wrong)
    {
        Assert.Equal(
            $"The slope q must be finite, but is {wrong} at 1: correct the data before they are solved.",
            Refused(s_mean with { Slope = [1, wrong, 2] }, "finite", SolveStatus.NotFinite));
        Assert.Contains("The curvature Q", Refused(s_mean with { Curvature = [1, wrong, 2] }, "finite", SolveStatus.NotFinite));
        using var tape = new Tape(recording: false);
        var start = s_mean.Start(tape) with { Z = tape.Input([0, wrong, 0], [1, 3]) };
        var outcome = Solve.Until(s_mean.Admm(tape), start);
        Assert.Equal((SolveStatus.NotFinite, 0), (outcome.Status, outcome.Steps));
        Assert.Contains("The start must be finite, but its z is not", outcome.Advice);
    }

    [Fact]
    public void Costs_that_are_not_convex_diverge()
    {
        using var tape = new Tape(recording: false);
        var sheaf = s_mean.Admm(tape).Consensus.Sheaf;
        var outcome = Solve.Until(new SheafAdmm(new Repelled(), EdgeSpace.Hard(sheaf)), s_mean.Start(tape) with
        {
            Z = tape.Input([1, 2, 3], [1, 3]),
        });

        Assert.Equal(SolveStatus.Diverged, outcome.Status);
        Assert.Contains("Check that the agents' costs are convex", outcome.Advice);
    }

    [Fact]
    public void Edge_space_is_named_where_the_dense_step_is_slow()
    {
        using var tape = new Tape(recording: false);
        const int Count = 1001;
        var still = Instance.Path(new float[Count], new float[Count]) with
        {
            Edges = [(0, Instance.One(1), 1, Instance.One(1))],
        };
        Assert.Contains("EdgeSpace", still.Solved(tape, ExactConsensus.Hard).Advice);
        Assert.DoesNotContain("EdgeSpace", s_mean.Solved(tape, ExactConsensus.Hard).Advice);
    }

    // f(x) = −0.4 x² with ρ = 1: x = v / 0.2.
    private sealed class Repelled : IAgents
    {
        public Tensor Respond(Tensor proposal, Tensor penalty) => 5 * proposal;
    }

    private static string Refused(Instance problem, string words, SolveStatus? status = null)
    {
        using var tape = new Tape(recording: false);
        var outcome = problem.Solved(tape);
        Assert.NotEqual(SolveStatus.Agreed, outcome.Status);
        if (status != null)
            Assert.Equal(status, outcome.Status);
        Assert.Contains(words, outcome.Advice);
        return outcome.Advice;
    }

    private static void Right(Instance problem)
    {
        using var tape = new Tape(recording: false);
        Assert.Equal(22.25, problem.Solved(tape).OrThrow().Z.Values[0], 22.25e-3);
    }
}

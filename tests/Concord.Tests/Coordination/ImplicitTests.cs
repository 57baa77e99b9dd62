using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Reference;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>The gradient at the fixed point is that of a long unrolled way to it.</summary>
public sealed class ImplicitTests
{
    private const int State = 11;

    private sealed record Result(float[] X, float[] Curvature, float[] Slope, float[] Maps, float Penalty);

    private static readonly Dictionary<string, Func<BoundSheaf, IConsensus>> s_steps = new()
    {
        ["five conjugate gradient steps"] = sheaf => ConjugateGradients.Soft(sheaf, 0.5f),
        ["exact soft"] = sheaf => ExactConsensus.Soft(sheaf, 0.5f),
        ["edge space soft"] = sheaf => EdgeSpace.Soft(sheaf, 0.5f) with { Steps = 12 },
        ["edge space hard"] = sheaf => EdgeSpace.Hard(sheaf) with { Steps = 60 },
        ["Nesterov soft"] = sheaf => NesterovDescent.Soft(sheaf, 0.5f, sheaf.Tape.Input([0.01f], [])),
    };

    public static TheoryData<string> Steps => [.. s_steps.Keys];

    [Theory, MemberData(nameof(Steps))]
    public void It_agrees_with_a_long_unrolled_way(string step)
    {
        var make = s_steps[step];
        var unrolled = Gradients(make, (admm, start) => new Unrolled { Iterations = 400 }.Run(admm, start));
        var found = Gradients(make, Solved);

        Near(unrolled.X, found.X, 1e-3);
        Near(unrolled.Slope, found.Slope, 5e-3);
        Near(unrolled.Curvature, found.Curvature, 5e-3);
        Near(unrolled.Maps, found.Maps, 5e-3);
        Near([unrolled.Penalty], [found.Penalty], 5e-3 + Math.Abs(5e-3 * unrolled.Penalty));
    }

    [Fact]
    public void For_exact_consensus_it_is_the_derivative_of_the_answer_itself()
    {
        // (Q + γL) x = −q, so q̄ = −(Q + γL)⁻¹ x̄, and the answer does not depend on ρ.
        var found = Gradients(s_steps["exact soft"], Solved);
        using var tape = new Tape();
        var curvature = new Problem("stalks of all sizes, parallel edges").Agents(tape).Curvature;
        var system = SampleSheaves.Dense(SampleSheaves.All["stalks of all sizes, parallel edges"]).Laplacian();
        for (var i = 0; i < State; i++)
            for (var j = 0; j < State; j++)
                system[i, j] = (0.5 * system[i, j]) + (i == j ? curvature.Values[i] : 0);
        var expected = LinearSystem.Solve(system, [.. Enumerable.Range(0, State).Select(i => -(double)Weight(i))])!;

        Near([.. expected.Select(value => (float)value)], found.Slope, 1e-3);
        Assert.Equal(0, found.Penalty, 1e-3);
    }

    [Fact]
    public void The_memory_of_the_way_back_is_that_of_one_step()
    {
        using var tape = new Tape();
        var problem = new Problem("stalks of all sizes, parallel edges");
        var admm = new SheafAdmm(problem.Agents(tape, tracked: true), ConjugateGradients.Soft(problem.On(tape), 1))
        {
            Tolerance = 1e-6f,
        };
        var outcome = new Implicit().Run(admm, problem.Start(tape));

        Assert.True(outcome.Steps > 15);
        Assert.InRange(tape.Recorded, 1, 10);
        Assert.True(outcome.OrThrow().X.Tracked);
    }

    [Fact]
    public void A_balanced_solve_is_differentiated_with_its_penalty_at_rest()
    {
        using var tape = new Tape();
        var problem = new Problem("stalks of all sizes, parallel edges");
        var agents = problem.Agents(tape, tracked: true);
        var admm = new SheafAdmm(agents, ExactConsensus.Soft(problem.On(tape), 0.5f))
        {
            Balance = new ResidualBalance(),
            Tolerance = 1e-6f,
        };
        var outcome = new Implicit().Run(admm, problem.Start(tape, rho: 30));
        for (var i = 0; i < State; i++)
            outcome.OrThrow().X.Gradient[i] = Weight(i);
        tape.Backward();

        Near(Gradients(s_steps["exact soft"], Solved).Slope, agents.Slope.Gradient.ToArray(), 2e-3);
    }

    [Fact]
    public void A_series_that_does_not_settle_is_an_error_with_advice()
    {
        using var tape = new Tape();
        var problem = new Problem("a path that copies");
        var admm = new SheafAdmm(problem.Agents(tape, tracked: true), ExactConsensus.Hard(problem.On(tape)));
        var outcome = new Implicit { TermLimit = 2 }.Run(admm, problem.Start(tape));
        outcome.State.X.Gradient.Fill(1);

        var error = Assert.Throws<InvalidOperationException>(tape.Backward);
        Assert.Contains("has not settled after 2 terms", error.Message);
    }

    [Fact]
    public void Without_a_record_it_is_a_solve()
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem("a path that copies");
        var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape)));
        var solved = Solve.Until(admm, problem.Start(tape)).State.X.Values.ToArray();

        Assert.Equal(solved, new Implicit().Run(admm, problem.Start(tape)).State.X.Values.ToArray());
    }

    private static AdmmState Solved(SheafAdmm admm, AdmmState start) =>
        new Implicit { Tolerance = 1e-6f }.Run(admm with { Tolerance = 1e-6f }, start).OrThrow();

    private static float Weight(int i) => 0.5f - (0.1f * i);

    private static Result Gradients(
        Func<BoundSheaf, IConsensus> make, Func<SheafAdmm, AdmmState, AdmmState> run)
    {
        using var tape = new Tape();
        var sheaf = SampleSheaves.All["stalks of all sizes, parallel edges"];
        var maps = tape.Input(sheaf.Maps, [sheaf.Maps.Length], tracked: true);
        var bound = BoundSheaf.Bind(sheaf.Layout, maps, owners: null, samples: 1);
        var agents = new Problem("stalks of all sizes, parallel edges").Agents(tape, tracked: true);
        var penalty = tape.Input([1.2f], [], tracked: true);
        var end = run(new SheafAdmm(agents, make(bound)), AdmmState.From(tape.Zeros([1, State]), penalty));
        for (var i = 0; i < State; i++)
            end.X.Gradient[i] = Weight(i);
        tape.Backward();
        return new Result(
            end.X.Values.ToArray(), agents.Curvature.Gradient.ToArray(), agents.Slope.Gradient.ToArray(),
            maps.Gradient.ToArray(), penalty.Gradient[0]);
    }

    private static void Near(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 1 + expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * scale);
    }
}

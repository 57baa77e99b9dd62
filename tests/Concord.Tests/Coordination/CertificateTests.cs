using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>Problems without a solution are told from those that are only slow.</summary>
public sealed class CertificateTests
{
    private const float Any = float.PositiveInfinity;

    public static TheoryData<float, bool> Penalties
    {
        get
        {
            var penalties = new TheoryData<float, bool>();
            foreach (var rho in new[] { 0.01f, 0.1f, 1, 10, 100, 1e3f, 1e4f })
            {
                penalties.Add(rho, false);
                penalties.Add(rho, true);
            }
            return penalties;
        }
    }

    [Theory, MemberData(nameof(Penalties))]
    public void Boxes_that_do_not_meet_are_infeasible(float rho, bool balanced)
    {
        foreach (var limit in new[] { 10, 1000, 20_000 })
            Expect(SolveStatus.Infeasible, "contradict", Boxes(0, 1, 5, 9) with
            {
                Rho = rho, Balance = balanced ? new() : null, StepLimit = limit,
            });
    }

    [Theory, MemberData(nameof(Penalties))]
    public void Boxes_that_touch_or_overlap_are_feasible(float rho, bool balanced)
    {
        foreach (var problem in new[] { Boxes(0, 1, 1, 2), Boxes(0, 1, 0.9f, 2), Boxes(-3, 1, -2, 9) })
        {
            using var tape = new Tape(recording: false);
            var outcome = (problem with { Rho = rho, Balance = balanced ? new() : null, StepLimit = 5000 }).Solved(tape);

            Assert.True(outcome.Status is SolveStatus.Agreed or SolveStatus.StepLimit, outcome.Advice);
            Assert.DoesNotContain("contradict", outcome.Advice);
            if (balanced || rho is >= 0.1f and <= 10)
                Assert.Equal(SolveStatus.Agreed, outcome.Status);
        }
    }

    [Fact]
    public void Maps_can_contradict_bounds()
    {
        // x₀ = 2 x₁ and x₁ = 2 x₀ leave only 0, which the bounds exclude.
        var problem = Boxes(1, Any, 1, Any) with
        {
            Edges = [(0, One(1), 1, One(2)), (0, One(2), 1, One(1))],
        };

        Expect(SolveStatus.Infeasible, "contradict", problem);
    }

    [Fact]
    public void A_contradiction_far_along_a_path_names_its_agents()
    {
        var count = 30;
        float[] low = [.. Enumerable.Repeat(-Any, count)], high = [.. Enumerable.Repeat(Any, count)];
        (high[2], low[27]) = (1, 2);
        var problem = Instance.Path([.. Enumerable.Repeat(1f, count)], [.. Enumerable.Repeat(0f, count)]) with
        {
            Lower = low, Upper = high,
        };

        Assert.Contains("agents 2 and 27", Expect(SolveStatus.Infeasible, "contradict", problem).Advice);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(100f)]
    public void Contradictory_programs_are_infeasible(float rho)
    {
        using var tape = new Tape(recording: false);
        float[,] q = { { 1, 0 }, { 0, 1 } }, sum = { { 1, 1 } };
        QuadraticProgram Row(float low, float high) =>
            new() { Curvature = q, Slope = [1, -1], Rows = sum, Lower = [low], Upper = [high] };
        var sheaf = SampleSheaves.Path(2, 2).On(tape);
        Outcome<AdmmState> With(QuadraticProgram a, QuadraticProgram b) => Solve.Until(
            new SheafAdmm(new QpAgents(a, b), EdgeSpace.Hard(sheaf)),
            AdmmState.From(tape.Zeros([1, 4]), Penalty.Same(tape, rho)));

        Assert.Equal(SolveStatus.Infeasible, With(Row(1, 1), Row(2, 2)).Status);
        Assert.Equal(SolveStatus.Infeasible, With(Row(-Any, 1), Row(1.5f, Any)).Status);
        Assert.Equal(SolveStatus.Agreed, With(Row(-Any, 1), Row(1, Any)).Status);
        Assert.Equal(SolveStatus.Agreed, With(Row(1, 1), Row(-Any, Any)).Status);
    }

    [Fact]
    public void Stiff_costs_are_not_taken_for_constraints()
    {
        // Agents that hardly move look like contradictory ones to whoever sees residuals alone.
        foreach (var weight in new[] { 1e4f, 1e6f, 1e8f })
        {
            using var tape = new Tape(recording: false);
            var problem = Instance.Path([weight, 10 * weight, weight], [-20 * weight, -220 * weight, -27 * weight]);
            var outcome = problem.Solved(tape);

            Assert.DoesNotContain("contradict", outcome.Advice);
            if (outcome.Status == SolveStatus.Agreed)
                Assert.Equal(22.25, outcome.State.Z.Values[0], 22.25e-3);
        }
    }

    [Theory, MemberData(nameof(Penalties))]
    public void Costs_that_fall_for_ever_are_unbounded(float rho, bool balanced)
    {
        var balance = balanced ? new ResidualBalance() : null;
        Expect(SolveStatus.Unbounded, "no lower bound", Instance.Path([0, 0], [1, 1]) with { Rho = rho, Balance = balance });
        Expect(SolveStatus.Unbounded, "no lower bound", Instance.Path([0, 0, 0], [3, -1, -1]) with
        {
            Rho = rho, Balance = balance, Upper = [5, 6, 7],
        });
    }

    [Fact]
    public void One_agent_that_stops_the_fall_bounds_all()
    {
        using var tape = new Tape(recording: false);
        var bounded = Instance.Path([0, 0, 0], [1, 1, 1]) with { Lower = [-Any, -3, -Any] };
        Assert.Equal(-3, bounded.Solved(tape).OrThrow().Z.Values[0], 1e-2f);
        var curved = Instance.Path([0, 0.5f, 0], [1, 1, 1]);
        Assert.Equal(-6, curved.Solved(tape).OrThrow().Z.Values[0], 1e-2f);
        Assert.Equal(SolveStatus.Agreed, Instance.Path([0, 0], [1, -1]).Solved(tape).Status);
    }

    [Fact]
    public void Soft_consensus_can_be_unbounded_but_not_infeasible()
    {
        using var tape = new Tape(recording: false);
        static ConjugateGradients Soft(BoundSheaf sheaf) => ConjugateGradients.Soft(sheaf, 2);
        Assert.Equal(SolveStatus.Unbounded, Instance.Path([0, 0], [1, 1]).Solved(tape, Soft).Status);
        Assert.Equal(SolveStatus.Agreed, Boxes(0, 1, 5, 9).Solved(tape, Soft).Status);
    }

    [Fact]
    public void Programs_and_full_quadratics_can_be_unbounded()
    {
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.Path(2, 2).On(tape);
        float[,] ridge = { { 1, -1 }, { -1, 1 } };
        var start = AdmmState.From(tape.Zeros([1, 4]), Penalty.Same(tape, 1));
        Outcome<AdmmState> With(IAgents agents) => Solve.Until(new SheafAdmm(agents, EdgeSpace.Hard(sheaf)), start);

        Assert.Equal(SolveStatus.Unbounded, With(new QuadraticAgents([ridge, ridge], [[1, 1], [0, 0]])).Status);
        Assert.Equal(SolveStatus.Agreed, With(new QuadraticAgents([ridge, ridge], [[1, -1], [0, 0]])).Status);
        var cone = new QuadraticProgram
        {
            Curvature = new float[2, 2], Slope = [0, -1], Rows = new float[,] { { -1, 1 } }, Lower = [-Any], Upper = [0],
        };
        var free = AgentEntries.Free(new float[2, 2], [0, 0]);
        Assert.Equal(SolveStatus.Unbounded, With(new QpAgents(cone, free)).Status);
        var capped = cone with { Rows = new float[,] { { -1, 1 }, { 1, 0 } }, Lower = [-Any, -Any], Upper = [0, 4] };
        Assert.Equal(4, With(new QpAgents(capped, free)).OrThrow().Z.Values[1], 1e-2f);
    }

    private static Outcome<AdmmState> Expect(SolveStatus status, string words, Instance problem)
    {
        using var tape = new Tape(recording: false);
        var outcome = problem.Solved(tape);

        Assert.True(status == outcome.Status, $"{problem.Rho}: {outcome.Advice}");
        Assert.Contains(words, outcome.Advice);
        return outcome;
    }

    private static Instance Boxes(float lowA, float highA, float lowB, float highB) =>
        Instance.Path([1, 1], [0, 0]) with { Lower = [lowA, lowB], Upper = [highA, highB] };

    private static float[,] One(float value) => Instance.One(value);
}

using Concord.Coordination;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

public sealed class QpAgentsTests
{
    private const float Infinity = float.PositiveInfinity;

    [Fact]
    public void Random_programs_are_solved_or_found_to_be_contradictory()
    {
        int solved = 0, contradictory = 0;
        for (var seed = 0UL; seed < 60; seed++)
        {
            var program = Draw(new Rng(seed));
            var v = SampleSheaves.Draw(3, seed + 500);
            var expected = AgentEntries.TryProgram(program, SampleSheaves.Exact(v), [0.5, 0.5, 0.5]);
            var x = new float[3];

            Assert.True(new QpSolver(program).TrySolve(v, [0.5f], x) == (expected != null), $"seed {seed}");
            if (expected == null)
            {
                contradictory++;
                continue;
            }
            solved++;
            for (var i = 0; i < 3; i++)
                Assert.True(Math.Abs(expected[i] - x[i]) <= 1e-5, $"seed {seed}: {expected[i]:g7} and {x[i]:g7}");
        }
        // Both must have been drawn often, or one half of this test is empty.
        Assert.True(solved > 15 && contradictory > 5, $"{solved} and {contradictory}");
    }

    [Fact]
    public void A_proposal_near_the_last_one_takes_few_steps()
    {
        var solver = new QpSolver(Draw(new Rng(4)));
        var x = new float[3];
        Assert.True(solver.TrySolve([1, 2, -1], [0.5f], x));
        var first = solver.LastSteps;
        Assert.True(solver.TrySolve([1, 2, -1], [0.5f], x));

        Assert.Equal(1, solver.LastSteps);
        Assert.True(first > 1);
    }

    [Fact]
    public void A_change_of_price_is_followed()
    {
        var program = QuadraticProgram.Boxed(new float[,] { { 1 } }, [0], [-10], [10]);
        var solver = new QpSolver(program);
        var x = new float[1];
        foreach (var rho in new[] { 1, 3, 0.25f })
        {
            Assert.True(solver.TrySolve([4], [rho], x));
            Assert.Equal(4 * rho / (1 + rho), x[0], 1e-6);
        }
    }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e-4f)]
    public void Badly_scaled_constraints_are_met(float scale)
    {
        var program = new QuadraticProgram
        {
            Curvature = new float[,] { { 1, 0 }, { 0, 1 } },
            Slope = [0, 0],
            Rows = new[,] { { scale, scale } },
            Lower = [2 * scale],
            Upper = [2 * scale],
        };
        var x = new float[2];

        Assert.True(new QpSolver(program).TrySolve([0, 0], [1], x));
        Assert.All(x, value => Assert.Equal(1, value, 1e-5));
    }

    [Fact]
    public void A_proposal_that_is_not_finite_has_no_answer()
    {
        using var tape = new Tape(recording: false);
        var agents = new QpAgents(QuadraticProgram.Boxed(new float[,] { { 1 } }, [0], [0], [1]));

        Assert.True(float.IsNaN(agents.Respond(tape.Input([float.NaN], [1]), Penalty.Same(tape, 1)).Scalar));
    }

    [Fact]
    public void Programs_that_make_no_sense_are_refused()
    {
        QuadraticProgram good = QuadraticProgram.Boxed(new float[,] { { 1, 0 }, { 0, 1 } }, [0, 0], [0, 0], [1, 1]);
        Refused("The number of agents must be positive, but is 0.", () => new QpAgents());
        Refused("The curvature Q of agent 1 must be symmetric, but is 1 at (1, 0) and 0 at (0, 1).",
            () => new QpAgents(good, good with { Curvature = new float[,] { { 1, 0 }, { 1, 1 } } }));
        Refused("The curvature Q of agent 0 must be positive semidefinite, so that the cost is convex, but is -1 at (1, 1).",
            () => new QpAgents(good with { Curvature = new float[,] { { 1, 0 }, { 0, -1 } } }));
        Refused("The curvature Q of agent 0 must be finite, but is not.",
            () => new QpAgents(good with { Curvature = new[,] { { 1, 0 }, { 0, float.NaN } } }));
        Refused("The slope q of agent 0 must be finite, but is not.",
            () => new QpAgents(good with { Slope = [0, Infinity] }));
        Refused("The constraints of agent 0 must have 2 columns, but is 3.",
            () => new QpAgents(good with { Rows = new float[2, 3] }));
        Refused("The lower bounds of agent 0 must be 2, but is 1.", () => new QpAgents(good with { Lower = [0] }));
        Refused("The lower bound of constraint 1 of agent 0 must not exceed the upper bound 1, but is 2.",
            () => new QpAgents(good with { Lower = [0, 2] }));
        Refused("The slopes q must be given for 1 agents, but is 0.", () => new QuadraticAgents([new float[1, 1]], []));
        Refused("The slope q of agent 0 must hold 1 finite numbers, but is [1, 2].",
            () => new QuadraticAgents([new float[1, 1]], [[1, 2]]));
    }

    private static QuadraticProgram Draw(Rng rng)
    {
        var half = new float[3, 3];
        var curvature = new float[3, 3];
        var rows = new float[4, 3];
        foreach (ref var entry in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref half[0, 0], 9))
            entry = (float)rng.Normal();
        foreach (ref var entry in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref rows[0, 0], 12))
            entry = (float)rng.Normal();
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                for (var k = 0; k < 2; k++)
                    curvature[i, j] += half[k, i] * half[k, j];
        float[] lower = [.. Enumerable.Range(0, 4).Select(_ => (float)rng.Normal())];
        // An equality, a lower bound alone, and two ranges, none of which need be compatible.
        float[] upper = [lower[0], Infinity, lower[2] + 0.3f, lower[3] + 1];
        return new()
        {
            Curvature = curvature,
            Slope = [.. Enumerable.Range(0, 3).Select(_ => (float)rng.Normal())],
            Rows = rows,
            Lower = lower,
            Upper = upper,
        };
    }

    private static void Refused(string sentence, Func<object> act) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);
}

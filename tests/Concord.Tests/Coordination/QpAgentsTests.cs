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

    [Fact]
    public void Costs_that_are_not_convex_are_refused_whatever_stands_beside()
    {
        const string Convex =
            "The curvature Q of agent 0 must be positive semidefinite, so that the cost is convex, but is ";
        Not("The curvature Q of agent 0 must be symmetric, but is 0 at (2, 1) and 1 at (1, 2).",
            new float[,] { { 1e6f, 0, 0 }, { 0, 4, 1 }, { 0, 0, 2 } });
        Not("The curvature Q of agent 0 must be symmetric, but is 0 at (2, 1) and 1e-06 at (1, 2).",
            new float[,] { { 1e30f, 0, 0 }, { 0, 4e-6f, 1e-6f }, { 0, 0, 2e-6f } });
        Not(Convex + "-5 at (0, 0).", new float[,] { { -5 } });
        Not(Convex + "-1 at (1, 1).", new float[,] { { 1, 0 }, { 0, -1 } });
        Not(Convex + "-0.001 at (1, 1).", new float[,] { { 1e6f, 0 }, { 0, -1e-3f } });
        Not(Convex + "3 at (2, 1), between 4 and 2 on the diagonal.",
            new float[,] { { 1e6f, 0, 0 }, { 0, 4, 3 }, { 0, 3, 2 } });
        Not(Convex + "1 at (1, 0), between 0 and 2 on the diagonal.", new float[,] { { 0, 1 }, { 1, 2 } });
        Not(Convex + "not from row 2 on.",
            new[,] { { 1, -0.9f, -0.9f }, { -0.9f, 1, -0.9f }, { -0.9f, -0.9f, 1 } });

        static void Not(string sentence, float[,] curvature)
        {
            var size = curvature.GetLength(0);
            Refused(sentence, () => new QpAgents(AgentEntries.Free(curvature, new float[size])));
            Refused(sentence, () => new QuadraticAgents([curvature], [new float[size]]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Sums_of_squares_rounded_to_single_precision_are_convex_in_all_units(int rank)
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            const int Size = 60;
            var rng = new Rng(seed);
            float[] units = [.. Enumerable.Range(0, Size).Select(_ => MathF.Pow(10, (float)rng.Normal() * 2))];
            var half = new float[rank, Size];
            for (var k = 0; k < rank; k++)
                for (var j = 0; j < Size; j++)
                    half[k, j] = (float)rng.Normal();
            var curvature = new float[Size, Size];
            for (var i = 0; i < Size; i++)
                for (var j = 0; j < Size; j++)
                    for (var k = 0; k < rank; k++)
                        curvature[i, j] += units[i] * half[k, i] * half[k, j] * units[j];
            var slope = new float[Size];
            using var tape = new Tape(recording: false);
            var v = tape.Input([.. units.Select(unit => 1 / unit)], [1, Size]);
            foreach (var rho in new[] { 1e-6f, 1, 1e6f })
            {
                var penalty = Penalty.Same(tape, rho);
                float[] free = [.. new QuadraticAgents([curvature], [slope]).Respond(v, penalty).Values];
                float[] program = [.. new QpAgents(AgentEntries.Free(curvature, slope)).Respond(v, penalty).Values];
                Assert.All(free.Concat(program), value => Assert.True(float.IsFinite(value)));
            }
        }
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

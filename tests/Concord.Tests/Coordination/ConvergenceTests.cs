using Concord.Coordination;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

public sealed class ConvergenceTests
{
    [Theory]
    [InlineData(0.5f)]
    [InlineData(2f)]
    public void Residuals_fall_at_the_rate_that_theory_gives(float rho)
    {
        // With f = ½ q x² + sᵀx and a projection, z shrinks by ρ/(q + ρ) on sections and u by q/(q + ρ) beside them.
        const float Curvature = 1;
        var expected = Math.Log(Math.Max(rho, Curvature) / (rho + Curvature));
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.All["a ring of turns"].On(tape);
        var agents = new DiagonalAgents(
            tape.Input([Curvature], []), tape.Input(SampleSheaves.Draw(10, 2), [1, 10]));
        var history = new History(sheaf);
        var admm = new SheafAdmm(agents, ExactConsensus.Hard(sheaf)) { Tolerance = 1e-20f };
        var start = AdmmState.From(tape.Zeros([1, 10]), Penalty.Same(tape, rho));
        Solve.Until(admm, start, new SolveOptions { StepLimit = 30 }, history.Observe);

        var (slope, straightness) = Line(Logarithms(history), from: 7, to: 22);
        Assert.Equal(expected, slope, 0.03 * Math.Abs(expected));
        Assert.True(straightness > 0.999, $"r² is {straightness}");
    }

    [Theory]
    [InlineData("stalks of all sizes, parallel edges")]
    [InlineData("a path that copies")]
    public void Residuals_fall_along_a_line_on_strongly_convex_agents(string name)
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem(name);
        var sheaf = problem.On(tape);
        var history = new History(sheaf);
        var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Soft(sheaf, 1)) { Tolerance = 1e-20f };
        Solve.Until(admm, problem.Start(tape), new SolveOptions { StepLimit = 60 }, history.Observe);

        var total = Logarithms(history);
        var floor = total.FindIndex(value => value < Math.Log(1e-4));
        var (slope, straightness) = Line(total, from: 5, to: floor < 0 ? 60 : floor);

        // For these curvatures (0.5 to 2.5) and ρ = 1 no step can do worse than 1 / (1 + 0.4).
        Assert.InRange(slope, -5, Math.Log(0.85));
        Assert.True(straightness > 0.97, $"r² is {straightness}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_penalty_for_each_agent_leaves_the_answer_as_it_is(bool hard)
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem("stalks of all sizes, parallel edges");
        var sheaf = problem.On(tape);
        IConsensus consensus = hard ? ExactConsensus.Hard(sheaf) : ExactConsensus.Soft(sheaf, 2);
        var admm = new SheafAdmm(problem.Agents(tape), consensus) { Tolerance = 1e-6f };
        var start = AdmmState.From(tape.Zeros([1, problem.State]), Penalty.PerAgent(sheaf, 0.5f, 1, 2, 4));

        var outcome = Solve.Until(admm, start);

        var expected = hard ? problem.HardAnswer() : problem.SoftAnswer(2);
        Assert.Equal(0, Problem.Distance(outcome.OrThrow().Z.Values, expected), 1e-4);
    }

    [Theory]
    [InlineData(0.6f)]
    [InlineData(1.5f)]
    [InlineData(1.8f)]
    public void Over_relaxation_leaves_the_answer_as_it_is(float relaxation)
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem("a ring of turns");
        var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape)))
        {
            Relaxation = relaxation,
            Tolerance = 1e-6f,
        };

        Assert.Equal(
            0, Problem.Distance(Solve.Until(admm, problem.Start(tape)).OrThrow().Z.Values, problem.HardAnswer()), 1e-4);
    }

    [Fact]
    public void Over_relaxation_saves_steps_where_the_penalty_is_high()
    {
        int Steps(float relaxation)
        {
            using var tape = new Tape(recording: false);
            var problem = new Problem("a ring of turns");
            var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape)))
            {
                Relaxation = relaxation,
            };
            return Solve.Until(admm, problem.Start(tape, rho: 8)).Steps;
        }
        Assert.True(Steps(1.7f) < 0.8 * Steps(1), $"{Steps(1.7f)} and {Steps(1)}");
    }

    [Theory]
    [InlineData(1e-2f)]
    [InlineData(1e3f)]
    public void Balanced_residuals_save_steps_on_a_badly_scaled_problem_and_give_the_same_answer(float rho)
    {
        (int Steps, double Miss) With(ResidualBalance? balance)
        {
            using var tape = new Tape(recording: false);
            var problem = new Problem("a ring of turns");
            var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape)))
            {
                Balance = balance,
                Tolerance = 1e-4f,
            };
            var outcome = Solve.Until(admm, problem.Start(tape, rho), new SolveOptions { StepLimit = 20_000 });
            return (outcome.Steps, Problem.Distance(outcome.OrThrow().Z.Values, problem.HardAnswer()));
        }
        var (steps, miss) = With(new ResidualBalance());

        Assert.True(steps < 0.2 * With(null).Steps, $"{steps} and {With(null).Steps}");
        Assert.Equal(0, miss, 3e-3);
    }

    private static List<double> Logarithms(History history) =>
        [.. history.Iterations.Skip(1).Select(i => Math.Log(Total(i.Primal) + Total(i.Dual)))];

    private static double Total(float[] parts) => Math.Sqrt(parts.Sum(part => (double)part * part));

    // Least squares: the slope per step, and the square of the correlation.
    private static (double Slope, double Straightness) Line(List<double> values, int from, int to)
    {
        var part = values[from..to];
        double middle = (part.Count - 1) / 2.0, mean = part.Average(), xx = 0, xy = 0, yy = 0;
        for (var i = 0; i < part.Count; i++)
        {
            xx += (i - middle) * (i - middle);
            xy += (i - middle) * (part[i] - mean);
            yy += (part[i] - mean) * (part[i] - mean);
        }
        return (xy / xx, xy * xy / (xx * yy));
    }
}

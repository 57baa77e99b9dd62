using Concord.Coordination;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Coordination;

public sealed class UnrolledTests
{
    private const int Steps = 8;

    private sealed record Result(float[] X, float[] Curvature, float[] Slope, float Penalty);

    [Fact]
    public void It_is_the_step_repeated()
    {
        using var tape = new Tape();
        var problem = new Problem("a slot with three edges");
        var admm = new SheafAdmm(problem.Agents(tape), ConjugateGradients.Soft(problem.On(tape), 1));
        var state = problem.Start(tape);
        var end = new Unrolled { Iterations = Steps }.Run(admm, state);
        for (var k = 0; k < Steps; k++)
            state = admm.Step(state);

        Assert.Equal(state.X.Values.ToArray(), end.X.Values.ToArray());
        Assert.Equal(state.U.Values.ToArray(), end.U.Values.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Truncated_it_has_the_same_values_and_another_gradient(int last)
    {
        Result full = Run(null), truncated = Run(last);

        Assert.Equal(full.X, truncated.X);
        Assert.NotEqual(full.Slope, truncated.Slope);
        Assert.NotEqual(full.Penalty, truncated.Penalty);
        Assert.Contains(truncated.Slope, value => value != 0);
        Assert.NotEqual(0, truncated.Penalty);
    }

    [Fact]
    public void The_more_steps_are_differentiated_the_nearer_the_whole_gradient()
    {
        var full = Run(null);
        double Miss(int last) => Math.Sqrt(Run(last).Slope.Zip(full.Slope, (a, b) => Math.Pow(a - b, 2)).Sum());

        Assert.True(Miss(2) > 2 * Miss(5) && Miss(5) > 0);
    }

    [Fact]
    public void Truncated_to_all_its_steps_it_is_the_same()
    {
        Result full = Run(null), all = Run(Steps), more = Run(Steps + 5);

        Assert.Equal(full.Slope, all.Slope);
        Assert.Equal(full.Penalty, all.Penalty);
        Assert.Equal(full.Curvature, more.Curvature);
    }

    [Fact]
    public void Truncated_to_nothing_it_is_a_constant()
    {
        using var tape = new Tape();
        var problem = new Problem("a slot with three edges");
        var admm = new SheafAdmm(problem.Agents(tape, tracked: true), ConjugateGradients.Soft(problem.On(tape), 1));
        var end = new Unrolled { Iterations = Steps, Differentiated = 0 }.Run(admm, problem.Start(tape, 0.7f));

        Assert.False(end.X.Tracked);
        Assert.Equal(Run(null).X, end.X.Values.ToArray());
    }

    [Fact]
    public void States_of_differentiated_steps_stay_for_a_loss_over_several()
    {
        using var tape = new Tape();
        var problem = new Problem("a slot with three edges");
        var admm = new SheafAdmm(problem.Agents(tape, tracked: true), ConjugateGradients.Soft(problem.On(tape), 1));
        var seen = new List<(Tensor X, float[] Copy)>();
        new Unrolled { Iterations = Steps, Differentiated = 3 }.Run(admm, problem.Start(tape), (step, state) =>
        {
            if (step > Steps - 3)
                seen.Add((state.X, state.X.Values.ToArray()));
        });

        Assert.Equal(3, seen.Count);
        Assert.All(seen, pair => Assert.Equal(pair.Copy, pair.X.Values.ToArray()));
        Assert.All(seen, pair => Assert.True(pair.X.Tracked));
    }

    [Fact]
    public void Truncation_saves_memory()
    {
        long Reserved(int? last)
        {
            using var tape = new Tape();
            var problem = new Problem("a slot with three edges");
            var cg = ConjugateGradients.Soft(problem.On(tape), 1);
            var admm = new SheafAdmm(problem.Agents(tape, tracked: true), cg);
            new Unrolled { Iterations = 4000, Differentiated = last }.Run(admm, problem.Start(tape));
            return tape.ReservedBytes;
        }
        Assert.True(Reserved(10) < Reserved(null));
    }

    [Fact]
    public void Wrong_numbers_of_steps_are_refused()
    {
        Assert.Equal(
            "Iterations must lie between 0 and 1000000, but is -1.",
            Assert.Throws<ArgumentException>(() => new Unrolled { Iterations = -1 }).Message);
        Assert.Equal(
            "The number of steps must not be negative, but is -1.",
            Assert.Throws<ArgumentException>(() => new Unrolled { Differentiated = -1 }).Message);
    }

    private static Result Run(int? last)
    {
        using var tape = new Tape();
        var problem = new Problem("a slot with three edges");
        var agents = problem.Agents(tape, tracked: true);
        var penalty = tape.Input([0.7f], [], tracked: true);
        var admm = new SheafAdmm(agents, ConjugateGradients.Soft(problem.On(tape), 1));
        var end = new Unrolled { Iterations = Steps, Differentiated = last }.Run(
            admm, AdmmState.From(tape.Zeros([1, problem.State]), penalty));
        for (var i = 0; i < problem.State; i++)
            end.X.Gradient[i] = i - 2;
        tape.Backward();
        return new Result(
            end.X.Values.ToArray(), agents.Curvature.Gradient.ToArray(), agents.Slope.Gradient.ToArray(),
            penalty.Gradient[0]);
    }
}

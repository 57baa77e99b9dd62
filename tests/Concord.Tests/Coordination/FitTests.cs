using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>Agents, sheaf and start that do not fit together are refused in one sentence.</summary>
public sealed class FitTests
{
    [Fact]
    public void Agents_of_other_sizes_than_the_vertices_are_refused()
    {
        using var tape = new Tape(recording: false);
        float[,] one = { { 1 } }, two = { { 1, 0 }, { 0, 1 } };
        var sheaf = new SheafBuilder(2, 1).Match(0, 0, 1, 0).Build().On(tape);
        QuadraticProgram single = AgentEntries.Free(one, [0]), pair = AgentEntries.Free(two, [0, 0]);

        Refused(
            "The agents must have [2, 1] numbers, as the sheaf's vertices, but is [1, 2].",
            () => new SheafAdmm(new QuadraticAgents([one, two], [[0], [0, 0]]), EdgeSpace.Hard(sheaf)));
        Refused(
            "The agents must have [2, 1] numbers, as the sheaf's vertices, but is [1, 2].",
            () => new SheafAdmm(new QpAgents(single, pair), EdgeSpace.Hard(sheaf)));
        Assert.NotNull(new SheafAdmm(new QpAgents(pair, single), EdgeSpace.Hard(sheaf)));
    }

    [Fact]
    public void One_cost_for_two_vertices_is_refused()
    {
        using var tape = new Tape(recording: false);
        float[,] one = { { 1 } };
        var sheaf = SampleSheaves.Path(2, 1).On(tape);

        Refused(
            "The agents must have [1, 1] numbers, as the sheaf's vertices, but is [1].",
            () => new SheafAdmm(new QuadraticAgents([one], [[0]]), EdgeSpace.Hard(sheaf)));
        Refused(
            "The agents must have [1, 1] numbers, as the sheaf's vertices, but is [1].",
            () => new SheafAdmm(new QpAgents(AgentEntries.Free(one, [0])), EdgeSpace.Hard(sheaf)));
        var fitting = new SheafAdmm(new QuadraticAgents([one, one], [[0], [0]]), EdgeSpace.Hard(sheaf));
        var misled = fitting with { Consensus = EdgeSpace.Hard(SampleSheaves.Path(3, 1).On(tape)) };
        Refused(
            "The agents must have [1, 1, 1] numbers, as the sheaf's vertices, but is [1, 1].",
            () => Solve.Until(misled, AdmmState.From(tape.Zeros([1, 3]), Penalty.Same(tape, 1))));
    }

    [Fact]
    public void Diagonal_costs_of_another_size_are_refused()
    {
        using var tape = new Tape(recording: false);
        Refused(
            "The slope q must hold 1 or 4 numbers, 2 for every sample, but is [1, 2].",
            () => Solved(tape, new DiagonalAgents(tape.Input([1], []), tape.Zeros([1, 2])), samples: 2));
    }

    [Fact]
    public void A_cost_that_is_not_convex_is_refused()
    {
        using var tape = new Tape(recording: false);
        Refused(
            "The curvature Q must not be negative, so that the cost is convex, but is -5 at 1.",
            () => new DiagonalAgents(tape.Input([1, -5], [1, 2]), tape.Zeros([1, 2])));
        var changed = new DiagonalAgents(tape.Input([1], []), tape.Zeros([1, 2]));
        changed.Curvature = tape.Input([-1e-3f], []);
        Refused(
            "The curvature Q must not be negative, so that the cost is convex, but is -0.001 at 0.",
            () => Solved(tape, changed));
        changed.Curvature = tape.Input([0], []);
        changed.L1 = tape.Input([1, -2], [1, 2]);
        Refused("The price l must not be negative, but is -2 at 1.", () => Solved(tape, changed));
        Assert.Contains(
            "The curvature Q of agent 0 must be positive semidefinite",
            Assert.Throws<ArgumentException>(() => new QuadraticAgents([new float[,] { { -5 } }], [[0]])).Message);
    }

    [Theory]
    [InlineData(3f, 1f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void Bounds_out_of_order_are_refused(float lower, float upper)
    {
        using var tape = new Tape(recording: false);
        DiagonalAgents Agents(Tensor low, Tensor high) =>
            new(tape.Input([1], []), tape.Zeros([1, 2])) { Lower = low, Upper = high };

        Refused(
            $"The lower bound of number 0 of agent 1 must not exceed the upper bound {upper}, but is {lower}.",
            () => Solved(tape, Agents(tape.Input([0, lower], [1, 2]), tape.Input([1, upper], [1, 2]))));
        Refused(
            $"The lower bound of number 0 of agent 0 must not exceed the upper bound {upper}, but is {lower}.",
            () => Solved(tape, Agents(tape.Input([lower], []), tape.Input([upper], []))));
        Assert.Equal(2, Solved(tape, Agents(tape.Input([2], []), tape.Input([2], []))).OrThrow().Z.Values[0], 1e-3f);
    }

    [Fact]
    public void A_start_of_another_size_is_refused()
    {
        using var tape = new Tape(recording: false);
        var admm = Instance.Path([1, 1], [0, 0]).Admm(tape);
        Refused(
            "x of the start must hold 1 states of 2 numbers, but is [1, 3].",
            () => Solve.Until(admm, AdmmState.From(tape.Zeros([1, 3]), Penalty.Same(tape, 1))));
        Refused(
            "The penalty must hold 1 or 2 numbers, but is [3].",
            () => Solve.Until(admm, AdmmState.From(tape.Zeros([1, 2]), tape.Input([1, 1, 1], [3]))));
        Refused(
            "The penalty ρ must be positive, but is 0.",
            () => Solve.Until(admm, AdmmState.From(tape.Zeros([1, 2]), tape.Zeros([]))));
    }

    [Fact]
    public void Null_is_refused_by_name()
    {
        using var tape = new Tape(recording: false);
        float[,] one = { { 1 } };
        var sheaf = SampleSheaves.Path(2, 1);
        var bound = sheaf.On(tape);
        var zeros = tape.Zeros([1, 2]);
        foreach (var act in new Func<object>[]
        {
            () => new SheafBuilder(1, 1).Join(0, null!, 1, one),
            () => new SheafBuilder(1, 1).Join(0, one, 1, null!),
            () => sheaf.On(null!),
            () => bound.Over(null!),
            () => bound.Laplacian(null!),
            () => Coboundary.Of((Sheaf)null!),
            () => Coboundary.Of((BoundSheaf)null!),
            () => new Coboundary(null!, []),
            () => new SheafLayout(null!, [], []),
            () => new Graph(1, null!),
            () => Cohomology.Of(null!),
            () => new RelativeSystem(null!),
            () => new DiagonalAgents(null!, zeros),
            () => new DiagonalAgents(zeros, null!),
            () => DiagonalAgents.Wishing(null!, 1),
            () => new QuadraticAgents(null!, []),
            () => new QuadraticAgents([null!], [[0]]),
            () => new QpAgents(null!),
            () => new QpAgents([null!]),
            () => ExactConsensus.Hard(null!),
            () => EdgeSpace.Soft(null!, 1),
            () => ConjugateGradients.Hard(null!),
            () => NesterovDescent.Hard(bound, null!),
            () => EdgeSpace.Hard(bound).Agree(null!, zeros, zeros),
            () => Penalty.Same(null!, 1),
            () => Penalty.PerAgent(null!, 1),
            () => AdmmState.From(null!, zeros),
            () => new SheafAdmm(null!, EdgeSpace.Hard(bound)),
            () => new SheafAdmm(DiagonalAgents.Wishing(zeros, 1), null!),
            () => Solve.Until<AdmmState>(null!, AdmmState.From(zeros, zeros)),
            () => new History(null!),
        })
            Assert.Throws<ArgumentNullException>(act);
    }

    private static Outcome<AdmmState> Solved(Tape tape, IAgents agents, int samples = 1) => Solve.Until(
        new SheafAdmm(agents, EdgeSpace.Hard(SampleSheaves.Path(2, 1).On(tape, samples))),
        AdmmState.From(tape.Zeros([samples, 2]), Penalty.Same(tape, 1)));

    private static void Refused(string sentence, Func<object> act) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);
}

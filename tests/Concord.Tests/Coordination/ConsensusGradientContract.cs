using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Contracts;
using Concord.Tests.Contracts.Cases;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>Every consensus step keeps the rules of an operation: a few steps, against double precision.</summary>
/// <remarks>The fused conjugate gradients are among the operations; these steps are made of several.</remarks>
public sealed class ConsensusGradientContract
{
    private const ulong Seed = 20260601;
    private const float Pull = 0.5f, Momentum = 0.9f, Tikhonov = 0.01f;

    private static readonly SheafExample[] s_examples =
        [.. SheafExample.All.Where(each => each.Name is "a cycle with maps by view" or "a sheaf of mixed stalks")];

    private static readonly OperationCase[] s_cases =
    [
        .. s_examples.SelectMany(example => new[]
        {
            ExactSoft(example, priced: false),
            ExactSoft(example, priced: true),
            ExactHard(example),
            Nesterov(example, Pull),
            Nesterov(example, pull: null),
            EdgeSpaceOf(example, Pull, priced: false),
            EdgeSpaceOf(example, Pull, priced: true),
            EdgeSpaceOf(example, pull: null, priced: false),
            EdgeSpaceOf(example, pull: null, priced: true),
            Priced(example, small: null),
            Priced(example, Tikhonov),
        }),
    ];

    public static TheoryData<string> Names => [.. s_cases.Select(each => each.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_result_is_that_of_the_slow_version(string name) =>
        OperationChecks.AgreesWithOracle(Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void The_pullback_is_the_derivative_of_the_slow_version(string name) =>
        OperationChecks.PullsBackTheDerivative(Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void Central_differences_approach_the_pullback_with_slope_two(string name) =>
        OperationChecks.DifferencesShowSlopeTwo(Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_added(string name) => OperationChecks.AddsToGradients(Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void Untracked_arguments_get_no_gradient(string name) =>
        OperationChecks.LeavesUntrackedAlone(Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void A_tape_without_a_record_gives_the_same_result(string name) =>
        OperationChecks.GivesTheSameWithoutRecord(Named(name), Seed);

    [Fact]
    public void The_exact_projection_refuses_gradients_that_it_does_not_have()
    {
        using var tape = new Tape();
        var example = s_examples[0];
        var maps = tape.Input(new float[example.Maps.Shape.Size], example.Maps.Shape, tracked: true);
        var t = tape.Zeros(example.State.Shape);
        var refusal = Assert.Throws<InvalidOperationException>(
            () => ExactConsensus.Hard(example.Bind(maps)).Agree(t, t, Penalty.Same(tape, 1)));

        Assert.Contains("for learned maps or prices use conjugate gradients", refusal.Message);
    }

    [Fact]
    public void Edge_space_refuses_to_remember_and_to_be_differentiated()
    {
        using var tape = new Tape();
        var example = s_examples[0];
        var sheaf = example.Bind(tape.Input(new float[example.Maps.Shape.Size], example.Maps.Shape));
        var t = tape.Input(new float[example.State.Shape.Size], example.State.Shape, tracked: true);
        var step = EdgeSpace.Hard(sheaf) with { Memory = new EdgeMultipliers() };

        var refusal = Assert.Throws<InvalidOperationException>(() => step.Agree(t, t, Penalty.Same(tape, 1)));

        Assert.Contains("leave its memory out", refusal.Message);
    }

    private static OperationCase Named(string name) => s_cases.Single(each => each.Name == name);

    private static OperationCase ExactSoft(SheafExample example, bool priced) => Case(
        $"exact soft{(priced ? " with prices" : "")}", example, priced,
        sheaf => ExactConsensus.Soft(sheaf, Pull),
        (delta, rho, t) => ConsensusSteps.ExactSoft(delta, Pull, rho, t));

    private static OperationCase Nesterov(SheafExample example, float? pull)
    {
        IConsensus Make(BoundSheaf sheaf, Tensor rate) =>
            (pull is { } p ? NesterovDescent.Soft(sheaf, p, rate) : NesterovDescent.Hard(sheaf, rate))
            with { Steps = 3, Momentum = Momentum };

        // The rate is an argument too: it is learned. A tenth keeps the steps small.
        return new OperationCase(
            $"Nesterov {(pull == null ? "hard" : "soft")} on {example.Name}",
            [example.Maps, example.State, Argument.Positive(), new([], rng => 0.01 + (0.01 * rng.Uniform()))],
            (_, x) => Make(example.Bind(x[0]), x[3]).Agree(x[1], x[1], x[2]),
            x => example.PerSample(x[0], (sheaf, b) => ConsensusSteps.Nesterov(
                sheaf.Coboundary, pull, x[2], example.StateOf(x[1], b), x[3][0], Momentum, 3)));
    }

    private static OperationCase EdgeSpaceOf(SheafExample example, float? pull, bool priced) => Case(
        $"edge space {(pull == null ? "hard" : "soft")}{(priced ? " with prices" : "")}", example, priced,
        sheaf => (pull is { } p ? EdgeSpace.Soft(sheaf, p) : EdgeSpace.Hard(sheaf)) with { Steps = 3 },
        (delta, rho, t) => ConsensusSteps.EdgeSpace(delta, pull, rho, t, 3));

    private static OperationCase Priced(SheafExample example, float? small) => Case(
        $"conjugate gradients {(small == null ? "soft" : "hard")} with prices", example, priced: true,
        sheaf => (small is { } mu ? ConjugateGradients.Hard(sheaf, mu) : ConjugateGradients.Soft(sheaf, Pull))
            with { Steps = 3, Start = CgStart.Target },
        (delta, rho, t) => ConsensusSteps.Priced(delta, small == null ? Pull : 1, small, rho, t, 3));

    private static OperationCase Case(
        string name, SheafExample example, bool priced, Func<BoundSheaf, IConsensus> make,
        Func<double[,], double[], double[], double[]> oracle) => new(
        $"{name} on {example.Name}",
        [
            example.Maps,
            example.State,
            priced ? Argument.Positive(example.Samples, example.Layout.StateSize) : Argument.Positive(),
        ],
        (_, x) => make(example.Bind(x[0])).Agree(x[1], x[1], x[2]),
        x => example.PerSample(x[0], (sheaf, b) => oracle(
            sheaf.Coboundary, priced ? example.StateOf(x[2], b) : x[2], example.StateOf(x[1], b))));

    // The maps are constants here: the exact projection is differentiated with respect to its target alone.
    private static OperationCase ExactHard(SheafExample example)
    {
        var rng = new Rng(3);
        float[] maps = [.. Enumerable.Range(0, example.Maps.Shape.Size).Select(_ => (float)rng.Normal())];
        var projections = new Dictionary<int, Spectrum>();
        Spectrum Of(DenseSheaf sheaf, int sample) =>
            projections.TryGetValue(sample, out var known) ? known : projections[sample] = new(sheaf.Laplacian());

        return new OperationCase(
            $"exact hard on {example.Name}",
            [example.State],
            (tape, x) => ExactConsensus.Hard(example.Bind(tape.Input(maps, example.Maps.Shape)))
                .Agree(x[0], x[0], Penalty.Same(tape, 1)),
            x => example.PerSample(OperationPass.Exact(maps), (sheaf, b) =>
                Of(sheaf, b).NullPart(example.StateOf(x[0], b))));
    }
}

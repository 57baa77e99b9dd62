using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>Neither the verdict nor the answer depends on units, on the order of agents or on repeated edges.</summary>
public sealed class UnitTests
{
    private static readonly Dictionary<string, Func<BoundSheaf, IConsensus>> s_steps = new()
    {
        ["exact"] = ExactConsensus.Hard,
        ["edge space"] = sheaf => EdgeSpace.Hard(sheaf) with { Steps = 3 },
        ["conjugate gradients"] = sheaf => ConjugateGradients.Hard(sheaf),
    };

    private static readonly Dictionary<string, (Instance Problem, SolveStatus Status)> s_problems = new()
    {
        ["quadratic"] = (Instance.Ring(1, bounded: false), SolveStatus.Agreed),
        ["bounded"] = (Instance.Ring(2, bounded: true), SolveStatus.Agreed),
        ["bounded and balanced"] =
            (Instance.Ring(3, bounded: true) with { Balance = new(), Rho = 30 }, SolveStatus.Agreed),
        ["weights far apart"] = (
            Instance.Path([1, 1e3f, 1], [-20, -22e3f, -27]) with { Rho = 30, StepLimit = 10_000 }, SolveStatus.Agreed),
        ["agreement at zero"] = (Instance.Path([1, 1], [5, -5]), SolveStatus.Agreed),
        ["nothing to do"] = (Instance.Path([1, 1], [0, 0]), SolveStatus.Agreed),
        ["boxes that touch"] = (
            Instance.Path([1, 1], [0, 0]) with { Lower = [0, 1], Upper = [1, 2] }, SolveStatus.Agreed),
        ["boxes and no costs"] = (
            Instance.Path([0, 0, 0], [0, 0, 0]) with { Lower = [1, 0, -4], Upper = [9, 3, 2.5f] }, SolveStatus.Agreed),
        ["contradictory boxes"] = (
            Instance.Path([1, 1], [0, 0]) with { Lower = [0, 5], Upper = [1, 9] }, SolveStatus.Infeasible),
        ["costs without bound"] = (Instance.Path([0, 0], [1, 1]), SolveStatus.Unbounded),
        ["too few steps"] = (Instance.Ring(4, bounded: false) with { StepLimit = 3 }, SolveStatus.StepLimit),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var step in s_steps.Keys)
                foreach (var problem in s_problems.Keys)
                    cases.Add(step, problem);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void All_numbers_may_be_in_any_unit(string step, string name)
    {
        foreach (var c in new[] { 1e-6f, 1e-3f, 1e3f, 1e6f })
            Same(step, name, problem => problem.InUnits(c), z => z / c);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Costs_and_their_penalty_may_be_in_any_unit(string step, string name)
    {
        foreach (var c in new[] { 1e-6f, 1e-3f, 1e3f, 1e6f })
            Same(step, name, problem => problem.AtPrices(c), z => z);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Maps_may_be_in_any_unit(string step, string name)
    {
        foreach (var c in new[] { 1e-6f, 1e-3f, 1e3f, 1e6f })
            Same(step, name, problem => problem.WithMaps(_ => c), z => z);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Edges_may_be_repeated(string step, string name) =>
        Same(step, name, problem => problem.Doubled(), z => z);

    [Theory]
    [InlineData("edge space", 1e7f)]
    [InlineData("edge space", 1e-7f)]
    [InlineData("conjugate gradients", 1e7f)]
    [InlineData("conjugate gradients", 1e-7f)]
    public void Each_edge_may_be_in_a_unit_of_its_own(string step, float c)
    {
        foreach (var name in s_problems.Keys)
            Same(step, name, problem => problem.WithMaps(e => e % 2 == 0 ? 1 : c), z => z);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Agents_may_come_in_any_order(ulong seed)
    {
        foreach (var (name, (problem, _)) in s_problems)
        {
            var count = problem.Stalks.Length;
            var rng = new Rng(seed);
            int[] order = [.. Enumerable.Range(0, count).OrderBy(_ => rng.Uniform())];
            var size = problem.Stalks[0];
            Same("edge space", name, p => p.Permuted(order), z => z, i => (order[i / size] * size) + (i % size));
        }
    }

    [Fact]
    public void One_sample_in_other_units_is_judged_by_its_own()
    {
        // The second sample has the first one's problem in millionths, and is solved as well.
        using var tape = new Tape(recording: false);
        var sheaf = new SheafBuilder(1, 1, 1).Match(0, 0, 1, 0).Match(1, 0, 2, 0).Build().On(tape, samples: 2);
        var agents = new DiagonalAgents(
            tape.Input([1, 10, 1, 1, 10, 1], [2, 3]),
            tape.Input([-20, -220, -27, -20e-6f, -220e-6f, -27e-6f], [2, 3]));
        var z = Solve.Until(
            new SheafAdmm(agents, EdgeSpace.Hard(sheaf)), AdmmState.From(tape.Zeros([2, 3]), Penalty.Same(tape, 1)))
            .OrThrow().Z.Values;

        Assert.Equal(22.25, z[0], 22.25e-3);
        Assert.Equal(22.25, 1e6 * z[3], 22.25e-3);
    }

    private static void Same(
        string step, string name, Func<Instance, Instance> change, Func<float, float> back, Func<int, int>? place = null)
    {
        using var tape = new Tape(recording: false);
        var (problem, status) = s_problems[name];
        var known = problem.Solved(tape, s_steps[step]);
        var changed = change(problem).Solved(tape, s_steps[step]);

        Assert.True(
            (status, status) == (known.Status, changed.Status), $"{name}: {known.Advice} | {changed.Advice}");
        var size = known.State.Z.Norm() + 1e-6f;
        if (status == SolveStatus.Agreed)
            for (var i = 0; i < problem.Slope.Length; i++)
                Assert.Equal(
                    known.State.Z.Values[i], back(changed.State.Z.Values[place?.Invoke(i) ?? i]), 1e-3 * size);
    }
}

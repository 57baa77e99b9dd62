using Concord.Coordination;
using Concord.Tensors;
using Concord.Tests.Reference;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

public sealed class ConsensusTests
{
    public static TheoryData<string> Sheaves => [.. SampleSheaves.Names];

    [Theory, MemberData(nameof(Sheaves))]
    public void Exact_soft_consensus_solves_its_equations(string name)
    {
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.All[name];
        var state = sheaf.Layout.StateSize;
        var target = tape.Input(SampleSheaves.Draw(state, 1), [1, state]);
        var system = SampleSheaves.Dense(sheaf).Laplacian();
        for (var i = 0; i < state; i++)
            for (var j = 0; j < state; j++)
                system[i, j] = (5 * system[i, j]) + (i == j ? 0.25 : 0);
        var expected = LinearSystem.Solve(system, [.. SampleSheaves.Exact(target.Values).Select(t => 0.25 * t)])!;

        var z = ExactConsensus.Soft(sheaf.On(tape), 5).Agree(target, target, Penalty.Same(tape, 0.25f));

        for (var i = 0; i < state; i++)
            Assert.Equal(expected[i], z.Values[i], 1e-6);
    }

    [Theory, MemberData(nameof(Sheaves))]
    public void Exact_hard_consensus_with_prices_is_the_nearest_section_in_their_measure(string name)
    {
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.All[name];
        var bound = sheaf.On(tape);
        var state = sheaf.Layout.StateSize;
        var target = tape.Input(SampleSheaves.Draw(state, 1), [1, state]);
        var rho = Penalty.PerAgent(bound, [.. Enumerable.Range(1, sheaf.Layout.Graph.Vertices).Select(v => (float)v)]);

        var z = ExactConsensus.Hard(bound).Agree(target, target, rho);

        // ρ ∘ (t − z) is orthogonal to every section, and z is one.
        var section = sheaf.NearestSection(SampleSheaves.Draw(state, 2));
        var product = 0.0;
        for (var i = 0; i < state; i++)
            product += (double)rho.Values[i] * (target.Values[i] - z.Values[i]) * section[i];
        Assert.Equal(0, product, 1e-4);
        Assert.Equal(0, bound.Coboundary(z).Norm(), 1e-5);
    }

    [Theory, MemberData(nameof(Sheaves))]
    public void Many_conjugate_gradient_steps_solve_the_soft_system(string name)
    {
        using var tape = new Tape(recording: false);
        var bound = SampleSheaves.All[name].On(tape);
        var state = bound.Layout.StateSize;
        var target = tape.Input(SampleSheaves.Draw(state, 3), [1, state]);

        var soft = ConjugateGradients.Soft(bound, 5) with { Steps = 200 };
        var z = soft.Agree(target, target, Penalty.Same(tape, 0.25f));

        var left = (5 * bound.Laplacian(z)) + (0.25f * z);
        Assert.Equal(0, (left - (0.25f * target)).Norm(), 1e-4);
    }

    [Theory, MemberData(nameof(Sheaves))]
    public void Many_conjugate_gradient_steps_from_zero_reach_agreement(string name)
    {
        using var tape = new Tape(recording: false);
        var bound = SampleSheaves.All[name].On(tape);
        var state = bound.Layout.StateSize;
        var target = tape.Input(SampleSheaves.Draw(state, 3), [1, state]);
        var hard = ConjugateGradients.Hard(bound) with { Steps = 500, Start = CgStart.Zero };

        Assert.Equal(0, bound.Coboundary(hard.Agree(target, target, Penalty.Same(tape, 1))).Norm(), 1e-3);
    }

    [Fact]
    public void One_price_for_all_and_the_same_price_for_each_take_the_same_conjugate_gradient_steps()
    {
        using var tape = new Tape(recording: false);
        var bound = SampleSheaves.All["stalks of all sizes, parallel edges"].On(tape, 2);
        var target = tape.Input(SampleSheaves.Draw(22, 3), [2, 11]);
        foreach (var start in Enum.GetValues<CgStart>())
        {
            var cg = ConjugateGradients.Soft(bound, 3) with { Start = start };
            var one = cg.Agree(target, 0.5f * target, Penalty.Same(tape, 0.7f));
            var each = cg.Agree(target, 0.5f * target, Penalty.PerAgent(bound, 0.7f, 0.7f, 0.7f, 0.7f));

            Assert.Equal(0, (one - each).Norm(), 1e-5);
        }
    }

    [Fact]
    public void Kept_multipliers_let_one_step_go_on_where_the_last_ended()
    {
        using var tape = new Tape(recording: false);
        var bound = SampleSheaves.Path(12, 1).On(tape);
        var target = tape.Input(SampleSheaves.Draw(12, 3), [1, 12]);
        var exact = ExactConsensus.Hard(bound).Agree(target, target, Penalty.Same(tape, 1));
        double Miss(EdgeMultipliers? memory)
        {
            var step = EdgeSpace.Hard(bound) with { Steps = 2, Memory = memory };
            var z = target;
            for (var i = 0; i < 20; i++)
                z = step.Agree(target, z, Penalty.Same(tape, 1));
            return (z - exact).Norm();
        }

        Assert.True(Miss(new EdgeMultipliers()) < 0.05 * Miss(null));
    }

    [Fact]
    public void Few_edge_space_steps_keep_what_the_target_holds_of_the_sections()
    {
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.Path(12, 1);
        var target = tape.Input(SampleSheaves.Draw(12, 3), [1, 12]);
        var z = (EdgeSpace.Hard(sheaf.On(tape)) with { Steps = 1 }).Agree(target, target, Penalty.Same(tape, 1));

        Assert.Equal(sheaf.NearestSection(target.Values)[0], sheaf.NearestSection(z.Values)[0], 1e-6);
        Assert.True((z - target).Norm() > 0.1);
    }

    [Fact]
    public void The_factor_of_exact_consensus_follows_the_price()
    {
        using var tape = new Tape(recording: false);
        var bound = SampleSheaves.Path(4, 2).On(tape);
        var target = tape.Input(SampleSheaves.Draw(8, 3), [1, 8]);
        var kept = ExactConsensus.Soft(bound, 1);
        foreach (var rho in new[] { 1, 2, 0.5f, 4, 8, 16, 1, 2 })
        {
            var fresh = ExactConsensus.Soft(bound, 1).Agree(target, target, Penalty.Same(tape, rho));

            Assert.Equal(fresh.Values.ToArray(), kept.Agree(target, target, Penalty.Same(tape, rho)).Values.ToArray());
        }
    }

    [Fact]
    public void Wrong_prices_and_rates_are_refused()
    {
        using var tape = new Tape();
        var bound = SampleSheaves.Path(2, 1).On(tape);
        var t = tape.Zeros([1, 2]);
        Refused("The penalty of exact consensus must be positive, but is 0.",
            () => ExactConsensus.Hard(bound).Agree(t, t, tape.Zeros([])));
        Refused("The penalty of exact consensus must be one number or 2, but is [3].",
            () => ExactConsensus.Hard(bound).Agree(t, t, tape.Zeros([3])));
        Refused("The step size must be positive, but is 0.", () => NesterovDescent.Hard(bound, tape.Zeros([])));
        Refused("The step size must be one number, but is [2].", () => NesterovDescent.Hard(bound, tape.Zeros([2])));
        Refused("The penalties must be 2, one an agent, but is 1.", () => Penalty.PerAgent(bound, 1));
        Refused("The penalty ρ must be positive, but is -1.", () => Penalty.PerAgent(bound, 1, -1));
        Refused("pull must be positive, but is NaN.", () => EdgeSpace.Soft(bound, float.NaN));
        Refused("Steps must lie between 1 and 10000, but is 0.", () => EdgeSpace.Hard(bound) with { Steps = 0 });
        Refused("Momentum must lie between 0 and 0.9999, but is 1.",
            () => NesterovDescent.Hard(bound, tape.Input([1], [])) with { Momentum = 1 });
    }

    private static void Refused(string sentence, Func<object> act) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);
}

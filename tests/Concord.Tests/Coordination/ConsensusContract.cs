using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>What holds for every consensus step on every sheaf.</summary>
public sealed class ConsensusContract
{
    private const float Rho = 0.8f;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var entry in ConsensusEntries.All)
                foreach (var sheaf in SampleSheaves.Names)
                    cases.Add(entry.Name, sheaf);
            return cases;
        }
    }

    public static TheoryData<string> Steps => [.. ConsensusEntries.All.Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Cases))]
    public void It_comes_near_the_exact_answer(string step, string sheaf) =>
        Compare(step, sheaf, (_, tape) => Penalty.Same(tape, Rho));

    [Theory, MemberData(nameof(Cases))]
    public void It_comes_near_the_exact_answer_with_a_price_for_each_agent(string step, string sheaf)
    {
        static Tensor Prices(BoundSheaf bound, Tape tape) => Penalty.PerAgent(
            bound, [.. Enumerable.Range(0, bound.Layout.Graph.Vertices).Select(v => 0.5f + (0.3f * v))]);

        if (ConsensusEntries.Named(step).ServesPricesPerCoordinate)
            Compare(step, sheaf, Prices);
        else
            Assert.Contains(
                "must be one number", Assert.Throws<ArgumentException>(() => Compare(step, sheaf, Prices)).Message);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Several_samples_get_what_each_gets_alone(string step, string name)
    {
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.All[name];
        var entry = ConsensusEntries.Named(step);
        var state = sheaf.Layout.StateSize;
        var target = tape.Input(SampleSheaves.Draw(3 * state, 2), [3, state]);
        var together = entry.Make(sheaf.On(tape, 3)).Agree(target, tape.Zeros([3, state]), Penalty.Same(tape, Rho));
        for (var b = 0; b < 3; b++)
        {
            var own = tape.Input(target.Values.Slice(b * state, state), [1, state]);
            var alone = entry.Make(sheaf.On(tape)).Agree(own, tape.Zeros([1, state]), Penalty.Same(tape, Rho));

            Assert.Equal(alone.Values.ToArray(), together.Values.Slice(b * state, state).ToArray());
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_section_stays_as_it_is(string step, string name)
    {
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.All[name];
        var section = sheaf.NearestSection(SampleSheaves.Draw(sheaf.Layout.StateSize, 6));
        var target = tape.Input(section, [1, section.Length]);

        var z = ConsensusEntries.Named(step).Make(sheaf.On(tape)).Agree(target, target, Penalty.Same(tape, Rho));

        for (var i = 0; i < section.Length; i++)
            Assert.Equal(section[i], z.Values[i], 1e-5);
    }

    [Theory, MemberData(nameof(Cases))]
    public void It_does_not_change_what_it_is_given(string step, string name)
    {
        using var tape = new Tape();
        var sheaf = SampleSheaves.All[name];
        var numbers = SampleSheaves.Draw(sheaf.Layout.StateSize, 6);
        Tensor target = tape.Input(numbers, [1, numbers.Length]), previous = tape.Input(numbers, [1, numbers.Length]);
        _ = ConsensusEntries.Named(step).Make(sheaf.On(tape)).Agree(target, previous, Penalty.Same(tape, Rho));

        Assert.Equal(numbers, target.Values.ToArray());
        Assert.Equal(numbers, previous.Values.ToArray());
    }

    [Theory, MemberData(nameof(Steps))]
    public void Over_another_sheaf_it_is_the_same_step_there(string step)
    {
        using var tape = new Tape(recording: false);
        var entry = ConsensusEntries.Named(step);
        var whole = SampleSheaves.All["a path that copies"].On(tape);
        var cut = whole.Over(whole.Layout.Without(edge => edge == 2));
        var state = whole.Layout.StateSize;
        var target = tape.Input(SampleSheaves.Draw(state, 2), [1, state]);
        var consensus = entry.Make(whole);
        var price = Penalty.Same(tape, Rho);
        var before = consensus.Agree(target, target, price).Values.ToArray();

        var there = consensus.Over(cut);

        Assert.Same(cut, there.Sheaf);
        Assert.Equal(entry.Make(cut).Agree(target, target, price).Values, there.Agree(target, target, price).Values);
        Assert.NotEqual(before, there.Agree(target, target, price).Values.ToArray());
    }

    [Theory, MemberData(nameof(Steps))]
    public void A_target_of_another_size_is_refused(string step)
    {
        using var tape = new Tape();
        var consensus = ConsensusEntries.Named(step).Make(SampleSheaves.All["one vertex"].On(tape));
        var refusal = Assert.Throws<ArgumentException>(
            () => consensus.Agree(tape.Zeros([1, 5]), tape.Zeros([1, 5]), Penalty.Same(tape, 1)));

        Assert.Equal("The target of a consensus step must hold 1 states of 4 numbers, but is [1, 5].", refusal.Message);
    }

    private static void Compare(string step, string name, Func<BoundSheaf, Tape, Tensor> prices)
    {
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.All[name];
        var bound = sheaf.On(tape, samples: 2);
        var entry = ConsensusEntries.Named(step);
        Shape shape = [2, sheaf.Layout.StateSize];
        var target = tape.Input(SampleSheaves.Draw(shape.Size, 1), shape);
        var penalty = prices(bound, tape);

        var exact = entry.Exact(bound).Agree(target, tape.Zeros(shape), penalty);
        var z = entry.Make(bound).Agree(target, target, penalty);

        for (var i = 0; i < shape.Size; i++)
            Assert.Equal(exact.Values[i], z.Values[i], entry.Tolerance * target.Norm());
    }
}

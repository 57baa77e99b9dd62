using Concord.Coordination;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>What holds for every kind of agents.</summary>
public sealed class AgentContract
{
    private const int State = AgentEntry.State;

    public static TheoryData<string> Names => [.. AgentEntries.All.Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_answer_is_the_best_there_is(string name)
    {
        foreach (var rho in new[] { 0.1f, 1, 10 })
            Compare(name, tape => Penalty.Same(tape, rho));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_answer_is_the_best_there_is_with_a_price_for_each_coordinate(string name) =>
        Compare(name, tape => tape.Input([.. Enumerable.Range(1, 4 * State).Select(i => 0.2f * i)], [4, State]));

    [Theory, MemberData(nameof(Names))]
    public void Several_samples_get_what_each_gets_alone(string name)
    {
        using var tape = new Tape(recording: false);
        var entry = AgentEntries.Named(name);
        var v = tape.Input(SampleSheaves.Draw(3 * State, 2), [3, State]);
        var together = entry.Make(tape, 3).Respond(v, Penalty.Same(tape, 1));
        for (var b = 0; b < 3; b++)
        {
            var own = tape.Input(v.Values.Slice(b * State, State), [1, State]);
            var alone = entry.Make(tape, 1).Respond(own, Penalty.Same(tape, 1));

            Assert.Equal(alone.Values.ToArray(), together.Values.Slice(b * State, State).ToArray());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Answers_are_no_further_apart_than_proposals(string name)
    {
        using var tape = new Tape(recording: false);
        var agents = AgentEntries.Named(name).Make(tape, 1);
        for (var seed = 0UL; seed < 30; seed++)
        {
            var (v, w) = (Proposal(tape, seed), Proposal(tape, seed + 1000));
            var (x, y) = (agents.Respond(v, Penalty.Same(tape, 0.7f)), agents.Respond(w, Penalty.Same(tape, 0.7f)));
            double product = 0;
            for (var i = 0; i < State; i++)
                product += ((double)x.Values[i] - y.Values[i]) * ((double)v.Values[i] - w.Values[i]);

            // Firmly so: ‖x − y‖² ≤ ⟨x − y, v − w⟩, which holds for every minimiser of this kind.
            Assert.True(Math.Pow((x - y).Norm(), 2) <= product + 1e-5);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Numbers_that_do_not_fit_are_refused(string name)
    {
        using var tape = new Tape();
        var agents = AgentEntries.Named(name).Make(tape, 1);
        var one = Penalty.Same(tape, 1);
        var proposal = Assert.Throws<ArgumentException>(() => agents.Respond(tape.Zeros([1, 6]), one));
        var price = Assert.Throws<ArgumentException>(() => agents.Respond(tape.Zeros([1, State]), tape.Zeros([2])));

        Assert.Contains("must hold", proposal.Message);
        Assert.Equal("The penalty must hold 1 or 5 numbers, but is [2].", price.Message);
    }

    [Theory, MemberData(nameof(Names))]
    public void It_is_differentiated_or_says_that_it_cannot_be(string name)
    {
        using var tape = new Tape();
        var entry = AgentEntries.Named(name);
        var v = tape.Input(SampleSheaves.Draw(State, 2), [1, State], tracked: true);
        if (entry.Differentiable)
        {
            Assert.True(entry.Make(tape, 1).Respond(v, Penalty.Same(tape, 1)).Tracked);
            return;
        }
        var refusal = Assert.Throws<InvalidOperationException>(
            () => entry.Make(tape, 1).Respond(v, Penalty.Same(tape, 1)));
        Assert.Contains("cannot be differentiated: solve without a record", refusal.Message);
        using (tape.Pause())
            Assert.False(entry.Make(tape, 1).Respond(v, Penalty.Same(tape, 1)).Tracked);
    }

    private static void Compare(string name, Func<Tape, Tensor> price)
    {
        using var tape = new Tape(recording: false);
        var entry = AgentEntries.Named(name);
        var agents = entry.Make(tape, 4);
        var penalty = price(tape);
        for (var seed = 0UL; seed < 5; seed++)
        {
            var v = tape.Input(SampleSheaves.Draw(4 * State, seed), [4, State]);
            var x = agents.Respond(v, penalty);
            for (var b = 0; b < 4; b++)
            {
                double[] rho = [.. Enumerable.Range(b * State, State).Select(i => At(penalty, i))];
                var best = entry.BestAnswer(SampleSheaves.Exact(v.Values.Slice(b * State, State)), rho);
                for (var i = 0; i < State; i++)
                    Assert.Equal(best[i], x.Values[(b * State) + i], 1e-5);
            }
        }
    }

    private static double At(Tensor penalty, int i) => penalty.Values[penalty.Values.Length == 1 ? 0 : i];

    private static Tensor Proposal(Tape tape, ulong seed) =>
        tape.Input([.. SampleSheaves.Draw(State, seed).Select(value => 3 * value)], [1, State]);
}

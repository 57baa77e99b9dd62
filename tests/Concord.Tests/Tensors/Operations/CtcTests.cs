using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class CtcTests
{
    [Fact]
    public void A_long_sequence_that_is_surely_spelled_costs_nothing_and_a_surely_wrong_one_what_it_must()
    {
        const int Length = 30, Ticks = 50, Classes = 31;
        using var tape = new Tape();
        var sure = tape.Zeros([Ticks, Classes]);
        int[] targets = [.. Enumerable.Range(0, Length)];
        for (var t = 0; t < Ticks; t++)
            sure.Values[(t * Classes) + (t < Length ? t : Classes - 1)] = 60;
        Assert.Equal(0, Ctc.Sum(sure, 1, targets, 1).Scalar, 1e-4);
        // The last class in place of the first: each way to spell this is wrong in one tick, by 60.
        var wrong = Ctc.Sum(tape.Input(sure.Values, sure.Shape, tracked: true), 1, [29, .. targets[1..]], 1);
        Assert.InRange(Length * wrong.Scalar, 55, 60.1);
        tape.Backward(wrong);
    }

    [Fact]
    public void The_slopes_of_a_tick_sum_to_zero_even_where_the_sequence_is_all_but_impossible()
    {
        using var tape = new Tape();
        var logits = tape.Input([1e4f, 0, 0, 1e4f, 0, 0, 1e4f, 0, 0], [3, 3], tracked: true);
        var cost = Ctc.Sum(logits, 1, [1], 1);
        // Six ways, all of them three times too unlikely.
        Assert.Equal(3e4 - Math.Log(6), cost.Scalar, 0.1);
        tape.Backward(cost);
        for (var t = 0; t < 3; t++)
            Assert.Equal(0, logits.Gradient[3 * t] + logits.Gradient[(3 * t) + 1] + logits.Gradient[(3 * t) + 2], 1e-5);
    }

    [Fact]
    public void NaN_anywhere_makes_the_cost_NaN_and_a_class_that_is_ruled_out_costs_nothing()
    {
        using var tape = new Tape();
        // In both ticks 0 or the blank: of four ways only blank, blank does not spell 0.
        foreach (var (other, expected) in new[]
            { (float.NaN, float.NaN), (float.NegativeInfinity, MathF.Log(4f / 3)), (-1e38f, MathF.Log(4f / 3)) })
        {
            var logits = tape.Input([200, other, 200, -200, other, -200], [2, 3], tracked: true);
            var cost = Ctc.Sum(logits, 1, [0], 1);
            Assert.Equal(expected, cost.Scalar, 1e-4f);
            tape.Backward(cost);
            Assert.Equal(float.IsNaN(expected), float.IsNaN(logits.Gradient[0]));
        }
    }

    [Fact]
    public void A_sequence_with_repetitions_needs_a_tick_more_for_each()
    {
        using var tape = new Tape();
        var refusal = Assert.Throws<ArgumentException>(() => Ctc.Sum(tape.Zeros([4, 3]), 1, [0, 0, 0], 1));
        Assert.Equal("The number of ticks must be at least 5 for the targets, but is 4.", refusal.Message);
        Assert.Throws<ArgumentException>(() => Ctc.Sum(tape.Zeros([4, 3]), 1, [], 1));
        Assert.Throws<ArgumentException>(() => Ctc.Sum(tape.Zeros([4, 3]), 1, [2], 1));
    }
}

using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class CrossEntropyTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(int.MaxValue)]
    public void A_target_that_is_no_class_is_refused(int target)
    {
        using var tape = new Tape();
        var refusal = Assert.Throws<ArgumentException>(() => CrossEntropy.Sum(tape.Zeros([2, 2]), [0, target], 2, 1));
        Assert.Contains("A target", refusal.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void No_classes_are_refused(int classes)
    {
        using var tape = new Tape();
        var refusal = Assert.Throws<ArgumentException>(() => CrossEntropy.Sum(tape.Zeros([2]), [0, 0], classes, 1));
        Assert.Contains("The number of classes", refusal.Message);
    }

    [Fact]
    public void Large_logits_neither_overflow_nor_lose_the_answer()
    {
        using var tape = new Tape();
        var logits = tape.Input([1e30f, 0, -1e30f, 3, 1e4f, -1e4f], [2, 3], tracked: true);
        var loss = CrossEntropy.Sum(logits, [0, 2], 3, 1);
        Assert.Equal(2e4f, loss.Scalar);
        tape.Backward(loss);
        Assert.Equal([0, 0, 0, 0, 1, -1], logits.Gradient.ToArray());
    }

    [Fact]
    public void NaN_anywhere_makes_the_loss_NaN_and_a_class_that_is_ruled_out_costs_nothing()
    {
        using var tape = new Tape();
        foreach (var (other, expected) in new[] { (float.NaN, float.NaN), (float.NegativeInfinity, MathF.Log(2)) })
        {
            var logits = tape.Input([1, other, 1], [1, 3]);
            Assert.Equal(expected, CrossEntropy.Sum(logits, [0], 3, 1).Scalar, 1e-6f);
            Assert.Equal(expected, CrossEntropy.Rows(logits, [0], 3).Values[0], 1e-6f);
        }
    }

    [Fact]
    public void A_sure_answer_costs_what_it_should_to_the_last_digits()
    {
        using var tape = new Tape();
        Assert.Equal(Math.Exp(-10), CrossEntropy.Sum(tape.Input([10, 0], [2]), [0], 2, 1).Scalar, 1e-7);
        Assert.Equal(Math.Log(2), CrossEntropy.Sum(tape.Input([4, 4], [2]), [1], 2, 1).Scalar, 1e-7);
    }

    [Fact]
    public void Entries_that_do_not_count_change_nothing()
    {
        using var tape = new Tape();
        var logits = tape.Input([1, 2, 3, 4], [2, 2], tracked: true);
        var loss = CrossEntropy.Sum(logits, [CrossEntropy.Ignored, 1], 2, 0.5f);
        Assert.Equal(0.5 * Math.Log(1 + Math.Exp(-1)), loss.Scalar, 1e-7);
        tape.Backward(loss);
        Assert.Equal([0, 0], logits.Gradient[..2].ToArray());
        Assert.Equal(0, logits.Gradient[2] + logits.Gradient[3], 1e-7);
    }
}

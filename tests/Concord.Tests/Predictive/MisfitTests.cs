using Concord.Predictive;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Predictive;

public sealed class MisfitTests
{
    [Theory]
    [InlineData(200f, -200f, 0)]
    [InlineData(1e30f, -1e30f, 0)]
    [InlineData(3f, float.NegativeInfinity, 0)]
    [InlineData(-200f, 200f, 400)]
    [InlineData(7f, 7f, 0.6931471805599453)]
    public void Cross_entropy_of_logits_of_any_size_is_exact(float right, float wrong, double expected)
    {
        using var tape = new Tape();
        var error = tape.Zeros([1, 2]);
        var loss = Misfit.Of(
            TargetLoss.CrossEntropy, tape.Input([1, 0], [1, 2]), tape.Input([right, wrong], [1, 2]), error);
        Assert.Equal(expected, loss, 1e-12);
        Assert.Equal(0, error.Values[0] + error.Values[1], 1e-6);
        Assert.Equal(right > wrong ? 0 : right < wrong ? 1 : 0.5, error.Values[0], 1e-6);
    }

    [Fact]
    public void NaN_anywhere_makes_the_loss_NaN()
    {
        using var tape = new Tape();
        var guess = tape.Input([1, float.NaN], [1, 2]);
        Assert.True(double.IsNaN(
            Misfit.Of(TargetLoss.CrossEntropy, tape.Input([1, 0], [1, 2]), guess, tape.Zeros([1, 2]))));
    }
}

using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Tensors;

public sealed class ParametersTests
{
    [Fact]
    public void Parameters_lie_one_behind_the_other()
    {
        var parameters = new Parameters();
        var kernel = parameters.Add("dense.kernel", [3, 5], Start.LeCun);
        var bias = parameters.Add("dense.bias", [5], Start.Constant(2));
        Assert.Equal((0, 0), (kernel.Index, kernel.Offset));
        Assert.Equal((1, 15), (bias.Index, bias.Offset));
        Assert.Equal(20, parameters.Count);
        using var weights = parameters.Draw(new Rng(1));
        Assert.Equal(20, weights.Length);
        Assert.Equal([2, 2, 2, 2, 2], weights.Span[15..].ToArray());
    }

    [Fact]
    public void Statistics_are_held_but_not_counted_as_trained()
    {
        var parameters = new Parameters();
        parameters.Add("kernel", [3, 5], Start.One);
        var mean = parameters.AddStatistic("mean", [4], Start.Constant(2));
        var decay = parameters.Add("decay", [2], Start.Zero, (0, 15));
        Assert.Equal((21, 17), (parameters.Count, parameters.Trained));
        Assert.Equal((15, true), (mean.Offset, mean.IsStatistic));
        Assert.Equal((19, false), (decay.Offset, decay.IsStatistic));
        Assert.Equal((0f, 15f), decay.Bounds);
        Assert.Throws<ArgumentException>(() => parameters.AddStatistic("mean", [4], Start.Zero));
        using var weights = parameters.Draw(new Rng(1));
        Assert.Equal([2, 2, 2, 2], weights.Span[15..19].ToArray());
    }

    [Fact]
    public void A_name_can_be_given_once()
    {
        var parameters = new Parameters();
        parameters.Add("bias", [5], Start.Zero);
        var refusal = Assert.Throws<ArgumentException>(() => parameters.Add("bias", [3], Start.Zero));
        Assert.Contains("bias", refusal.Message);
        Assert.Equal(5, parameters.Count);
    }

    [Fact]
    public void A_parameter_more_leaves_the_start_of_the_others_as_it_was()
    {
        var few = new Parameters();
        few.Add("a", [40], Start.Uniform(1));
        var many = new Parameters();
        many.Add("a", [40], Start.Uniform(1));
        many.Add("b", [40], Start.Uniform(1));
        using Block one = few.Draw(new Rng(3)), two = many.Draw(new Rng(3)), other = few.Draw(new Rng(4));
        Assert.Equal(one.Span.ToArray(), two.Span[..40].ToArray());
        Assert.NotEqual(one.Span.ToArray(), two.Span[40..].ToArray());
        Assert.NotEqual(one.Span.ToArray(), other.Span.ToArray());
    }
}

using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Tensors;

public sealed class RequireTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_positive_is_refused_in_a_sentence(float price)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Require.Positive(price));
        Assert.Equal($"price must be positive, but is {price}.", refusal.Message);
    }

    [Fact]
    public void What_holds_comes_back()
    {
        Assert.Equal(3, Require.Positive(3));
        Assert.Equal(0, Require.NotNegative(0));
        Assert.Equal(0.5f, Require.Within(0.5f, 0.5f, 0.5f));
    }

    [Fact]
    public void Each_rule_names_what_the_rule_and_the_value()
    {
        var count = -2;
        Check("count must not be negative, but is -2.", () => Require.NotNegative(count));
        Check("count must lie between 0 and 5, but is -2.", () => Require.Within(count, 0, 5));
        Check("The row must have shape [3], but is [1, 3].", () => Require.Shape([1, 3], [3], "The row"));
        Check("The seed must be odd, but is 4.", () => Require.That(false, "The seed", "must be odd", 4));
        Check("The row must hold -2, but is 3.", () => Require.That(false, "The row", $"must hold {count}", 3));
        Check("The rows must have 2 entries, but is 3.", () => Require.Length<int>([1, 2, 3], 2, "The rows"));
    }

    [Fact]
    public void An_option_is_called_by_its_name()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new Options { Steps = 0 });
        Assert.Equal("Steps must be positive, but is 0.", refusal.Message);
    }

    [Fact]
    public void A_rule_that_holds_costs_no_memory()
    {
        Shape shape = [2, 3];
        CheckAll(shape);
        var before = GC.GetAllocatedBytesForCurrentThread();
        CheckAll(shape);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void CheckAll(Shape shape)
    {
        Require.That(shape.Size == 6, "The shape", $"must hold {shape.Size} numbers, not {shape}", shape);
        Require.Shape(shape, [2, 3], "The shape");
        Require.Within(shape.Rank, 0, 4);
    }

    private static void Check(string sentence, Action check) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(check).Message);

    private sealed record Options
    {
        public int Steps { get; init => field = Require.Positive(value); } = 1;
    }
}

using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class PoolingTests
{
    [Fact]
    public void The_first_of_equal_maxima_gets_the_whole_gradient()
    {
        using var tape = new Tape();
        var image = tape.Input([1, 5, 2, 0, 5, 5, 0, 2], [8, 1], tracked: true);
        var largest = Pooling.Max(image, 2, 4);
        Assert.Equal([5, 2], largest.Values.ToArray());
        (largest.Gradient[0], largest.Gradient[1]) = (3, 4);
        tape.Backward();
        Assert.Equal([0, 3, 4, 0, 0, 0, 0, 0], image.Gradient.ToArray());
    }

    [Fact]
    public void An_image_of_one_line_is_too_small_for_the_largest_of_four()
    {
        using var tape = new Tape();
        var refusal = Assert.Throws<ArgumentException>(() => Pooling.Max(tape.Zeros([6, 1]), 1, 6));
        Assert.Equal("The shorter side of an image to pool must be at least 2, but is 1.", refusal.Message);
    }

    [Fact]
    public void Sizes_that_are_not_positive_are_refused_by_name()
    {
        using var tape = new Tape();
        var image = tape.Zeros([6, 1]);
        Assert.Contains("The height", Assert.Throws<ArgumentException>(() => Pooling.Max(image, 0, 6)).Message);
        Assert.Contains("The width", Assert.Throws<ArgumentException>(() => Pooling.Max(image, 6, -1)).Message);
        Assert.Contains("The side", Assert.Throws<ArgumentException>(() => Pooling.Adaptive(image, 2, 3, 0)).Message);
    }
}

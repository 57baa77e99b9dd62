using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class StridesTests
{
    [Fact]
    public void The_first_of_equal_maxima_gets_the_whole_gradient()
    {
        using var tape = new Tape();
        // Two lines of three places: around the first place 5 twice, around the third too, and one 5 is in both.
        var image = tape.Input([1, 5, 0, 5, 2, 5], [6, 1], tracked: true);
        var largest = Strides.Max(image, 2, 3);
        Assert.Equal([5, 5], largest.Values.ToArray());
        (largest.Gradient[0], largest.Gradient[1]) = (3, 4);
        tape.Backward();
        Assert.Equal([0, 7, 0, 0, 0, 0], image.Gradient.ToArray());
    }
}

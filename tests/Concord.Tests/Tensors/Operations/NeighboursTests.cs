using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class NeighboursTests
{
    // One receiver row of three slots; its sources are the three messages of two numbers that lie in it.
    private static readonly int[] s_all = [0, 1, 2];

    [Fact]
    public void Equal_maxima_share_the_gradient_equally()
    {
        using var tape = new Tape();
        var messages = tape.Input([5, 1, 5, 7, 5, 7], [1, 6], tracked: true);
        var largest = Neighbours.Max(messages, s_all, 3);
        Assert.Equal([5, 7], largest.Values.ToArray());
        largest.Gradient[0] = 3;
        largest.Gradient[1] = 4;
        tape.Backward();
        Assert.Equal([1, 0, 1, 2, 1, 2], messages.Gradient.ToArray());
    }

    [Fact]
    public void One_message_heard_twice_gets_the_gradient_once()
    {
        using var tape = new Tape();
        var messages = tape.Input([5, 1], [1, 2], tracked: true);
        var largest = Neighbours.Max(messages, [0, 0], 2);
        largest.Gradient[0] = 3;
        tape.Backward();
        Assert.Equal([3, 0], messages.Gradient.ToArray());
    }

    [Fact]
    public void A_receiver_without_messages_gets_zero_and_sends_no_gradient_back()
    {
        foreach (var summary in new Func<Tensor, int[], int, Tensor>[] { Neighbours.Max, Neighbours.Mean })
        {
            using var tape = new Tape();
            var messages = tape.Input([-5, -1, -5], [1, 3], tracked: true);
            var result = summary(messages, [Neighbours.None, Neighbours.None, Neighbours.None], 3);
            Assert.Equal([0], result.Values.ToArray());
            result.Gradient[0] = 3;
            tape.Backward();
            Assert.Equal([0, 0, 0], messages.Gradient.ToArray());
        }
    }

    [Fact]
    public void Negative_messages_are_not_raised_to_zero()
    {
        using var tape = new Tape();
        Assert.Equal([-1], Neighbours.Max(tape.Input([-5, -1], [1, 2]), [0, 1], 2).Values.ToArray());
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(3)]
    public void A_source_that_is_no_message_is_refused(int source)
    {
        using var tape = new Tape();
        var refusal = Assert.Throws<ArgumentException>(() => Neighbours.Max(tape.Zeros([1, 6]), [0, source, 1], 3));
        Assert.Contains("A source", refusal.Message);
        Assert.Throws<ArgumentException>(() => Neighbours.Mean(tape.Zeros([1, 6]), [0, source, 1], 3));
    }

    [Fact]
    public void No_slots_are_refused()
    {
        using var tape = new Tape();
        Assert.Throws<ArgumentException>(() => Neighbours.Max(tape.Zeros([1, 6]), [], 0));
    }
}

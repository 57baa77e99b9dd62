using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class NeighboursTests
{
    // One vertex that leaves three messages and hears them all.
    private static readonly MessageRoutes s_all = new([0, 1, 2], Slots: 3, Arrivals: 3);

    [Fact]
    public void Equal_maxima_share_the_gradient_equally()
    {
        using var tape = new Tape();
        var messages = tape.Input([5, 1, 5, 7, 5, 7], [1, 6], tracked: true);
        var largest = Neighbours.Max(messages, s_all);
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
        var largest = Neighbours.Max(messages, new([0, 0], Slots: 2, Arrivals: 2));
        largest.Gradient[0] = 3;
        tape.Backward();
        Assert.Equal([3, 0], messages.Gradient.ToArray());
    }

    [Fact]
    public void A_receiver_without_messages_gets_zero_and_sends_no_gradient_back()
    {
        foreach (var summary in new Func<Tensor, MessageRoutes, Tensor>[] { Neighbours.Max, Neighbours.Mean })
        {
            using var tape = new Tape();
            var messages = tape.Input([-5, -1, -5], [1, 3], tracked: true);
            var result = summary(
                messages, s_all with { Sources = [Neighbours.None, Neighbours.None, Neighbours.None] });
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
        var largest = Neighbours.Max(tape.Input([-5, -1], [1, 2]), new([0, 1], Slots: 2, Arrivals: 2));
        Assert.Equal([-1], largest.Values.ToArray());
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(3)]
    public void A_source_that_is_no_message_is_refused(int source)
    {
        using var tape = new Tape();
        var routes = s_all with { Sources = [0, source, 1] };
        var refusal = Assert.Throws<ArgumentException>(() => Neighbours.Max(tape.Zeros([1, 6]), routes));
        Assert.Contains("A source", refusal.Message);
        Assert.Throws<ArgumentException>(() => Neighbours.Mean(tape.Zeros([1, 6]), routes));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void No_slots_and_no_arrivals_are_refused(int slots, int arrivals)
    {
        using var tape = new Tape();
        var routes = s_all with { Slots = slots, Arrivals = arrivals };
        Assert.Throws<ArgumentException>(() => Neighbours.Max(tape.Zeros([1, 6]), routes));
    }
}

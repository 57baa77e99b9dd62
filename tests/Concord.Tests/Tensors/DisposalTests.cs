using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors;

/// <summary>Memory that was given back is never read or written in silence.</summary>
public sealed class DisposalTests
{
    [Fact]
    public void A_tensor_of_a_disposed_tape_throws_however_it_is_used()
    {
        var tape = new Tape();
        Tensor one = tape.Input([1], [], tracked: true), two = tape.Input([1, 2], [2], tracked: true);
        tape.Dispose();
        tape.Dispose();

        Gone(() => two.Values[0]);
        Gone(() => two.Values[0] = 3);
        Gone(() => one.Scalar);
        Gone(() => two.Gradient[0]);
        Gone(() => two.Norm());
        Gone(() => two.As([1, 2]));
        Gone(() => one + one);
        Gone(() => 2 * two);
        Gone(() => tape.Zeros([2]));
        Gone(() => tape.Input([1], []));
        Gone(tape.Reset);
        Gone(() => tape.Backward(one));
        using var other = new Tape();
        var alive = other.Input([1, 2], [2]);
        Gone(() => Products.Multiply(alive, two));
        Gone(() => Products.Multiply(two, alive));
    }

    [Fact]
    public void Weights_whose_block_is_disposed_throw_wherever_they_are_seen()
    {
        var (parameters, weight) = One();
        using var tape = new Tape();
        var weights = parameters.Draw(new Rng(1));
        tape.Bind(parameters, weights);
        var used = tape.Use(weight);
        var alias = used.As([1, 2]);
        Assert.Equal(1, alias.Values[0]);
        weights.Dispose();

        Gone(() => used.Values[0]);
        Gone(() => alias.Values[0]);
        Gone(() => tape.Use(weight));
        Gone(() => tape.Bind(parameters, weights));
        using var others = parameters.Draw(new Rng(1));
        tape.Bind(parameters, others);
        Assert.Equal(1, tape.Use(weight).Values[0]);
        Gone(() => alias.Values[0]);
    }

    [Fact]
    public void Gradients_whose_block_is_disposed_throw()
    {
        var (parameters, weight) = One();
        using var tape = new Tape();
        using var weights = parameters.Draw(new Rng(1));
        var gradients = new Block(parameters.Count);
        tape.Bind(parameters, weights, gradients);
        var used = tape.Use(weight);
        var loss = Products.Multiply(used, used);
        gradients.Dispose();

        Gone(() => used.Gradient[0]);
        Gone(() => tape.Backward());
        Gone(() => tape.Bind(parameters, weights, gradients));
        Assert.Equal(1, used.Values[0]);
        Assert.Equal(1, loss.Values[0]);
    }

    [Fact]
    public void A_tensor_that_its_tape_took_back_throws_until_it_is_used_again()
    {
        using var tape = new Tape(recording: false);
        var first = tape.Input([1], []);
        var place = tape.Now;
        Tensor second = tape.Input([2], []), third = tape.Input([3], []);
        tape.Keep(place, new[] { third });

        Assert.Equal(1, first.Scalar);
        // What is kept moves to the first place; the header behind it was given back.
        Assert.Equal(3, second.Scalar);
        Assert.Throws<InvalidOperationException>(() => third.Scalar);
        tape.Reset();
        Assert.Throws<InvalidOperationException>(() => first.Values[0]);
        Assert.Throws<InvalidOperationException>(() => first.Values[0] = 1);
        Assert.Throws<InvalidOperationException>(() => first.Gradient[0]);
    }

    [Fact]
    public void Weights_that_a_reset_unbound_throw_until_they_are_used_again()
    {
        var (parameters, weight) = One();
        using var tape = new Tape();
        using var weights = parameters.Draw(new Rng(1));
        tape.Bind(parameters, weights);
        var used = tape.Use(weight);
        tape.Reset();

        Assert.Throws<InvalidOperationException>(() => used.Values[0]);
        Assert.Equal(1, tape.Use(weight).Values[0]);
        tape.Dispose();
        Gone(() => used.Values[0]);
        Gone(() => tape.Use(weight));
    }

    private static (Parameters Parameters, Parameter Weight) One()
    {
        var parameters = new Parameters();
        return (parameters, parameters.Add("weight", [2], Start.One));
    }

    private static void Gone(Action act) => Assert.Throws<ObjectDisposedException>(act);

    private static void Gone(Func<object> act) => Assert.Throws<ObjectDisposedException>(() => { act(); });
}

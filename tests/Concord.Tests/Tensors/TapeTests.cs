using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors;

public sealed class TapeTests
{
    [Fact]
    public void A_loss_is_differentiated_through_several_operations_and_uses()
    {
        using var tape = new Tape();
        var x = tape.Input([2], [], tracked: true);
        var square = Products.Multiply(x, x);
        var loss = Products.Multiply(square, x) + 3 * x;   // x³ + 3x
        tape.Backward(loss, seed: 10);
        Assert.Equal(14, loss.Scalar);
        Assert.Equal(150, x.Gradient[0]);                  // 10 (3x² + 3)
    }

    [Fact]
    public void What_the_loss_does_not_depend_on_has_no_gradient()
    {
        using var tape = new Tape();
        Tensor x = tape.Input([2], [], tracked: true), idle = tape.Input([3], [], tracked: true);
        _ = Products.Multiply(idle, idle);
        tape.Backward(2 * x);
        Assert.Equal(2, x.Gradient[0]);
        Assert.Equal(0, idle.Gradient[0]);
    }

    [Fact]
    public void Only_a_scalar_is_differentiated_and_only_on_a_tape_that_records()
    {
        using Tape tape = new(), mute = new(recording: false);
        Assert.Throws<ArgumentException>(() => tape.Backward(tape.Zeros([2])));
        var loss = mute.Input([1], [], tracked: true);
        Assert.False(loss.Tracked);
        Assert.Throws<InvalidOperationException>(() => mute.Backward(loss));
    }

    [Fact]
    public void Numbers_that_do_not_fill_the_shape_are_refused()
    {
        using var tape = new Tape();
        Assert.Throws<ArgumentException>(() => tape.Input([1, 2, 3], [2]));
        Assert.Throws<ArgumentException>(() => tape.Zeros([2]).Scalar);
    }

    [Fact]
    public void Bound_weights_are_read_in_place_and_their_gradients_added_to_the_block()
    {
        var parameters = new Parameters();
        var first = parameters.Add("first", [2], Start.One);
        var second = parameters.Add("second", [1], Start.One);
        using var weights = parameters.Draw(new Rng(1));
        using var gradients = new Block(parameters.Count);
        using var tape = new Tape();
        tape.Bind(parameters, weights, gradients);
        weights.Span[2] = 5;
        for (var pass = 1; pass <= 2; pass++)
        {
            tape.Reset();
            Assert.Same(tape.Use(second), tape.Use(second));
            tape.Backward(3 * tape.Use(second));
            Assert.Equal([0, 0, 3 * pass], gradients.Span.ToArray());
        }
        Assert.Equal([1, 1], tape.Use(first).Values.ToArray());
        Assert.Equal(5, tape.Use(second).Scalar);
    }

    [Fact]
    public void Without_a_block_for_gradients_weights_are_constants()
    {
        var parameters = new Parameters();
        var weight = parameters.Add("weight", [1], Start.One);
        using var weights = parameters.Draw(new Rng(1));
        using var tape = new Tape();
        tape.Bind(parameters, weights);
        Assert.False(tape.Use(weight).Tracked);
        Assert.False((2 * tape.Use(weight)).Tracked);
    }

    [Fact]
    public void A_parameter_of_another_layout_or_of_none_is_refused_by_name()
    {
        var known = new Parameters();
        known.Add("weight", [1], Start.One);
        var stranger = new Parameters().Add("stranger", [1], Start.One);
        using var weights = known.Draw(new Rng(1));
        using var tape = new Tape();
        Assert.Contains("stranger", Assert.Throws<InvalidOperationException>(() => tape.Use(stranger)).Message);
        tape.Bind(known, weights);
        Assert.Contains("stranger", Assert.Throws<InvalidOperationException>(() => tape.Use(stranger)).Message);
    }

    [Fact]
    public void Blocks_of_another_length_are_refused()
    {
        var parameters = new Parameters();
        parameters.Add("weight", [3], Start.One);
        using Block right = new(3), wrong = new(4);
        using var tape = new Tape();
        var refusal = Assert.Throws<ArgumentException>(() => tape.Bind(parameters, wrong));
        Assert.Contains("The weights", refusal.Message);
        refusal = Assert.Throws<ArgumentException>(() => tape.Bind(parameters, right, wrong));
        Assert.Contains("The gradients", refusal.Message);
    }

    [Fact]
    public void Keep_moves_what_is_kept_and_gives_back_the_rest()
    {
        using var tape = new Tape(recording: false);
        var old = tape.Input([1, 2], [2]);
        Tensor[] state = [tape.Input([3, 4], [2]), old];
        var place = tape.Now;
        long reserved = 0;
        for (var step = 0; step < 200; step++)
        {
            _ = tape.Zeros([100_000]);
            state[0] = state[0] + state[1];
            tape.Keep(place, state);
            Assert.Same(old, state[1]);
            Assert.Equal([3 + step + 1, 4 + (2 * (step + 1))], state[0].Values.ToArray());
            reserved = step == 1 ? tape.ReservedBytes : reserved;
        }
        Assert.Equal(reserved, tape.ReservedBytes);
    }

    [Fact]
    public void Weights_that_are_used_first_inside_a_kept_stretch_stay_weights()
    {
        var parameters = new Parameters();
        var weight = parameters.Add("weight", [2], Start.One);
        using var weights = parameters.Draw(new Rng(1));
        using var tape = new Tape(recording: false);
        tape.Bind(parameters, weights);
        Tensor[] state = [tape.Input([0, 0], [2])];
        var place = tape.Now;
        for (var step = 1; step <= 3; step++)
        {
            state[0] = state[0] + tape.Use(weight);
            tape.Keep(place, state);
            Assert.Equal([step, step], state[0].Values.ToArray());
        }
        Assert.Equal([1, 1], tape.Use(weight).Values.ToArray());
    }

    [Fact]
    public void Keep_leaves_a_recording_tape_as_it_is()
    {
        using var tape = new Tape();
        var place = tape.Now;
        var x = tape.Input([2], [], tracked: true);
        Tensor[] kept = [2 * x];
        tape.Keep(place, kept);
        tape.Backward(kept[0]);
        Assert.Equal(2, x.Gradient[0]);
    }

    [Fact]
    public void A_repeated_pass_makes_no_objects_and_reserves_no_memory()
    {
        using var tape = new Tape();
        float[] numbers = [.. Enumerable.Range(0, 5000).Select(i => (float)i)];
        long before = 0, reserved = 0;
        for (var pass = 0; pass < 4; pass++)
        {
            reserved = tape.ReservedBytes;
            before = GC.GetAllocatedBytesForCurrentThread();
            tape.Reset();
            var x = tape.Input(numbers, [5000], tracked: true);
            for (var i = 0; i < 100; i++)
                x = x + (0.5f * x);
            x.Gradient[0] = 1;
            tape.Backward();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(reserved, tape.ReservedBytes);
    }
}

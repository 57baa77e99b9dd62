using Concord.Coordination;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Tensors;

public sealed class TapePauseTests
{
    [Fact]
    public void What_is_computed_in_a_pause_is_a_constant()
    {
        using var tape = new Tape();
        var x = tape.Input([3], [], tracked: true);
        Tensor constant;
        using (tape.Pause())
        {
            Assert.False(tape.Recording);
            constant = 2 * x;
        }
        tape.Backward(constant + (5 * x));

        Assert.True(tape.Recording);
        Assert.False(constant.Tracked);
        Assert.Equal(5, x.Gradient[0]);
    }

    [Fact]
    public void Pauses_nest()
    {
        using var tape = new Tape();
        using (tape.Pause())
        {
            using (tape.Pause())
                Assert.False(tape.Recording);
            Assert.False(tape.Recording);
        }
        Assert.True(tape.Recording);
    }

    [Fact]
    public void A_weight_first_used_in_a_pause_is_differentiated_after_it()
    {
        var parameters = new Parameters();
        var parameter = parameters.Add("w", [1], Start.Zero);
        using Block weights = new(1), gradients = new(1);
        using var tape = new Tape();
        tape.Bind(parameters, weights, gradients);
        using (tape.Pause())
            _ = tape.Use(parameter);
        tape.Backward(3 * tape.Use(parameter));

        Assert.Equal(3, gradients.Span[0]);
    }

    [Fact]
    public void A_weight_first_used_after_a_place_outlasts_what_is_forgotten()
    {
        var parameters = new Parameters();
        var parameter = parameters.Add("w", [1], Start.Zero);
        using Block weights = new(1);
        weights.Span[0] = 7;
        using var tape = new Tape(recording: false);
        tape.Bind(parameters, weights);
        var place = tape.Now;
        Tensor[] kept = [2 * tape.Use(parameter)];
        tape.Keep(place, kept);
        _ = tape.Zeros([5]);

        Assert.Equal(7, tape.Use(parameter).Scalar);
        Assert.Equal(14, kept[0].Scalar);
    }

    [Fact]
    public void Tensors_older_than_the_place_stay_where_they_are()
    {
        using var tape = new Tape();
        var old = tape.Input([1], [], tracked: true);
        using (tape.Pause())
        {
            var place = tape.Now;
            Tensor[] kept = [old, tape.Input([2], [])];
            tape.Keep(place, kept);

            Assert.Same(old, kept[0]);
            Assert.Equal(2, kept[1].Scalar);
        }
        Assert.True(old.Tracked);
    }

    [Fact]
    public void A_tensor_kept_twice_is_moved_twice()
    {
        using var tape = new Tape(recording: false);
        var place = tape.Now;
        var (a, b) = (tape.Input([1], []), tape.Input([2], []));
        Tensor[] kept = [b, a, b];
        tape.Keep(place, kept);

        Assert.Equal([2f, 1f, 2f], kept.Select(tensor => tensor.Scalar));
    }

    [Fact]
    public void What_was_recorded_before_a_long_pause_still_leads_back_right()
    {
        float Slope(bool pause)
        {
            using var tape = new Tape();
            var q = tape.Input([0.5f, -1], [1, 2], tracked: true);
            var agents = new DiagonalAgents(tape.Input([1], []), q);
            var penalty = Penalty.Same(tape, 1);
            var x = agents.Respond(tape.Zeros([1, 2]), penalty);
            if (pause)
            {
                using var held = tape.Pause();
                var place = tape.Now;
                for (var i = 0; i < 10; i++)
                {
                    _ = new DiagonalAgents(tape.Input([3], []), tape.Zeros([1, 2]))
                        .Respond(tape.Zeros([1, 2]), penalty);
                    tape.Keep(place, []);
                }
            }
            x.Gradient.Fill(1);
            tape.Backward();
            return q.Gradient[0];
        }
        Assert.Equal(Slope(pause: false), Slope(pause: true));
    }

    [Fact]
    public void A_long_pass_without_a_record_takes_no_more_memory_than_a_short_one()
    {
        using var tape = new Tape(recording: false);
        var x = tape.Input(new float[1000], [1, 1000]);
        var (agents, penalty) = (new DiagonalAgents(tape.Input([1], []), x), Penalty.Same(tape, 1));
        var place = tape.Now;
        Tensor[] kept = [x];
        long reserved = 0, garbage = 0;
        for (var i = 0; i < 5000; i++)
        {
            kept[0] = agents.Respond(0.5f * (kept[0] + x), penalty);
            tape.Keep(place, kept);
            if (i == 100)
                (reserved, garbage) = (tape.ReservedBytes, GC.GetAllocatedBytesForCurrentThread());
        }
        Assert.Equal(reserved, tape.ReservedBytes);
        // The runtime takes some for itself; one object a step would be a hundred times as much.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - garbage, 0, 4096);
    }
}

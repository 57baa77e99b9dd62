using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class PairTraceTests
{
    [Fact]
    public void A_decay_out_of_bounds_counts_as_the_bound_and_keeps_a_way_back()
    {
        using var tape = new Tape();
        var decay = tape.Input([-3, 0, 1, 40], [4], tracked: true);
        var keep = PairTrace.Keep(decay, 15);
        Assert.Equal([1, 1], keep.Values[..2].ToArray());
        Assert.Equal(Math.Exp(-1), keep.Values[2], 1e-7);
        Assert.Equal(Math.Exp(-15), keep.Values[3], 1e-12);
        keep.Gradient.Fill(1);
        tape.Backward();
        Assert.Equal(keep.Values.ToArray().Select(k => -k), decay.Gradient.ToArray());
    }
}

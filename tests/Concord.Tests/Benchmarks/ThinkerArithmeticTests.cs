using Concord.Benchmarks.Roofline;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Benchmarks;

/// <summary>The arithmetic of a thought, against a count by hand.</summary>
public sealed class ThinkerArithmeticTests
{
    [Fact]
    public void A_training_step_is_counted_by_hand()
    {
        var sizes = new ThinkerSizes
        {
            Neurons = 4, Width = 2, Heads = 1, PairsOut = 3, PairsAction = 2, Memory = 5, NeuronHidden = 6, Ticks = 7,
        };
        var counted = new ThinkerArithmetic(
            "tiny", sizes, Places: 8, Channels: 9, Outputs: 10, Backbone: 11, Batch: 12);
        Assert.Equal(11 + (8 * 2 * (9 + 4)), counted.Looking);
        var tick = ((2 * 2) + 4) + ((2 * 8 * 2) + 4) + (6 * 8) + (4 * ((5 * 12) + 12)) + (2 * (2 + 3));
        Assert.Equal(tick, counted.Tick);
        Assert.Equal(12 * ((3 * (counted.Looking + (7 * tick))) + ((7 + 6) * 3 * 10)), counted.Step);
    }
}

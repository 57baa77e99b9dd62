using Concord.Learning;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Learning;

public sealed class AdamWTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_average_follows_with_a_memory_that_may_begin_short(bool warmup)
    {
        using var state = new TrainingState(new Block(1));
        using var gradient = new Block(1);
        gradient.Span[0] = 1;
        var optimizer = new AdamW { Rate = 0.1f, Warmup = 0, Decay = 0, Average = 0.9f, AverageWarmup = warmup };
        var expected = 0.0;
        for (var t = 1; t <= 200; t++)
        {
            optimizer.Update(state, gradient, norm: 1);
            optimizer.Follow(state);
            state.Step++;
            var memory = warmup ? Math.Min(0.9, (1.0 + t) / (10 + t)) : 0.9;
            expected += (1 - memory) * (state.Weights.Span[0] - expected);
            Assert.Equal(expected, state.Average.Span[0], 1e-4);
        }
        // A gradient that is always the same moves the weight by the rate.
        Assert.Equal(-20, state.Weights.Span[0], 1e-2);
    }
}

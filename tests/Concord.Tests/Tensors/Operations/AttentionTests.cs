using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class AttentionTests
{
    [Fact]
    public void Weights_are_shares_of_the_tokens_of_each_head()
    {
        using var tape = new Tape();
        // The second head's part of the query is zero, so it reads all tokens alike.
        var keys = tape.Input([1, 0, 9, 9, 0, 0, -9, 9], [2, 4]);
        var attended = Attention.Remember(keys, keys, samples: 1, heads: 2);
        Attention.Apply(tape.Input([1000, 0, 0, 0], [1, 4]), attended, out var weights);
        Assert.Equal(Shape.Of([1, 2, 2]), weights.Shape);
        Assert.Equal([1, 0, 0.5f, 0.5f], weights.Values.ToArray());
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_by_name()
    {
        using var tape = new Tape();
        var tokens = tape.Zeros([6, 4]);
        Refused("The number of heads", 2, 3);
        Refused("The number of heads", 2, 0);
        Refused("The keys attended to", 4, 2);
        Refused("The number of samples", 0, 2);

        void Refused(string name, int samples, int heads) => Assert.Contains(
            name,
            Assert.Throws<ArgumentException>(() => Attention.Remember(tokens, tokens, samples, heads)).Message);
    }
}

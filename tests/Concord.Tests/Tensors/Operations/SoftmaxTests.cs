using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class SoftmaxTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 10)]
    [InlineData(16, 3)]
    [InlineData(17, 17)]
    public void Entropies_are_those_of_the_shares(int entries, int classes)
    {
        var rng = new Rng(4);
        float[] logits = [.. Enumerable.Range(0, entries * classes).Select(_ => (float)(3 * rng.Normal()))];
        using var tape = new Tape();
        var entropies = Softmax.Entropies(tape.Input(logits, [entries, classes], tracked: true), classes);
        Assert.False(entropies.Tracked);
        var shares = Reference.Layers.Softmax([.. logits], classes);
        foreach (var (entry, own) in shares.Chunk(classes).Index())
            Assert.Equal(-own.Sum(share => share * Math.Log(share)), entropies.Values[entry], 1e-6);
    }

    [Fact]
    public void A_sure_entry_has_no_entropy_and_an_even_one_the_most()
    {
        using var tape = new Tape();
        var entropies = Softmax.Entropies(tape.Input([1e30f, 0, -1e30f, -7, -7, -7], [6]), 3);
        Assert.Equal(0, entropies.Values[0]);
        Assert.Equal(Math.Log(3), entropies.Values[1], 1e-6);
    }

    [Fact]
    public void Numbers_that_are_no_whole_entries_are_refused()
    {
        using var tape = new Tape();
        var refusal = Assert.Throws<ArgumentException>(() => Softmax.Entropies(tape.Zeros([2, 5]), 3));
        Assert.Contains("The logits", refusal.Message);
        Assert.Throws<ArgumentException>(() => Softmax.Entropies(tape.Zeros([2, 5]), 0));
    }
}

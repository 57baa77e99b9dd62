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

    [Theory]
    [InlineData(200f, -200f)]
    [InlineData(105f, 0f)]
    [InlineData(1e30f, -1e30f)]
    [InlineData(float.MaxValue, float.MinValue)]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(-200f, float.NegativeInfinity)]
    public void Logits_of_any_size_have_probabilities(float largest, float smallest)
    {
        foreach (var classes in (int[])[2, 10, 16, 17, 300])
        {
            var logits = Enumerable.Repeat(smallest, classes).ToArray();
            logits[^1] = largest;
            var probabilities = Probabilities(logits);
            Assert.Equal(1, probabilities[^1]);
            Assert.All(probabilities[..^1], share => Assert.Equal(0, share));
            // Two of the largest share what there is.
            logits[0] = largest;
            Assert.Equal((0.5f, 0.5f), (Probabilities(logits)[0], Probabilities(logits)[^1]));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(200f)]
    [InlineData(-200f)]
    [InlineData(1e30f)]
    [InlineData(-1e30f)]
    public void Equal_logits_have_equal_probabilities(float all)
    {
        for (var classes = 1; classes < 40; classes++)
            Assert.All(Probabilities([.. Enumerable.Repeat(all, classes)]), share => Assert.Equal(1f / classes, share));
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(1f, float.NaN)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void What_has_no_probabilities_has_none_at_all(float first, float second)
    {
        float[] logits = [first, .. Enumerable.Repeat(second, 16)];
        Assert.All(Probabilities(logits), share => Assert.True(float.IsNaN(share)));
        using var tape = new Tape();
        Assert.All(Softmax.Rows(tape.Input(logits, [17])).Values.ToArray(), share => Assert.True(float.IsNaN(share)));
        Assert.True(float.IsNaN(Softmax.Entropies(tape.Input(logits, [17]), 17).Values[0]));
    }

    [Fact]
    public void Probabilities_have_the_bits_of_the_recorded_operation_and_may_take_the_place_of_the_logits()
    {
        var rng = new Rng(5);
        for (var classes = 1; classes < 70; classes++)
        {
            float[] logits = [.. Enumerable.Range(0, classes).Select(_ => (float)(60 * rng.Normal()))];
            using var tape = new Tape();
            var recorded = Softmax.Rows(tape.Input(logits, [classes])).Values.ToArray();
            Assert.Equal(recorded, Probabilities(logits));
            Softmax.Probabilities(logits, logits);
            Assert.Equal(recorded, logits);
        }
        Softmax.Probabilities([], []);
        Assert.Throws<ArgumentException>(() => Softmax.Probabilities([1, 2], new float[3]));
    }

    [Fact]
    public void A_class_that_is_ruled_out_adds_nothing_to_an_entropy()
    {
        using var tape = new Tape();
        float[] logits =
            [1, 1, float.NegativeInfinity, float.MaxValue, float.MinValue, float.MinValue, 200, -200, 200];
        var entropies = Softmax.Entropies(tape.Input(logits, [9]), 3);
        Assert.Equal(Math.Log(2), entropies.Values[0], 1e-6);
        Assert.Equal(0, entropies.Values[1]);
        Assert.Equal(Math.Log(2), entropies.Values[2], 1e-6);
    }

    private static float[] Probabilities(float[] logits)
    {
        var probabilities = new float[logits.Length];
        Softmax.Probabilities(logits, probabilities);
        return probabilities;
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

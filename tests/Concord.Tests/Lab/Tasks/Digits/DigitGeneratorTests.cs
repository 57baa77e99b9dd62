using Concord.Lab.Tasks.Digits;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Digits;

public sealed class DigitGeneratorTests
{
    [Fact]
    public void The_same_seed_draws_the_same_images_however_many()
    {
        DigitSet few = DigitSet.Draw(28, 28, 5, seed: 3), many = DigitSet.Draw(28, 28, 20, seed: 3);
        for (var i = 0; i < few.Count; i++)
        {
            Assert.Equal(few.Label(i), many.Label(i));
            Assert.True(few.Image(i).SequenceEqual(many.Image(i)));
        }
        Assert.False(few.Image(0).SequenceEqual(DigitSet.Draw(28, 28, 1, seed: 4).Image(0)));
    }

    [Fact]
    public void Images_are_mostly_empty_with_some_full_ink_and_an_empty_border()
    {
        var set = DigitSet.Draw(28, 28, 200, seed: 1);
        for (var i = 0; i < set.Count; i++)
        {
            var image = set.Image(i);
            Assert.InRange(image.Count((byte)0), 500, 740);
            Assert.InRange(System.Numerics.Tensors.TensorPrimitives.Max(image), 190, 255);
            Assert.Equal(-1, image[..28].IndexOfAnyExcept((byte)0));
            Assert.Equal(-1, image[^28..].IndexOfAnyExcept((byte)0));
        }
        Assert.Equal(10, Enumerable.Range(0, set.Count).Select(set.Label).Distinct().Count());
    }

    [Fact]
    public void A_larger_canvas_pads_the_digit()
    {
        byte[] small = new byte[28 * 28], large = new byte[60 * 44];
        new DigitGenerator(28, 28).Draw(new Rng(5), 8, small);
        new DigitGenerator(60, 44).Draw(new Rng(5), 8, large);
        for (var y = 0; y < 28; y++)
            Assert.True(large.AsSpan(((y + 16) * 44) + 8, 28).SequenceEqual(small.AsSpan(y * 28, 28)));
    }

    // Each image is compared with the mean of its class: digits that look alike would not be told apart.
    [Fact]
    public void Digits_can_be_told_apart()
    {
        DigitSet known = DigitSet.Draw(28, 28, 1000, seed: 1), asked = DigitSet.Draw(28, 28, 300, seed: 2);
        var means = new double[10][];
        foreach (var label in Enumerable.Range(0, 10))
        {
            var those = Enumerable.Range(0, known.Count).Where(i => known.Label(i) == label).ToArray();
            means[label] = [.. Enumerable.Range(0, 28 * 28).Select(p => those.Average(i => known.Image(i)[p]))];
        }
        var right = Enumerable.Range(0, asked.Count).Count(i => asked.Label(i) == means.Index().MinBy(
            mean => Enumerable.Range(0, 28 * 28).Sum(p => Math.Pow(mean.Item[p] - asked.Image(i)[p], 2))).Index);
        Assert.InRange((double)right / asked.Count, 0.8, 1);
    }

    [Theory]
    [InlineData(4, 28, 0, "The height of an image must lie between 5 and 10000, but is 4.")]
    [InlineData(28, 28, 10, "digit must lie between 0 and 9, but is 10.")]
    [InlineData(28, 27, 1, "image must have 756 entries, but is 784.")]
    public void Wrong_sizes_and_digits_are_refused(int height, int width, int digit, string sentence)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => new DigitGenerator(height, width).Draw(new Rng(0), digit, new byte[28 * 28]));
        Assert.Equal(sentence, refusal.Message);
    }
}

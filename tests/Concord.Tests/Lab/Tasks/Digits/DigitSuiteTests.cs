using Concord.Lab.Tasks.Digits;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Digits;

public sealed class DigitSuiteTests
{
    private static readonly DigitSet _digits = DigitSet.Draw(28, 28, 40, seed: 3);

    [Fact]
    public void Padding_puts_the_image_in_the_middle()
    {
        var padded = DigitSuite.Find("pad16").Apply(_digits, side: null, seed: 1);
        Assert.Equal((60, 60, 40), (padded.Height, padded.Width, padded.Count));
        for (var y = 0; y < 60; y++)
            for (var x = 0; x < 60; x++)
            {
                var inside = y is >= 16 and < 44 && x is >= 16 and < 44;
                Assert.Equal(inside ? _digits.Image(7)[((y - 16) * 28) + x - 16] : 0, padded.Image(7)[(y * 60) + x]);
            }
    }

    [Fact]
    public void A_smaller_canvas_cuts_the_image_at_all_sides()
    {
        var cut = _digits.On(20, 24);
        for (var y = 0; y < 20; y++)
            for (var x = 0; x < 24; x++)
                Assert.Equal(_digits.Image(5)[((y + 4) * 28) + x + 2], cut.Image(5)[(y * 24) + x]);
    }

    [Theory, InlineData("dropout5", 4), InlineData("dropout10", 8), InlineData("dropout30", 24)]
    public void Dropout_blackens_whole_blocks(string suite, int blocks)
    {
        var white = DigitSet.Of(28, 28, [.. Enumerable.Repeat((byte)255, 2 * 784)], [1, 2]);
        var dropped = DigitSuite.Find(suite).Apply(white, side: null, seed: 1);
        for (var image = 0; image < 2; image++)
        {
            Assert.Equal(9 * blocks, dropped.Image(image).Count((byte)0));
            for (var block = 0; block < 81; block++)
            {
                int black = 0, corner = (block / 9 * 3 * 28) + (block % 9 * 3);
                for (var p = 0; p < 9; p++)
                    black += dropped.Image(image)[corner + (p / 3 * 28) + (p % 3)] == 0 ? 1 : 0;
                Assert.True(black is 0 or 9, $"block {block} has {black} black pixels");
            }
        }
        Assert.NotEqual(dropped.Image(0).ToArray(), dropped.Image(1).ToArray());
    }

    [Fact]
    public void Noise_has_its_deviation_and_repeats_with_its_seed()
    {
        var grey = DigitSet.Of(28, 28, [.. Enumerable.Repeat((byte)128, 10 * 784)], new byte[10]);
        var noisy = DigitSuite.Find("noise0.1").Apply(grey, side: null, seed: 1);
        var values = Enumerable.Range(0, 10).SelectMany(i => noisy.Image(i).ToArray().Select(v => (v - 128) / 255.0));
        Assert.Equal(0.1, Math.Sqrt(values.Average(v => v * v)), 0.005);
        Assert.Equal(0, values.Average(), 0.005);
        Assert.Equal(noisy.Image(3), DigitSuite.Find("noise0.1").Apply(grey, side: null, seed: 1).Image(3));
        Assert.NotEqual(noisy.Image(3).ToArray(), DigitSuite.Find("noise0.1").Apply(grey, null, 2).Image(3).ToArray());
    }

    [Fact]
    public void Images_to_choose_by_are_neither_trained_nor_tested_on()
    {
        var drawn = new DigitSource();
        HashSet<string> Images(DigitSet set) =>
            [.. Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(set.Image(i)))];
        var chosen = Images(drawn.ToValidate(50, DigitSuite.Seed));
        Assert.Empty(chosen.Intersect(Images(drawn.ToTrain(50))));
        Assert.Empty(chosen.Intersect(Images(drawn.ToTest(50, DigitSuite.Seed))));

        var mnist = new DigitSource { Hand = DigitHand.Mnist, Folder = SharedData.Require("mnist") };
        var (kept, last) = (mnist.ToTrain(55_000), mnist.ToValidate(5_000, DigitSuite.Seed));
        Assert.Equal(mnist.ToTrain(null).Image(55_000), last.Image(0));
        Assert.Equal(60_000, kept.Count + last.Count);
    }
}

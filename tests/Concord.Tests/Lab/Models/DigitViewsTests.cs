using Concord.Lab.Models;
using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class DigitViewsTests
{
    [Theory]
    [InlineData(28, 28, 81)]
    [InlineData(60, 60, 400)]
    [InlineData(11, 26, 36)]
    public void Every_agent_gets_its_own_pixels(int height, int width, int agents)
    {
        var lattice = DigitViews.LatticeOf(height, width);
        Assert.Equal(agents, lattice.Agents);
        var images = Images(DigitSet.Draw(height, width, 3, seed: 1), 3);
        var views = new DigitViews();
        views.Read(lattice, 3, images, []);
        using var tape = new Tape();
        var seen = views.PerAgent(views.Patches(tape));
        for (var row = 0; row < views.Rows; row++)
            for (var place = 0; place < DigitViews.Pixels; place++)
            {
                var pixel = lattice.Pixel(row % agents, place);
                var expected = pixel < 0 ? 0 : images[(row / agents * height * width) + pixel];
                Assert.Equal(expected, seen.Values[(row * DigitViews.Pixels) + place]);
            }
    }

    [Fact]
    public void Equal_patches_are_one_view_and_patches_that_differ_in_a_bit_are_two()
    {
        var lattice = new Lattice(3, 9, 3, 3);
        var images = new float[27];
        var views = new DigitViews();
        views.Read(lattice, 1, images, []);
        Assert.Equal(1, views.Distinct);
        images[4] = float.Epsilon;
        views.Read(lattice, 1, images, []);
        Assert.Equal(2, views.Distinct);
        Assert.Equal([0, 1, 0], views.Owners);
    }

    [Fact]
    public void A_scan_has_about_as_many_distinct_views_as_one_of_MNIST()
    {
        const int count = 200;
        var set = DigitSet.Draw(28, 28, count, seed: 1);
        var views = new DigitViews();
        var distinct = 0;
        for (var i = 0; i < count; i++)
        {
            views.Read(DigitViews.LatticeOf(28, 28), 1, Images(set, i + 1).AsSpan(i * 28 * 28), []);
            distinct += views.Distinct;
        }
        // MNIST's first 800 test images have 27.5.
        Assert.InRange((double)distinct / count, 25, 30);
    }

    [Fact]
    public void Every_agent_is_asked_for_the_digit_of_its_image()
    {
        var views = new DigitViews();
        views.Read(new Lattice(3, 6, 3, 3), 2, new float[36], [7, 3]);
        Assert.Equal([7, 7, 3, 3], views.Targets);
        Assert.Equal(4, views.CountedTargets);
        views.Read(views.Lattice, 2, new float[36], []);
        Assert.All(views.Targets, target => Assert.Equal(CrossEntropy.Ignored, target));
        Assert.Equal(0, views.CountedTargets);
    }

    // Two agents lean to 1 and one is sure of 2: the mean logit says 2, the mean probability says 1.
    [Fact]
    public void The_answer_is_the_mean_of_probabilities()
    {
        var views = new DigitViews();
        views.Read(new Lattice(3, 9, 3, 3), 1, new float[27], []);
        var logits = new float[30];
        (logits[1], logits[11], logits[22]) = (6, 6, 30);
        using var tape = new Tape();
        var answer = new DigitAnswer();
        answer.Read(views, tape.Input(logits, [3, 10]));
        Assert.Equal(1, answer.Of(0));
        Assert.Equal(1, answer.Shares(0).Sum(), 1e-6);
        Assert.Equal(2 * Math.Exp(6) / (Math.Exp(6) + 9) / 3, answer.Shares(0)[1], 1e-4);
    }

    // A logit above 88 has an exponential that no float holds.
    [Theory]
    [InlineData(100f)]
    [InlineData(1e30f)]
    public void Agents_that_are_very_sure_do_not_spoil_the_answer(float sure)
    {
        var views = new DigitViews();
        views.Read(new Lattice(3, 9, 3, 3), 1, new float[27], []);
        var logits = new float[30];
        (logits[3], logits[4], logits[13], logits[24]) = (sure, sure / 2, sure, sure);
        using var tape = new Tape();
        var answer = new DigitAnswer();
        answer.Read(views, tape.Input(logits, [3, 10]));
        Assert.Equal(3, answer.Of(0));
        Assert.Equal([0, 0, 0, 2f / 3, 1f / 3, 0, 0, 0, 0, 0], answer.Shares(0).Select(share => MathF.Round(share, 6)),
            (a, b) => MathF.Abs(a - b) < 1e-5f);
    }

    private static float[] Images(DigitSet set, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(i => set.Image(i).ToArray()).Select(grey => grey / 255f)];
}

using System.Text.Json;
using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class WholeSamplesTests
{
    private static readonly Question Small = new()
    {
        Sight = SightKind.Image, Height = 2, Width = 3, Channels = 2, Places = 4, Classes = 3,
    };

    // Sample n shows n + 0.01 i and asks (n + place) mod 3, but nothing at place 2.
    private static readonly WholeSamples Samples = new(Small, 100, () => (sample, inputs, targets) =>
    {
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = sample + (0.01f * i);
        for (var place = 0; place < targets.Length; place++)
            targets[place] = place == 2 ? CrossEntropy.Ignored : (sample + place) % 3;
    });

    [Fact]
    public void Samples_are_shown_in_the_order_that_they_were_put()
    {
        var reader = Samples.Open(3);
        reader.Put(1, 20, 0);
        reader.Put(0, 10, 0);
        var views = reader.Read(2);

        using var tape = new Tape(recording: false);
        var whole = views.Whole(tape).Numbers;
        Assert.Equal([2, 12], whole.Shape);
        Assert.Equal([10f, 20f], [whole.Values[0], whole.Values[12]]);
        Assert.Equal([1, 2, CrossEntropy.Ignored, 1, 2, 0, CrossEntropy.Ignored, 2], views.Targets[..8]);
        Assert.Equal(6, views.CountedTargets);
        Assert.Equal((2, 1, 2), (views.Rows, views.Agents, views.Distinct));
    }

    [Fact]
    public void Reading_again_allocates_nothing()
    {
        var reader = Samples.Open(4);
        void Take()
        {
            for (var i = 0; i < 4; i++)
                reader.Put(i, i, 0);
            reader.Read(4);
        }

        Take();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Take();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 2.0 / 3)]
    [InlineData(3, 0.0)]
    public void Places_are_graded_where_something_is_asked(int wrong, double accuracy)
    {
        var grader = new WholeGrader(Samples, most: 2);
        grader.Load(5, 2);
        var logits = new float[2 * Small.Outputs];
        int[] places = [0, 1, 3];
        foreach (var place in places)
        {
            logits[(place * 3) + ((5 + place) % 3)] = 1;
            var called = 6 + place + (Array.IndexOf(places, place) < wrong ? 1 : 0);
            logits[Small.Outputs + (place * 3) + (called % 3)] = 1;
        }
        using var tape = new Tape(recording: false);
        grader.Read(tape.Input(logits, [2, Small.Outputs]), null);

        Span<double> measures = stackalloc double[2];
        grader.Grade(5, measures);
        Assert.Equal([1, 1], measures.ToArray());
        grader.Grade(6, measures);
        Assert.Equal(accuracy, measures[0], 1e-12);
        Assert.Equal(wrong == 0 ? 1 : 0, measures[1]);
        Assert.Equal(wrong == 0, grader.IsRight(6));
    }

    [Fact]
    public void Questions_check_themselves_and_survive_JSON()
    {
        Assert.Equal(Small, JsonSerializer.Deserialize<Question>(JsonSerializer.Serialize(Small)));
        Assert.Equal(
            "A sequence must be of one row and one channel, but is 2x3x2.",
            Assert.Throws<ArgumentException>(() => (Small with { Sight = SightKind.Sequence }).Checked()).Message);
        Assert.Contains(
            "at most 16777216 numbers",
            Assert.Throws<ArgumentException>(() => (Small with { Height = 4096, Width = 4096 }).Checked()).Message);
        Assert.Throws<ArgumentException>(() => Small with { Classes = 1 });
        var views = new ThoughtViews();
        Assert.Equal(
            "A target must lie between 0 and 2, but is 3.",
            Assert.Throws<ArgumentException>(() => views.Read(Small, 1, new float[12], [0, 1, 2, 3])).Message);
    }
}

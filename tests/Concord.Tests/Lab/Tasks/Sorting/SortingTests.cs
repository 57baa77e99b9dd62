using Concord.Lab.Tasks.Sorting;
using Concord.Tests.Lab.Models;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Sorting;

public sealed class SortingTests
{
    [Fact]
    public void Targets_name_the_places_in_rising_order_of_normal_numbers()
    {
        var reader = SortingNumbers.Train(30, 200).Open(1);
        var all = new List<float>();
        for (var sample = 0; sample < 200; sample++)
        {
            var views = reader.Loaded(sample);
            var inputs = views.Inputs();
            Assert.Equal(Enumerable.Range(0, 30).OrderBy(place => inputs[place]), views.Targets[..30]);
            all.AddRange(inputs);
        }
        // 6,000 numbers: five standard deviations of mean and variance are 0.065 and 0.091.
        Assert.InRange(all.Average(), -0.065, 0.065);
        Assert.InRange(all.Average(x => x * x), 0.909, 1.091);
    }

    [Fact]
    public void Tests_draw_other_numbers_even_with_the_same_seed() => Assert.NotEqual(
        SortingNumbers.Train(5, 1).Open(1).Loaded(0).Inputs(),
        SortingNumbers.Test(5, 1, SortingNumbers.TrainSeed).Open(1).Loaded(0).Inputs());

    [Theory]
    [InlineData("---", "")]
    [InlineData("001", "01")]
    [InlineData("-0--0-", "00")]
    [InlineData("0-11--2", "012")]
    [InlineData("2200", "20")]
    public void Repeats_are_merged_and_blanks_dropped(string ticks, string expected)
    {
        const int blank = 3;
        var labels = ticks.Select(sign => sign == '-' ? blank : sign - '0').ToArray();
        var count = TickLabels.Decode(labels, blank, labels);
        Assert.Equal(expected, string.Concat(labels[..count]));
    }

    [Theory]
    [InlineData("0123", 1, true)]
    [InlineData("01230", 1, false)]
    [InlineData("0213", 0.5, false)]
    [InlineData("123", 0, false)]
    [InlineData("", 0, false)]
    public void Labels_are_compared_place_by_place(string said, double accuracy, bool solved) => Assert.Equal(
        (accuracy, solved), TickLabels.Grade(said.Select(sign => sign - '0').ToArray(), [0, 1, 2, 3]));
}

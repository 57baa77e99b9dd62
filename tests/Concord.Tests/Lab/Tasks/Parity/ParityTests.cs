using System.Text;
using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Parity;
using Concord.Tests.Golden;
using Concord.Tests.Lab.Models;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Parity;

public sealed class ParityTests
{
    [Fact]
    public void Each_target_is_the_parity_of_the_minus_ones_so_far()
    {
        var (input, target) = Sample(ParityStrings.Train(64, 10), 3);
        for (var i = 0; i < 64; i++)
            Assert.Equal(input[..(i + 1)].Count(value => value == -1f) % 2, target[i]);
        Assert.All(input, value => Assert.Equal(1f, Math.Abs(value)));
    }

    [Fact]
    public void The_original_s_targets_come_out()
    {
        var golden = Npz.Read(SharedData.Require("goldens/ctm/parity.npz"));
        var inputs = golden["input"].Floats();
        var targets = golden["target"].Longs();
        var length = golden["input"].Shape[1];
        for (var first = 0; first < inputs.Length; first += length)
        {
            var found = new int[length];
            ParityStrings.Follow(inputs.AsSpan(first, length), found);
            Assert.Equal(targets[first..(first + length)], found.Select(parity => (long)parity));
        }
    }

    [Fact]
    public void Signs_are_fair_and_strings_differ()
    {
        var samples = ParityStrings.Train(32, 1000);
        var strings = Enumerable.Range(0, 1000).Select(i => Sample(samples, i).Input).ToList();
        // 32,000 fair signs: five standard deviations are 0.014.
        Assert.InRange(strings.SelectMany(s => s).Count(value => value < 0) / 32_000.0, 0.486, 0.514);
        Assert.Equal(1000, strings.Select(s => string.Join(',', s)).Distinct().Count());
    }

    [Fact]
    public void A_number_means_one_string_and_tests_draw_from_another_stream_even_with_the_same_seed()
    {
        Assert.Equal(Sample(ParityStrings.Train(64, 10), 7).Input, Sample(ParityStrings.Train(64, 1000), 7).Input);
        Assert.NotEqual(
            Sample(ParityStrings.Train(64, 10), 7).Input,
            Sample(ParityStrings.Test(64, 10, ParityStrings.TrainSeed), 7).Input);
    }

    [Fact]
    public void Text_is_read_and_what_is_wrong_with_it_is_said()
    {
        Assert.Equal([1f, -1f, -1f], ParityText.Parse("+ -\n-\n"u8, "here", 3));
        Assert.Equal(
            "here: a sign of a string must be + or -, but sign 2, on line 2, is x.",
            Assert.Throws<InvalidDataException>(() => ParityText.Parse("+\nx"u8, "here", 3)).Message);
        Assert.Equal(
            "here: a string must have 3 signs, as the model was made for, but has 4.",
            Assert.Throws<InvalidDataException>(() => ParityText.Parse("++++"u8, "here", 3)).Message);
    }

    [Theory]
    [InlineData("+--")]
    [InlineData("\uFEFF+\r-\r-\r")]
    [InlineData("1 -1 -1")]
    [InlineData("+1 \u22121 \u22121")]
    [InlineData("1,-1;-1\n")]
    [InlineData("[ 1. -1. -1. ]")]
    [InlineData("1.0\t-1.00\u00A0-1")]
    [InlineData("+1-1-1")]
    [InlineData("+ \u2013 -\u001A")]
    public void Signs_and_ones_are_read(string text) =>
        Assert.Equal([1f, -1f, -1f], ParityText.Parse(Encoding.UTF8.GetBytes(text), "here", 3));

    [Theory]
    [InlineData("+ - 1", "has 2 of the former and 1 of the latter.")]
    [InlineData("11 1", "sign 1, on line 1, is 11.")]
    [InlineData("1\n0", "sign 2, on line 2, is 0.")]
    [InlineData("1 -1 1.5", "sign 3, on line 1, is 1.5.")]
    [InlineData("+\u0001", "sign 2, on line 1, is U+0001.")]
    public void Other_signs_and_numbers_are_refused(string text, string end) => Assert.EndsWith(
        end,
        Assert.Throws<InvalidDataException>(
            () => ParityText.Parse(Encoding.UTF8.GetBytes(text), "here", 3)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Settings_change_the_question_and_another_length_is_refused()
    {
        var length = new ParityTask().Settings.Single(setting => setting.Name == "length");
        var experiment = (ParityExperiment)length.Apply(new ParityExperiment(), "12");
        Assert.Equal(ParityStrings.Asks(12), experiment.Question);
        Assert.Equal(12, experiment.ToTrain().Samples.Open(1).Loaded(0).Question.Width);

        experiment.ToScore(new Examination("test", 5, 1) { Size = "12" });
        var refusal = Assert.Throws<ArgumentException>(
            () => experiment.ToScore(new Examination("test", 5, 1) { Size = "32" }));
        Assert.Equal("The length of a string must be 12, which the model is made for, but is 32.", refusal.Message);
        Assert.Contains("4096", Assert.Throws<ArgumentException>(() => length.Apply(experiment, "5000")).Message);
    }

    private static (float[] Input, int[] Target) Sample(WholeSamples samples, int number)
    {
        var views = samples.Open(1).Loaded(number);
        return (views.Inputs(), views.Targets[..views.Question.Places]);
    }
}

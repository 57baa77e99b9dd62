using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Qamnist;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Qamnist;

public sealed class QamnistTests
{
    private static readonly DigitSet Digits = DigitSet.Draw(28, 28, 50, seed: 3);

    [Fact]
    public void The_answer_is_what_reckoning_tick_by_tick_gives()
    {
        var samples = new QamnistSamples(Digits);
        var random = new Rng(5);
        var answers = new int[10];
        for (var draw = 0; draw < 500; draw++)
        {
            var size = QamnistSize.Draw(random, new(4, 4));
            var sample = samples.Draw(random, size);
            int? value = null;
            var sign = 1;
            var seen = new List<int>();
            foreach (var (look, number) in sample.Script(repeats: 1, answering: 1))
            {
                if (look == QamnistLook.Digit)
                    seen.Add(Digits.Label(sample.Images[number]));
                else if (look == QamnistLook.Operator)
                    sign = number == (int)QamnistOperator.Plus ? 1 : -1;
                else if (look == QamnistLook.Index)
                    value = value is { } now ? (now + (sign * seen[number]) + 10) % 10 : seen[number];
            }
            Assert.Equal(value, sample.Answer);
            Assert.Equal(size.Digits, seen.Count);
            Assert.Equal(size.Operations, sample.Operators.Count);
            Assert.InRange(Math.Max(size.Digits, size.Operations), 1, 4);
            answers[sample.Answer]++;
        }
        Assert.DoesNotContain(0, answers);
    }

    [Fact]
    public void Each_thing_is_given_for_some_ticks_and_then_nothing()
    {
        var sample = new QamnistSample(
            [7, 4], [9, 3], [1, 0, 0], [QamnistOperator.Minus, QamnistOperator.Plus]);
        Assert.Equal(3, sample.Answer);
        Assert.Equal(
            "D0 D0 D1 D1 I1 I1 O1 O1 I0 I0 O0 O0 I0 I0 N0 N0 N0",
            string.Join(' ', sample.Script(repeats: 2, answering: 3).Select(t => $"{t.Look.ToString()[0]}{t.Number}")));
    }

    [Fact]
    public void Pictures_lie_in_the_middle_of_32x32_pixels()
    {
        var samples = new QamnistSamples(Digits);
        var picture = new float[QamnistSamples.Pixels];
        samples.Write(8, picture);
        for (var y = 0; y < 32; y++)
            for (var x = 0; x < 32; x++)
                Assert.Equal(
                    y is < 2 or > 29 || x is < 2 or > 29 ? 0 : Digits.Image(8)[((y - 2) * 28) + x - 2] / 255f,
                    picture[(y * 32) + x]);
        Assert.Contains(picture, value => value > 0.5f);
    }
}

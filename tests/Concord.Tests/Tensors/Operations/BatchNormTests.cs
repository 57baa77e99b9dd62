using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class BatchNormTests
{
    [Fact]
    public void The_moments_are_those_of_what_the_rows_are_a_sample_of()
    {
        const int Rows = 5000, Columns = 17;
        var rng = new Rng(6);
        float[] numbers =
            [.. Enumerable.Range(0, Rows * Columns).Select(i => (float)(100 + (i % Columns) + rng.Normal()))];
        using var tape = new Tape();
        var ones = tape.Input([.. Enumerable.Repeat(1f, Columns)], [Columns]);
        BatchNorm.Apply(tape.Input(numbers, [Rows, Columns]), ones, tape.Zeros([Columns]), out var moments);
        for (var c = 0; c < Columns; c++)
        {
            double[] column = [.. numbers.Where((_, i) => i % Columns == c)];
            var mean = column.Average();
            Assert.Equal(mean, moments.Values[c], 1e-5 * mean);
            Assert.Equal(column.Sum(x => (x - mean) * (x - mean)) / (Rows - 1), moments.Values[Columns + c], 1e-5);
        }
    }

    [Fact]
    public void Training_goes_a_tenth_of_the_way_and_looking_none()
    {
        var parameters = new Parameters();
        var layer = new BatchNormLayer(parameters, "norm", 1);
        using var weights = parameters.Draw(new Rng(1));
        using var found = new Block(parameters.Count);
        using var tape = new Tape();
        tape.Bind(parameters, weights, found);
        var x = tape.Input([1, 3], [2, 1]);
        Assert.Equal([1, 3], layer.Apply(x, training: false).Values.ToArray().Select(y => MathF.Round(y, 4)));
        Assert.Equal([0, 0], found.Span[2..].ToArray());
        Assert.Equal([-1, 1], layer.Apply(x, training: true).Values.ToArray().Select(y => MathF.Round(y, 4)));
        // Mean 2 and variance 2, from 0 and 1.
        Assert.Equal([0.2f, 0.1f], found.Span[2..].ToArray());
        // Without gradients there is nowhere to remember, and nothing else changes.
        tape.Bind(parameters, weights);
        layer.Apply(tape.Input([1, 3], [2, 1]), training: true);
        Assert.Equal([1, 0, 0, 1], weights.Span.ToArray());
    }
}

using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Concord.Tests.Contracts;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Lab.Baselines;

/// <summary>Loss and every gradient of message passing against the slow version in double precision.</summary>
public sealed class MessageOracleTests
{
    private const int Samples = 2, Rounds = 3;

    [Theory]
    [InlineData(Aggregation.Max)]
    [InlineData(Aggregation.Mean)]
    public void Digits_follow_the_definition(Aggregation aggregation)
    {
        var model = new DigitMessageModel(
            new() { Hidden = 12, Head = 10, State = 6, Message = 4, Aggregation = aggregation });
        var views = new DigitViews();
        var rng = new Rng(3);
        var lattice = DigitViews.LatticeOf(12, 9);
        // Half of the pixels are dark, so that some agents see the same.
        float[] images = [.. Enumerable.Range(0, Samples * 12 * 9).Select(i => i % 9 < 5 ? 0 : (float)rng.Uniform())];
        views.Read(lattice, Samples, images, [7, 2]);
        Assert.NotEqual(views.Rows, views.Distinct);

        using var tape = new Tape(recording: false);
        var seen = Doubles(views.PerAgent(views.Patches(tape)).Values);
        Check(model, views, weights =>
        {
            var net = new MessagePassing(model.Parameters, weights);
            return Enumerable.Range(0, Samples).Sum(sample =>
            {
                var features = net.Residual("encoder", Part(seen, sample));
                var states = net.States(features, lattice.Joints, Rounds, aggregation == Aggregation.Max);
                var logits = net.Dense(
                    "decoder.out_dense", net.Residual("decoder", Tokens.Mean(states, lattice.Agents, 6)));
                return Layers.CrossEntropy(logits, [views.Targets[sample * views.Agents]], 10, 1.0 / Samples)[0];
            });
        });
    }

    [Theory]
    [InlineData(Aggregation.Max)]
    [InlineData(Aggregation.Mean)]
    public void Sudokus_follow_the_definition(Aggregation aggregation)
    {
        var model = new SudokuMessageModel(
            new() { State = 18, Message = 4, Channels = 6, Blocks = 1, Hidden = 8, Aggregation = aggregation });
        var views = new SudokuViews();
        var rng = new Rng(3);
        byte[] Draw(int least) =>
            [.. Enumerable.Range(0, Samples * SudokuGraph.Cells).Select(_ => (byte)(least + rng.Below(10 - least)))];
        views.Read(Samples, Draw(least: 0), Draw(least: 1));

        Check(model, views, weights =>
        {
            var net = new MessagePassing(model.Parameters, weights);
            return Enumerable.Range(0, Samples).Sum(sample =>
            {
                var features = net.EncodeSudoku(Part(views.Seen, sample), SudokuViews.CellAt, blocks: 1);
                var states = net.States(features, SudokuGraph.Joints, Rounds, aggregation == Aggregation.Max);
                return Layers.CrossEntropy(
                    net.DecodeSudoku(states), Part(views.Targets, sample), 10, 1.0 / views.CountedTargets)[0];
            });
        });
    }

    [Theory]
    [InlineData(225, 879_156)]
    [InlineData(288, 1_227_889)]
    [InlineData(504, 3_026_185)]
    public void Sudoku_models_have_as_many_parameters_as_the_release(int state, int count) =>
        Assert.Equal(count, new SudokuMessageModel(new() { State = state }).Parameters.Count);

    [Fact]
    public void The_digit_model_has_as_many_parameters_as_the_release() =>
        Assert.Equal(198_027, new DigitMessageModel(new()).Parameters.Count);

    // Along a random direction for each parameter, so that one number tells whether its gradient is right.
    private static void Check<TViews>(MessageModel<TViews> model, TViews views, Func<double[][], double> loss)
        where TViews : AgentViews
    {
        var rng = new Rng(1);
        using var weights = model.Parameters.Draw(rng.Split(1));
        // So that biases, scales and kernels that start alike differ.
        foreach (ref var weight in weights.Span)
            weight += (float)(0.1 * rng.Normal());
        using var gradients = new Block(weights.Length);
        using var tape = new Tape();
        tape.Bind(model.Parameters, weights, gradients);
        var actual = new WindowLoss<TViews>(model).Loss(tape, views, new(Samples, Rounds));
        tape.Backward(actual);

        var entries = model.Parameters.Entries;
        double[][] point =
            [.. entries.Select(e => Doubles(weights.Span.Slice(e.Offset, e.Shape.Size)))];
        Assert.Equal(loss(point), actual.Scalar, 1e-6);
        var differences = new Differences(x => [loss(x)], [1]);
        foreach (var entry in entries)
        {
            var direction = Array.ConvertAll(point, _ => Array.Empty<double>());
            for (var i = 0; i < direction.Length; i++)
                direction[i] = [.. point[i].Select(_ => i == entry.Index ? rng.Normal() : 0)];
            double along = 0, square = 0;
            for (var i = 0; i < entry.Shape.Size; i++)
            {
                var slope = (double)gradients.Span[entry.Offset + i];
                along += slope * direction[entry.Index][i];
                square += slope * slope;
            }
            // So short a step that hardly any of the largest messages changes on the way.
            var expected = differences.Along(point, direction, h: 1e-7);
            Assert.True(
                Math.Abs(expected - along) <= (1e-4 * Math.Sqrt(square)) + 1e-8,
                $"The gradient of {entry.Name} along a direction is {along:g8}, but should be {expected:g8}.");
            Assert.True(square > 0 || entry.Name == "beta_raw", $"The gradient of {entry.Name} is zero.");
        }
    }

    private static double[] Doubles(ReadOnlySpan<float> numbers) => Array.ConvertAll(numbers.ToArray(), x => (double)x);

    private static T[] Part<T>(T[] all, int sample) =>
        all[(all.Length / Samples * sample)..(all.Length / Samples * (sample + 1))];
}

using Concord.Learning;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Learning;

/// <summary>What a step does to weights besides the optimiser.</summary>
public sealed class TrainerTests
{
    private const int Tiles = 11;

    [Fact]
    public void Statistics_are_moved_by_the_mean_over_tiles_and_by_nothing_else()
    {
        var learner = new Measuring();
        using var state = new TrainingState(learner.Parameters, new Rng(1));
        using var workers = new Workers(1);
        using var trainer = new Trainer(
            learner, new AdamW { Rate = 0.1f, Warmup = 0, Decay = 5, Clip = 1e9f }, state, workers);
        var expected = 2.0;
        for (var step = 0; step < 3; step++)
        {
            var result = trainer.Step();
            // Every weight's derivative is 1, a share of it from every tile; the statistic has none.
            Assert.Equal(Math.Sqrt(learner.Parameters.Trained), result.GradientNorm, 1e-5);
            expected += Enumerable.Range(0, Tiles).Average(tile => (double)Measuring.Found(tile, expected));
            Assert.Equal(expected, At(state, learner.Statistic)[0], 1e-5);
        }
        Assert.Equal([0], state.Mean.Span.Slice(learner.Statistic.Offset, 1).ToArray());
    }

    [Fact]
    public void The_bits_are_the_same_on_one_thread_and_on_two()
    {
        Assert.Equal(After(threads: 1), After(threads: 2));

        static float[] After(int threads)
        {
            var learner = new Measuring();
            using var state = new TrainingState(learner.Parameters, new Rng(1));
            using var workers = new Workers(threads);
            using var trainer = new Trainer(learner, new AdamW { Warmup = 0 }, state, workers);
            for (var step = 0; step < 5; step++)
                trainer.Step();
            return [.. state.Weights.Span, .. state.Average.Span];
        }
    }

    [Fact]
    public void A_bounded_parameter_stays_within_its_bounds()
    {
        var learner = new Measuring();
        using var state = new TrainingState(learner.Parameters, new Rng(1));
        using var workers = new Workers(1);
        using var trainer = new Trainer(learner, new AdamW { Rate = 0.3f, Warmup = 0, Decay = 0 }, state, workers);
        // All fall by the rate in a step; the bounded ones from 0.5 to no less than 0.
        trainer.Step();
        Assert.Equal(0.2f, At(state, learner.Bounded)[0], 1e-4f);
        trainer.Step();
        Assert.Equal([0, 0], At(state, learner.Bounded));
        Assert.Equal(1 - 0.6f, At(state, learner.Weights)[0], 1e-4f);
    }

    [Theory]
    [InlineData(0f, false)]
    [InlineData(0.5f, false)]
    [InlineData(0.98f, false)]
    [InlineData(0.98f, true)]
    public void The_average_is_that_of_weights_within_their_bounds_and_of_statistics_as_they_were_moved(
        float memory, bool warmup)
    {
        var learner = new Measuring();
        using var state = new TrainingState(learner.Parameters, new Rng(1));
        using var workers = new Workers(1);
        var optimizer = new AdamW
        {
            Rate = 0.3f, Warmup = 0, Decay = 0.1f, Average = memory, AverageWarmup = warmup,
        };
        using var trainer = new Trainer(learner, optimizer, state, workers);
        double bounded = 0.5, statistic = 2;
        for (var t = 1; t <= 60; t++)
        {
            trainer.Step();
            var follow = 1 - (warmup ? Math.Min(memory, (1.0 + t) / (10 + t)) : memory);
            bounded += follow * (At(state, learner.Bounded)[0] - bounded);
            statistic += follow * (At(state, learner.Statistic)[0] - statistic);
            Assert.Equal(bounded, state.Average.Span[learner.Bounded.Offset], 1e-6);
            Assert.Equal(statistic, state.Average.Span[learner.Statistic.Offset], 1e-5);
            Assert.InRange(state.Average.Span[learner.Bounded.Offset], 0, 1);
        }
    }

    [Fact]
    public void An_average_that_began_outside_the_bounds_is_brought_back()
    {
        var learner = new Measuring();
        using var state = new TrainingState(learner.Parameters, new Rng(1));
        using var workers = new Workers(1);
        using var trainer = new Trainer(learner, new AdamW { Warmup = 0 }, state, workers);
        state.Average.Span[learner.Bounded.Offset] = -3;
        trainer.Step();
        Assert.Equal(0, state.Average.Span[learner.Bounded.Offset]);
    }

    private static float[] At(TrainingState state, Parameter parameter) =>
        state.Weights.Span.Slice(parameter.Offset, parameter.Shape.Size).ToArray();

    /// <summary>The loss is the sum of all trained weights; every tile finds a number of its own.</summary>
    private sealed class Measuring : ILearner, ILearnerPass
    {
        public Measuring()
        {
            Weights = Parameters.Add("weights", [1, 5000], Start.One);
            Statistic = Parameters.AddStatistic("statistic", [1], Start.Constant(2));
            Bounded = Parameters.Add("bounded", [1, 2], Start.Constant(0.5f), (0, 1));
        }

        public Parameters Parameters { get; } = new();

        public Parameter Weights { get; }

        public Parameter Statistic { get; }

        public Parameter Bounded { get; }

        public int Tiles => TrainerTests.Tiles;

        public static float Found(int tile, double held) => (float)(0.1 * ((tile * tile / 7.0) - held));

        public void Draw(long step)
        {
        }

        public ILearnerPass OpenPass() => this;

        public Tensor Loss(Tape tape, int tile)
        {
            var held = tape.Use(Statistic);
            held.Gradient[0] += Found(tile, held.Scalar);
            return Sum(tape.Use(Weights)) + Sum(tape.Use(Bounded));
        }

        private static Tensor Sum(Tensor row)
        {
            var shares = row.Tape.Empty([row.Shape.Columns, 1]);
            shares.Values.Fill(1f / TrainerTests.Tiles);
            return Dense.Apply(row, shares, bias: null).As([]);
        }
    }
}

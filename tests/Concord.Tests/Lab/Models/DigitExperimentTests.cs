using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Learning;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class DigitExperimentTests
{
    private static readonly DigitExperiment _small = new()
    {
        Images = 100,
        Options = new DigitSheafOptions
        {
            Hidden = 16,
            VertexStalk = 8,
            EdgeStalk = 4,
            Rank = 2,
            Iterations = 6,
            IterationsToEvaluate = 6,
        },
    };

    [Fact]
    public void Agents_learn_to_call_digits_better_than_by_guessing()
    {
        using var workers = new Workers(2);
        var cut = _small with { Source = new DigitSource { Canvas = 20 } };
        using var state = Trained(cut, steps: 150, workers);
        var score = cut.Open().Score(
            state.Weights, new Examination("clean", 100, 6), workers);
        Assert.Equal("accuracy", Assert.Single(score.Values).Name);
        Assert.InRange(score["accuracy"], 0.25, 1);
    }

    [Fact]
    public void One_and_two_threads_give_the_same_bits()
    {
        using Workers one = new(1), two = new(2);
        using TrainingState alone = Trained(_small, steps: 4, one), together = Trained(_small, steps: 4, two);
        Assert.True(alone.Weights.Span.SequenceEqual(together.Weights.Span));
    }

    [Fact]
    public void A_training_step_allocates_nothing()
    {
        using var workers = new Workers(1);
        var study = _small.Open();
        using var state = new TrainingState(study.Parameters, new Rng(1));
        using var trainer = new Trainer(study.Learner(20, new Rng(2)), new AdamW(), state, workers);
        for (var i = 0; i < 15; i++)
            trainer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            trainer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_epoch_visits_every_image_once_in_a_new_order()
    {
        var samples = new Visited(30);
        var learner = new SampleLearner<DigitViews>(
            _small.Options.Build(), samples, batch: 10, tile: 10, new Rng(1));
        var pass = learner.OpenPass();
        using var tape = new Tape();
        using var weights = learner.Parameters.Draw(new Rng(2));
        for (var step = 0; step < 6; step++)
        {
            learner.Draw(step);
            tape.Reset();
            tape.Bind(learner.Parameters, weights);
            pass.Loss(tape, 0);
        }
        Assert.Equal(Enumerable.Range(0, 30), samples.Seen.Take(30).Order());
        Assert.Equal(Enumerable.Range(0, 30), samples.Seen.Skip(30).Order());
        Assert.NotEqual(samples.Seen.Take(30), samples.Seen.Skip(30));
    }

    [Theory, InlineData(6), InlineData(7)]
    public void Missing_agents_swaps_and_wiped_memory_can_be_scored(int count)
    {
        var study = _small.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(1);
        var examination = new Examination("clean", count, 6)
        {
            Disturbance = new Disturbance { DropAgents = 0.3, CutEdges = 0.1, Swap = true, Zero = MemoryPart.Dual },
        };
        var score = study.Score(weights, examination, workers);
        Assert.InRange(score["accuracy"], 0, 1);
        Assert.InRange(score["recovered"], 0, 1);
    }

    [Fact]
    public void Every_suite_can_be_scored()
    {
        var study = _small.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(1);
        foreach (var suite in DigitSuite.All)
            Assert.InRange(study.Score(weights, new Examination(suite.Name, 3, 2), workers)["accuracy"], 0, 1);
    }

    [Theory]
    [InlineData(
        "clear", null,
        "The digit suite must be one of clean, pad4, pad8, pad16, dropout5, dropout10, dropout30, missing5, missing10, "
        + "missing30, noise0.1, noise0.2, validation, but is clear.")]
    [InlineData("clean", "4", "The side of a canvas must lie between 5 and 1000, but is 4.")]
    [InlineData("clean", "28x28", "The side of a canvas must be a whole number, but is 28x28.")]
    public void Unknown_suites_and_sizes_are_refused(string suite, string? size, string sentence)
    {
        var study = _small.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        var refusal = Assert.Throws<ArgumentException>(
            () => study.Examiner(weights, new Examination(suite, 1, 1) { Size = size }, threads: 1));
        Assert.Equal(sentence, refusal.Message);
    }

    private static TrainingState Trained(DigitExperiment experiment, int steps, Workers workers)
    {
        var study = experiment.Open();
        var state = new TrainingState(study.Parameters, new Rng(1));
        using var trainer = new Trainer(
            study.Learner(20, new Rng(2)), new AdamW { Rate = 3e-3f, Warmup = 20 }, state, workers);
        for (var i = 0; i < steps; i++)
            Assert.True(trainer.Step().Finite);
        return state;
    }

    private sealed class Visited(int count) : ITrainingSamples<DigitViews>, ISampleReader<DigitViews>
    {
        private readonly DigitViews _views = new();

        public List<int> Seen { get; } = [];

        public int Count => count;

        public int Variants => 1;

        public ISampleReader<DigitViews> Open(int most) => this;

        public void Put(int place, int sample, int variant) => Seen.Add(sample);

        public DigitViews Read(int samples)
        {
            _views.Read(DigitViews.LatticeOf(5, 5), samples, new float[samples * 25], new byte[samples]);
            return _views;
        }
    }
}

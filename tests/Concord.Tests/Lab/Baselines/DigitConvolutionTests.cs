using Concord.Lab;
using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Learning;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Baselines;

public sealed class DigitConvolutionTests
{
    private static readonly DigitConvolutionOptions[] s_small =
    [
        new DigitGridOptions { FirstMaps = 8, SecondMaps = 16, Hidden = 32 },
        new DigitPoolingOptions { FirstMaps = 8, SecondMaps = 32, Hidden = 32 },
    ];

    public static TheoryData<string> Names => [.. s_small.Select(options => options.Name)];

    [Fact]
    public void Weights_are_as_many_as_the_layers_have()
    {
        const int convolutions = (9 * 32) + 32 + (9 * 32 * 64) + 64, output = (128 * 10) + 10;
        Assert.Equal(
            convolutions + (7 * 7 * 64 * 128) + 128 + output, new DigitGridOptions().Build().Parameters.Count);
        Assert.Equal(convolutions + (64 * 128) + 128 + output, new DigitPoolingOptions().Build().Parameters.Count);
    }

    [Theory, InlineData(7), InlineData(1)]
    public void A_few_digits_are_learned_in_few_steps_that_allocate_nothing(int cells)
    {
        const int count = 64;
        DigitConvolutionOptions options = cells == 7 ? new DigitGridOptions() : new DigitPoolingOptions();
        var model = options.Build();
        var digits = DigitSet.Draw(28, 28, count, seed: 1);
        var samples = new DigitSamples(digits);
        using var workers = new Workers(1);
        using var state = new TrainingState(model.Parameters, new Rng(1));
        var learner = new SampleLearner<DigitViews>(model, samples, count, tile: 16, new Rng(2));
        using var trainer = new Trainer(learner, new AdamW { Rate = 1e-2f, Warmup = 5 }, state, workers);
        for (var step = 0; step < 80; step++)
            Assert.True(trainer.Step().Finite);
        var before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        var views = ViewsOf(digits);
        using var tape = new Tape(recording: false);
        tape.Bind(model.Parameters, state.Weights);
        var answer = new DigitAnswer();
        answer.Read(views, Logits(model, tape, views));
        Assert.InRange(Enumerable.Range(0, count).Count(i => answer.Of(i) == digits.Label(i)), 58, count);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_canvas_fits_and_all_agents_of_an_image_say_the_same(string name)
    {
        var model = Small(name);
        using var weights = model.Parameters.Draw(new Rng(1));
        using var tape = new Tape(recording: false);
        for (var side = 20; side <= 60; side += 5)
        {
            var views = ViewsOf(DigitSet.Draw(side, side + 1, 2, seed: 3));
            tape.Reset();
            tape.Bind(model.Parameters, weights);
            var logits = Logits(model, tape, views);
            Assert.Equal(Shape.Of([views.Rows, 10]), logits.Shape);
            var rows = logits.Values.ToArray().Chunk(10).Index().GroupBy(row => row.Index / views.Agents).ToArray();
            Assert.Equal(2, rows.Length);
            Assert.All(rows, image => Assert.All(image, row => Assert.Equal(image.First().Item, row.Item)));
            Assert.NotEqual(rows[0].First().Item, rows[1].First().Item);
            Assert.All(logits.Values.ToArray(), logit => Assert.True(float.IsFinite(logit)));
        }
    }

    [Fact]
    public void What_is_done_to_agents_is_refused()
    {
        var views = ViewsOf(DigitSet.Draw(20, 20, 2, seed: 3));
        var model = Small("cnn-pool");
        using var weights = model.Parameters.Draw(new Rng(1));
        foreach (var disturbance in new Disturbance[]
        {
            new() { DropAgents = 0.1 }, new() { CutEdges = 0.1 }, new() { LoseMessages = 0.1 }, new() { Delay = 1 },
            new() { Swap = true },
        })
        {
            using var tape = new Tape(recording: false);
            tape.Bind(model.Parameters, weights);
            var refusal = Assert.Throws<ArgumentException>(
                () => Logits(model, tape, views, new AgentWatch(views, 1, null, disturbance, tile: 0)));
            Assert.Equal(
                "Missing agents and edges, delays, lost messages and damage to memory need agents that work " +
                "together, but the model cnn-pool has none.", refusal.Message);
        }
    }

    private static IAgentModel<DigitViews> Small(string name) =>
        s_small.Single(options => options.Name == name).Build();

    private static DigitViews ViewsOf(DigitSet digits)
    {
        var reader = new DigitSamples(digits).Open(digits.Count);
        for (var i = 0; i < digits.Count; i++)
            reader.Put(i, i, variant: 0);
        return reader.Read(digits.Count);
    }

    private static Tensor Logits(IAgentModel<DigitViews> model, Tape tape, DigitViews views, AgentWatch? watch = null)
    {
        var last = new Tensor[model.Window];
        model.Run(tape, views, model.IterationsToEvaluate, last, watch);
        return model.Decode(tape, views, last[^1]);
    }
}

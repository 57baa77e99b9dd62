using Concord.Lab;
using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Parity;
using Concord.Lab.Tasks.Routes;
using Concord.Learning;
using Concord.Tensors;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Lab.Models;

/// <summary>Models that think in ticks: learning, halting, and what thinking longer brings.</summary>
public sealed class ThoughtModelTests
{
    private const int Ticks = 6;

    private static readonly ThinkerSizes s_sizes = new()
    {
        Neurons = 32, Width = 8, Heads = 2, Memory = 3, NeuronHidden = 4, PairsOut = 16, PairsAction = 16,
        Ticks = Ticks,
    };

    private static ParityExperiment Strings(int length) => new()
    {
        Options = new ThoughtOptions<ThoughtViews>(ParityStrings.Asks(length)) { Sizes = s_sizes },
    };

    [Fact]
    public void A_few_hundred_steps_teach_the_parity_of_three()
    {
        using var workers = new Workers(1);
        var study = Strings(3).Open();
        using var state = new TrainingState(study.Start(1));
        var plan = new Plan
        {
            Experiment = Strings(3),
            Seed = 1,
            Batch = 32,
            Optimizer = new AdamW { Rate = 3e-3f, Decay = 0, Warmup = 20 },
        };
        using var trainer = study.Trainer(plan, state, workers);
        var before = study.Score(state.Weights, new("test", 200, Ticks), workers);
        for (var step = 0; step < 400; step++)
            trainer.Step();
        var after = study.Score(state.Weights, new("test", 200, Ticks), workers);
        Assert.InRange(before["accuracy"], 0, 0.75);
        Assert.InRange(after["accuracy"], 0.95, 1);
    }

    [Fact]
    public void Thinking_stops_at_the_certainty_asked_for()
    {
        var (study, weights) = Drawn();
        using var workers = new Workers(1);
        SuiteScore At(float? certainty) =>
            study.Score(weights, new Examination("test", 40, Ticks) { HaltAt = certainty }, workers);

        Assert.Equal(1, At(0)["ticks"]);
        Assert.Equal(Ticks, At(1)["ticks"]);
        Assert.Equal(At(null)["accuracy"], At(1)["accuracy"]);
        Assert.True(double.IsNaN(At(null)["ticks"]));
        var first = study.Score(weights, new("test", 40, Iterations: 1), workers);
        Assert.Equal(first["accuracy"], At(0)["accuracy"]);
        weights.Dispose();
    }

    [Fact]
    public void A_long_short_term_memory_answers_with_its_last_tick()
    {
        var study = (AgentStudy<ThoughtViews>)new ParityExperiment
        {
            Options = new LstmOptions<ThoughtViews>(ParityStrings.Asks(4)) { Rounds = Ticks, Width = 8, Heads = 2 },
        }.Open();
        using var weights = study.Start(3);
        var say = study.Parameters.Entries.Single(entry => entry.Name == "say.kernel");
        foreach (ref var weight in weights.Span.Slice(say.Offset, say.Shape.Size))
            weight *= 30;
        using var tape = new Tape(recording: false);
        tape.Bind(study.Parameters, weights);
        var reader = ParityStrings.Test(4, 6).Open(6);
        var views = reader.InBatches(6, 6).Single();
        var last = new Tensor[1];
        study.Model.Run(tape, views, Ticks, last);
        var thoughts = new Thoughts();
        var thinker = ((ThoughtModel<ThoughtViews>)study.Model).Thinker;
        thinker.Think(views.Whole(tape), Ticks, training: false, thoughts);
        var heard = new Utterances(2);
        heard.ListenToAll(thinker, thoughts);
        Assert.Equal(heard[Ticks - 1].Values.ToArray(), last[0].Values.ToArray());
        Assert.Contains(Enumerable.Range(0, 6), s => heard.Surest(s) != Ticks - 1);
    }

    [Fact]
    public void The_diagnosis_agrees_with_the_score_and_counts_every_threshold()
    {
        var (study, weights) = Drawn();
        using var workers = new Workers(1);
        var found = ThoughtExperiment.Diagnose(study, weights, count: 50);
        double Of(string name) => found.Values.Single(value => value.Name == name).Value;

        Assert.Equal(study.Score(weights, new("test", 50, Ticks), workers)["accuracy"], Of("accuracy"), 1e-12);
        foreach (var threshold in new[] { "0.5", "0.9" })
        {
            var halted = study.Score(
                weights, new Examination("test", 50, Ticks) { HaltAt = float.Parse(threshold) }, workers);
            Assert.Equal(halted["ticks"], Of($"ticks_at_{threshold}"), 1e-12);
            Assert.Equal(halted["accuracy"], Of($"accuracy_at_{threshold}"), 1e-12);
        }
        Assert.InRange(Of("calibration_error"), 0, 1);
        Assert.Equal(["accuracy_by_tick", "accuracy_by_ticks_used", "calibration"], found.Figures.Select(f => f.Name));
        Assert.All(found.Figures[0].Lines, line => Assert.Equal(Ticks, line.Points.Count));
        weights.Dispose();
    }

    [Fact]
    public void Pictures_of_any_size_are_thought_about_but_strings_of_the_length_that_is_asked_for()
    {
        var routes = new RouteExperiment
        {
            Options = new ThoughtOptions<ThoughtViews>(RouteImages.Asks(GridSize.Of(9, 9), steps: 8))
            {
                Sizes = s_sizes,
            },
        };
        var study = routes.Open();
        using var weights = study.Start(1);
        using var workers = new Workers(1);
        foreach (var size in new[] { "9", "13" })
            Assert.InRange(
                study.Score(weights, new Examination("test", 4, 2) { Size = size }, workers)["accuracy"], 0, 1);
        var (strings, others) = Drawn();
        using (others)
            Assert.Throws<ArgumentException>(() => strings.Score(
                others, new Examination("test", 4, 2) { Size = "5" }, workers));
    }

    // Fresh weights are unsure of everything; larger ones say things.
    private static (IStudy Study, Block Weights) Drawn()
    {
        var study = Strings(4).Open();
        var weights = study.Start(3);
        var say = study.Parameters.Entries.Single(entry => entry.Name == "say.kernel");
        foreach (ref var weight in weights.Span.Slice(say.Offset, say.Shape.Size))
            weight *= 30;
        return (study, weights);
    }
}

using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Qamnist;
using Concord.Tensors;
using Concord.Tests.Lab.Models;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Qamnist;

public sealed class QamnistTaskTests
{
    private static readonly QamnistExperiment s_small = new()
    {
        Images = 20,
        Options = new ThoughtOptions<ThoughtViews>(QamnistQuestions.Asks(new(3, 2), repeats: 2))
        {
            Sizes = new ThinkerSizes
            {
                Neurons = 16, Width = 8, Heads = 2, Memory = 3, NeuronHidden = 2, PairsOut = 8, PairsAction = 8,
                Ticks = 19,
            },
        },
    };

    [Fact]
    public void Pictures_come_first_then_the_symbols_and_the_target_is_the_answer()
    {
        var samples = new QamnistSamples(DigitSet.Draw(28, 28, 50, seed: 3));
        var sample = new QamnistSample([7, 4], [9, 3], [1, 0, 0], [QamnistOperator.Minus, QamnistOperator.Plus]);
        var inputs = new float[2048 + 5];
        QamnistQuestions.Write(samples, sample, inputs);
        Assert.Equal([1, -2, 0, -1, 0], inputs[2048..]);
        var picture = new float[1024];
        samples.Write(4, picture);
        Assert.Equal(picture, inputs[1024..2048]);

        var views = s_small.ToTrain().Samples.Open(1).Loaded(5);
        Assert.Equal((3 * 1024) + 5, views.Question.Inputs);
        Assert.InRange(views.Targets[0], 0, 9);
    }

    // The model has 19 ticks for the first size, of which 16 show things.
    [Theory]
    [InlineData(3, 2, 16)]
    [InlineData(2, 1, 10)]
    [InlineData(5, 4, 28)]
    public void Only_what_is_said_behind_the_question_counts(int digits, int operations, int silence)
    {
        var study = (AgentStudy<ThoughtViews>)s_small.Open();
        var model = (ThoughtModel<ThoughtViews>)study.Model;
        using var weights = study.Parameters.Draw(new Rng(3));
        using var tape = new Tape(recording: false);
        tape.Bind(study.Parameters, weights);
        var size = new QamnistSize(digits, operations);
        var views = QamnistQuestions.Test(
            QamnistQuestions.Resize(model.Question, size), 1, s_small.Source.ToTest(20, 1)).Open(1).Loaded(0);
        var last = new Tensor[1];
        model.Run(tape, views, 19, last);
        var heard = new Utterances(10);
        var thoughts = new Thoughts();
        model.Thinker.Think(views.Whole(tape), silence + 3, training: false, thoughts);
        heard.ListenToAll(model.Thinker, thoughts);
        var surest = heard.Surest(0, silence);
        Assert.Equal(silence + 3, views.TicksUsed[0]);
        Assert.Equal(heard[surest].Values.ToArray(), last[0].Values.ToArray());

        views.HaltAt = 0;
        model.Run(tape, views, 19, last);
        Assert.Equal(silence + 1, views.TicksUsed[0]);
        Assert.Equal(heard[silence].Values.ToArray(), last[0].Values.ToArray());

        var film = new QamnistTask().Film(study, weights, new Showing(19, Seed: 1) { Size = $"{size}" });
        Assert.InRange(film.Final, silence + 1, silence + 3);
        Assert.Equal(
            (32, 32 * digits, silence, silence + 3),
            (film.Height, film.Width, film.Thought!.Silence, film.Frames.Count));
        // What is looked at in the third and fourth tick lies over the second picture.
        var (across, tick) = (film.Thought.Width, film.Frames[2].Tick!);
        Assert.All(tick.Weights.Index(), weight => Assert.Equal(
            weight.Index % across / (across / digits) == 1, weight.Item > 0));
        Assert.Empty(film.Frames[2 * digits].Tick!.Weights);
    }

    [Fact]
    public void Settings_keep_the_ticks_to_answer_in_and_the_paper_s_plan_its_parameters()
    {
        var task = new QamnistTask();
        Experiment experiment = s_small;
        foreach (var (name, value) in new[] { ("digits", "1"), ("operations", "1"), ("repeats", "1") })
            experiment = task.Settings.Single(setting => setting.Name == name).Apply(experiment, value);
        Assert.Equal(4 + 3, experiment.Open().IterationsToEvaluate);
        var few = task.Settings.Single(setting => setting.Name == "iterations").Apply(experiment, "4");
        Assert.Equal(
            "The ticks to answer a question in must be more than 4, which digits and question take, but is 4.",
            Assert.Throws<ArgumentException>(() => ((QamnistExperiment)few).ToTrain()).Message);
        var paper = task.Presets[0].Plan(task.Models[0].Experiment).Experiment;
        // Beside what is learned lie the means and variances of two batch norms of 64.
        Assert.Equal(2_501_388 + (2 * 2 * 64), paper.Open().Parameters.Count);
    }
}

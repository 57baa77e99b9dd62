using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Parity;
using Concord.Tensors;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class ThoughtCameraTests
{
    private const int Length = 6;

    private static readonly ThinkerSizes _sizes = new()
    {
        Neurons = 16, Width = 8, Heads = 2, PairsOut = 4, PairsAction = 3, Memory = 3, NeuronHidden = 2, Ticks = 5,
    };

    [Fact]
    public void Ticks_hold_what_a_thought_of_the_same_string_holds()
    {
        var experiment = new ParityExperiment
        {
            Options = new ThoughtOptions<ThoughtViews>(ParityStrings.Asks(Length)) { Sizes = _sizes },
        };
        var study = (AgentStudy<ThoughtViews>)experiment.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        var film = new ParityTask().Film(study, weights, new Showing(Iterations: 5, Seed: 1));

        Assert.Equal(5, film.Frames.Count);
        Assert.Equal(
            new ThoughtLayout(1, Length, Heads: 2, Neurons: 16)
            {
                Looking = new SynchronyLayout(3, null), Saying = new SynchronyLayout(4, null),
            },
            film.Thought!.Asking("", [], []));
        using var tape = new Tape(recording: false);
        tape.Bind(study.Parameters, weights);
        var thoughts = new Thoughts();
        var thinker = ((ThoughtModel<ThoughtViews>)study.Model).Thinker;
        float[] shown = [.. film.Input.Select(token => token == 0 ? 1f : -1f)];
        thinker.Think(Scene.Sequence(tape.Input(shown, [1, Length])), 5, training: false, thoughts);
        for (var t = 0; t < 5; t++)
        {
            var tick = film.Frames[t].Tick!;
            Assert.Equal(thoughts[t].Weights!.Values.ToArray(), tick.Weights);
            Assert.Equal(thoughts[t].Done.Values.ToArray(), tick.Neurons);
            Assert.Equal(thoughts[t].Asked!.Values.ToArray(), tick.Looking);
            Assert.Equal(thoughts[t].Saying.Values.ToArray(), tick.Saying);
            var entropies = tick.Chances.Chunk(2).Select(both => both.Sum(p => -p * Math.Log2(p)));
            Assert.Equal(1 - entropies.Average(), tick.Certainty, 1e-5);
            Assert.Equal(film.Frames[t].Answer, film.Thought.Said(tick).Select(parity => (byte)(2 + parity)));
        }
    }

    [Fact]
    public void The_frame_that_counts_holds_the_model_s_answer()
    {
        var question = new Question
        {
            Sight = SightKind.Image, Height = 28, Width = 28, Places = 1, Classes = 10,
        };
        var experiment = new DigitExperiment { Options = new ThoughtOptions<DigitViews>(question) { Sizes = _sizes } };
        var study = (AgentStudy<DigitViews>)experiment.Open();
        using var weights = study.Parameters.Draw(new Rng(2));
        var film = new DigitTask().Film(study, weights, new Showing(Iterations: 5, Seed: 3));

        Assert.Equal((0, 0), (film.Agents.Count, film.Missing.Length));
        Assert.Equal((7, 7), (film.Thought!.Height, film.Thought.Width));
        var reader = new DigitSamples(experiment.Source.Example(3)).Open(1);
        reader.Put(0, 0, variant: 0);
        using var tape = new Tape(recording: false);
        tape.Bind(study.Parameters, weights);
        var last = new Tensor[1];
        study.Model.Run(tape, reader.Read(1), 5, last);
        var logits = last[0].Values[..10].ToArray();
        Assert.Equal(Array.IndexOf(logits, logits.Max()), film.Frames[film.Final - 1].Answer[0]);
        Assert.Equal(
            film.Frames.Max(frame => frame.Tick!.Certainty), film.Frames[film.Final - 1].Tick!.Certainty);
    }
}

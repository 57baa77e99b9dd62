using Concord.Tensors;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>Holds thoughts to those of the official PyTorch code of Darlow et al. 2025.</summary>
public sealed class ThoughtCaseTests
{
    private const float Tight = 1e-4f;

    [Theory]
    [InlineData("deep/")]
    [InlineData("shallow/")]
    public void First_and_last_neurons_think_as_the_original(string part)
    {
        var npz = Npz.Read(SharedData.Require("goldens/ctm/firstlast.npz"));
        var model = new ThoughtCase(npz, part, Pairing.FirstLast, isMaze: false);
        using var tape = new Tape();
        Compare(npz, part, model, Think(tape, model, null, training: true), classes: 2);
    }

    [Fact]
    public void Parity_is_thought_and_learned_as_by_the_original()
    {
        var npz = Npz.Read(SharedData.Require("goldens/ctm/parity.npz"));
        var model = new ThoughtCase(npz, "", Pairing.Random, isMaze: false);
        using var tape = new Tape();
        using var gradients = new Block(model.Parameters.Count);
        var thoughts = Think(tape, model, gradients, training: true);
        Compare(npz, "", model, thoughts, classes: 2);
        var loss = new TickLoss(places: 8, classes: 2);
        Learn(npz, "", model, thoughts, loss, gradients);
    }

    [Theory]
    [InlineData("eval/", false)]
    [InlineData("train/", true)]
    public void Mazes_are_thought_and_learned_as_by_the_original(string part, bool training)
    {
        var npz = Npz.Read(SharedData.Require("goldens/ctm/maze.npz"));
        var model = new ThoughtCase(npz, "", Pairing.RandomPairing, isMaze: true);
        using var tape = new Tape();
        using var gradients = new Block(model.Parameters.Count);
        var thoughts = Think(tape, model, gradients, training);
        Compare(npz, part, model, thoughts, classes: 5);
        var features = ThoughtCase.ChannelsLast(npz[part + "kv_features"]);
        Near(features, thoughts.View.Features.Rows.Values, Tight, "features");
        var loss = new TickLoss(places: 10, classes: 5) { Lookahead = 5 };
        Learn(npz, part, model, thoughts, loss, gradients);
        var ends = npz[part + "mask_end"].Longs();
        for (var s = 0; s < model.Samples; s++)
            Assert.Equal(ends[s], loss.End(s));
        if (training)
            CompareStatistics(model, gradients);
    }

    [Fact]
    public void Decays_out_of_bounds_count_as_the_bound_and_keep_their_gradient()
    {
        var npz = Npz.Read(SharedData.Require("goldens/ctm/parity.npz"));
        var model = new ThoughtCase(npz, "", Pairing.Random, isMaze: false);
        var decays = model.Parameters.Entries.Where(e => e.Name.EndsWith("decay", StringComparison.Ordinal)).ToList();
        foreach (var decay in decays)
            npz[$"clamp/decay_params_{decay.Name.Split('.')[0]}_before"].Floats()
                .CopyTo(model.Weights.Span[decay.Offset..]);
        using var tape = new Tape();
        using var gradients = new Block(model.Parameters.Count);
        var thoughts = Think(tape, model, gradients, training: true);
        var loss = new TickLoss(places: 8, classes: 2);
        var cost = loss.Of(model.Thinker, thoughts, Targets(npz), 1f / model.Samples);
        Assert.Equal(npz["clamp/loss"].Floats()[0], cost.Scalar, 1e-5f);
        tape.Backward(cost);
        foreach (var decay in decays)
        {
            var word = $"decay_params_{decay.Name.Split('.')[0]}";
            Near(npz[$"clamp/grad/{word}"].Floats(), gradients.Span.Slice(decay.Offset, decay.Shape.Size), 1e-3f, word);
            var (least, most) = decay.Bounds!.Value;
            var kept = model.Weights.Span.Slice(decay.Offset, decay.Shape.Size).ToArray();
            Assert.Equal(npz[$"clamp/{word}_after"].Floats(), kept.Select(d => Math.Clamp(d, least, most)));
        }
    }

    private static Thoughts Think(Tape tape, ThoughtCase model, Block? gradients, bool training)
    {
        tape.Bind(model.Parameters, model.Weights, gradients);
        var shown = model.Shown();
        var thoughts = new Thoughts();
        var numbers = tape.Input(shown, [model.Samples, shown.Length / model.Samples]);
        model.Thinker.Think(new(numbers, model.Size), model.Ticks, training, thoughts);
        return thoughts;
    }

    private static void Compare(Npz npz, string part, ThoughtCase model, Thoughts thoughts, int classes)
    {
        var heard = new Utterances(classes);
        heard.ListenToAll(model.Thinker, thoughts);
        Near(npz[part + "kv"].Floats(), thoughts.View.Tokens.Values, Tight, "kv");
        var predictions = npz[part + "predictions"].Floats();
        var certainties = npz[part + "certainties"].Floats();
        for (var t = 0; t < model.Ticks; t++)
        {
            var tick = thoughts[t];
            Near(Row(npz[part + "synch_action"], t), tick.Asked!.Values, Tight, $"action synchrony of tick {t}");
            Near(Row(npz[part + "attention"], t), tick.Weights!.Values, Tight, $"attention of tick {t}");
            Near(Row(npz[part + "attention_out"], t), tick.Read.Values, Tight, $"what is read in tick {t}");
            Near(Row(npz[part + "pre_activations"], t), thoughts.Given[t].Values, Tight, $"the synapse of tick {t}");
            Near(Row(npz[part + "post_activations"], t), tick.Done.Values, Tight, $"the neurons of tick {t}");
            Near(Row(npz[part + "synch_out"], t), tick.Saying.Values, Tight, $"synchrony of tick {t}");
            Near(LastAxis(predictions, model.Ticks, t), heard[t].Values, Tight, $"what is said in tick {t}");
            var sure = LastAxis(certainties, model.Ticks, t);
            for (var s = 0; s < model.Samples; s++)
                Assert.Equal(sure[(2 * s) + 1], heard.Certainty(t, s), 2e-6f);
        }
    }

    private static void Learn(
        Npz npz, string part, ThoughtCase model, Thoughts thoughts, TickLoss loss, Block gradients)
    {
        var cost = loss.Of(model.Thinker, thoughts, Targets(npz), 1f / model.Samples);
        Assert.Equal(npz[part + "loss"].Floats()[0], cost.Scalar, 1e-5f);
        var ticks = npz[part + "tick_loss"].Floats();
        for (var s = 0; s < model.Samples; s++)
        {
            for (var t = 0; t < model.Ticks; t++)
                Assert.Equal(ticks[(s * model.Ticks) + t], loss.Cost(t, s), 1e-5f);
            Assert.Equal(npz[part + "tick_of_least_loss"].Longs()[s], loss.Ticks(s).Best);
            Assert.Equal(npz[part + "tick_of_most_certainty"].Longs()[s], loss.Ticks(s).Surest);
        }
        cost.Tape.Backward(cost);
        foreach (var entry in model.Parameters.Entries.Where(entry => !entry.IsStatistic))
        {
            // Exactly zero in the original's arithmetic too, but for rounding: a key's bias moves all scores alike.
            if (entry.Name == "sight.attention.key.bias")
                continue;
            var expected = model.Take($"{part}grad/", entry);
            var actual = gradients.Span.Slice(entry.Offset, entry.Shape.Size);
            Near(expected, actual, 1e-4f * expected.Max(Math.Abs), $"gradient of {entry.Name}");
        }
    }

    // A training pass leaves how far the running statistics should move.
    private static void CompareStatistics(ThoughtCase model, Block gradients)
    {
        foreach (var entry in model.Parameters.Entries.Where(entry => entry.IsStatistic))
        {
            var after = model.Take("train/after/", entry);
            var held = model.Weights.Span.Slice(entry.Offset, entry.Shape.Size).ToArray();
            var moved = gradients.Span.Slice(entry.Offset, entry.Shape.Size).ToArray();
            Near(after, [.. held.Zip(moved, (h, m) => h + m)], 1e-4f, entry.Name);
            Assert.Contains(moved, m => Math.Abs(m) > 1e-4f);
        }
    }

    private static int[] Targets(Npz npz) => [.. npz["target"].Longs().Select(target => (int)target)];

    private static float[] Row(NpyArray array, int index)
    {
        var numbers = array.Floats();
        var size = numbers.Length / array.Shape[0];
        return numbers.AsSpan(index * size, size).ToArray();
    }

    private static float[] LastAxis(float[] numbers, int extent, int index) =>
        [.. Enumerable.Range(0, numbers.Length / extent).Select(i => numbers[(i * extent) + index])];

    private static void Near(float[] expected, ReadOnlySpan<float> actual, float tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var worst = 0f;
        for (var i = 0; i < expected.Length; i++)
            worst = Math.Max(worst, float.IsFinite(actual[i]) ? Math.Abs(expected[i] - actual[i]) : float.MaxValue);
        Assert.True(worst <= tolerance, $"{what} differs by {worst:g3}, more than {tolerance:g3}");
    }
}

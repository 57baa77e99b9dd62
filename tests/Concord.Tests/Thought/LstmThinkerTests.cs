using Concord.Tensors;
using Concord.Tests.Reference;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Thought;

public sealed class LstmThinkerTests
{
    private const int Width = 3, Hidden = 5, Ticks = 4, Samples = 2;

    [Fact]
    public void Layers_feed_each_other_and_the_last_one_speaks()
    {
        var parameters = new Parameters();
        var model = new LstmThinker(parameters, new() { Hidden = Hidden, Layers = 2 }, new WholeReader(Width), 2);
        using var weights = parameters.Draw(new Rng(2));
        float[] shown = [0.5f, -1, 2, 0.1f, 1, -3];
        using var tape = new Tape();
        tape.Bind(parameters, weights);
        var thoughts = new Thoughts();
        model.Think(Scene.Sequence(tape.Input(shown, [Samples, Width])), Ticks, training: false, thoughts);

        double[] Of(string name) =>
            [.. weights.Span.Slice(Entry(name).Offset, Entry(name).Shape.Size).ToArray().Select(x => (double)x)];
        Parameter Entry(string name) => parameters.Entries.Single(entry => entry.Name == name);
        double[] Repeated(string name) => [.. Of(name), .. Of(name)];

        double[][] h = [Repeated("lstm0.start"), Repeated("lstm1.start")];
        double[][] c = [Repeated("lstm0.memory"), Repeated("lstm1.memory")];
        for (var tick = 0; tick < Ticks; tick++)
        {
            double[] up = [.. shown];
            for (var i = 0; i < 2; i++)
            {
                var below = Layers.Dense(
                    up, Of($"lstm{i}.below.kernel"), Of($"lstm{i}.below.bias"), up.Length / Samples, x => x);
                var before = Layers.Dense(
                    h[i], Of($"lstm{i}.before.kernel"), Of($"lstm{i}.before.bias"), Hidden, x => x);
                var sums = Entries.Combine(below, 1, before, 1);
                c[i] = Thinking.Remember(sums, c[i], Hidden);
                up = h[i] = Thinking.Show(sums, c[i], Hidden);
            }
            for (var j = 0; j < up.Length; j++)
                Assert.Equal(up[j], thoughts.Saying[tick].Values[j], 1e-6);
        }
        var said = Layers.Dense(h[1], Of("say.kernel"), Of("say.bias"), Hidden, x => x);
        Assert.Equal(said[0], model.Say(thoughts.Saying[^1]).Values[0], 1e-6);
    }

    [Fact]
    public void It_looks_with_what_was_shown_last()
    {
        var parameters = new Parameters();
        var sight = new Sight(
            parameters, BackboneKind.Signs.Build(parameters, new(1, 6, 1), 4), PlaceKind.Turning, 4, 2);
        var model = new LstmThinker(parameters, new() { Hidden = Hidden, Layers = 2 }, sight, 2);
        using var weights = parameters.Draw(new Rng(2));
        using var tape = new Tape();
        tape.Bind(parameters, weights);
        var thoughts = new Thoughts();
        var shown = Scene.Sequence(tape.Input([1, -1, 1, 1, -1, -1], [1, 6]));
        model.Think(shown, Ticks, training: false, thoughts, ticks => ticks == 3);
        Assert.Equal(3, thoughts.Count);
        Assert.Equal(thoughts[1].Done.Values.ToArray(), thoughts[2].Asked!.Values.ToArray());
        Assert.Equal(Shape.Of([1, 2, 6]), thoughts[2].Weights!.Shape);
    }
}

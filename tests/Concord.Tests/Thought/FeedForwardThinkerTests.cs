using Concord.Tensors;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Thought;

public sealed class FeedForwardThinkerTests
{
    [Fact]
    public void It_thinks_once_about_the_mean_of_all_places()
    {
        var parameters = new Parameters();
        var model = new FeedForwardThinker(
            parameters, BackboneKind.Signs.Build(parameters, new(1, 4, 1), 3), hidden: 8, outputs: 2);
        using var weights = parameters.Draw(new Rng(5));
        using var tape = new Tape();
        tape.Bind(parameters, weights);
        var thoughts = new Thoughts();
        var shown = Scene.Sequence(tape.Input([1, -1, -1, -1, 1, 1, 1, 1], [2, 4]));
        model.Think(shown, ticks: 20, training: true, thoughts);
        Assert.Equal(1, thoughts.Count);
        var table = weights.Span[..6];
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(((3 * table[c]) + table[3 + c]) / 4, thoughts[0].Read.Values[c], 1e-6f);
            Assert.Equal(table[3 + c], thoughts[0].Read.Values[3 + c], 1e-6f);
        }
        Assert.Equal(-1, thoughts.Saying[0].Values.IndexOfAnyInRange(float.NegativeInfinity, -float.Epsilon));
        Assert.Equal(Shape.Of([2, 2]), model.Say(thoughts.Saying[0]).Shape);
    }
}

using Concord.Tensors;
using Concord.Tests.Reference;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Thought;

public sealed class SpellingLossTests
{
    [Fact]
    public void All_ticks_spell_together_and_a_step_against_the_slope_costs_less()
    {
        const int Samples = 2, Ticks = 5, Classes = 3;
        var parameters = new Parameters();
        var sizes = new ThinkerSizes { Neurons = 8, PairsOut = 4, Memory = 3 };
        var model = new Thinker(parameters, sizes, new WholeReader(2), Classes);
        using var weights = parameters.Draw(new Rng(3));
        using var gradients = new Block(parameters.Count);
        int[] targets = [0, 1, 1, 0];
        using var tape = new Tape();
        var thoughts = new Thoughts();
        var loss = new SpellingLoss();
        var cost = Cost();
        var logits = Enumerable.Range(0, Ticks)
            .Select(tick => model.Say(thoughts.Saying[tick]).Values.ToArray().Chunk(Classes).ToArray()).ToList();
        double Slow(int sample) => Spelling.Cost(
            [.. logits.SelectMany(tick => tick[sample]).Select(x => (double)x)], Classes,
            targets[(2 * sample)..((2 * sample) + 2)]) / 2;
        Assert.Equal((Slow(0) + Slow(1)) / Samples, cost.Scalar, 1e-5);

        tape.Backward(cost);
        var before = cost.Scalar;
        for (var i = 0; i < weights.Length; i++)
            weights.Span[i] -= 0.01f * gradients.Span[i];
        Assert.InRange(Cost().Scalar, 0, before - 1e-4f);

        Tensor Cost()
        {
            tape.Reset();
            tape.Bind(parameters, weights, gradients);
            model.Think(Scene.Sequence(tape.Input([2, 1, -1, 3], [Samples, 2])), Ticks, training: true, thoughts);
            return loss.Of(model, thoughts, targets, 1f / Samples);
        }
    }
}

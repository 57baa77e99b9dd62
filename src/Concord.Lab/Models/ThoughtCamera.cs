using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>A thought while it happens, for whoever watches.</summary>
/// <param name="Thinker">Who thinks.</param>
/// <param name="Question">What is shown and asked.</param>
/// <param name="Thoughts">What happened in every tick so far.</param>
/// <param name="Heard">What was said in every tick so far.</param>
internal sealed record Thinking(IThinker Thinker, Question Question, Thoughts Thoughts, Utterances Heard);

/// <summary>Keeps what a film shows of the first sample of a thought.</summary>
internal static class ThoughtCamera
{
    /// <summary>Copies a tick, counted from 0.</summary>
    public static ThoughtTick Take(Thinking thinking, int tick)
    {
        var (heard, happened) = (thinking.Heard, thinking.Thoughts[tick]);
        var chances = First(heard[tick]);
        for (var at = 0; at < chances.Length; at += thinking.Question.Choices)
        {
            var place = chances.AsSpan(at, thinking.Question.Choices);
            Softmax.Probabilities(place, place);
        }
        return new ThoughtTick(
            heard.Certainty(tick, 0), chances, Spread(thinking, First(happened.Weights), tick), First(happened.Done),
            First(happened.Asked), First(happened.Saying));

        // A tick may lack parts: without places to choose from nothing is asked.
        float[] First(Tensor? all) => all == null ? [] : all.Values[..(all.Shape.Size / heard.Samples)].ToArray();
    }

    // Where images are shown one after the other, the film has them side by side and this one is looked at.
    private static float[] Spread(Thinking thinking, float[] weights, int tick)
    {
        if (thinking.Question.Script is not { } script || weights.Length == 0)
            return weights;
        var (width, shown) = (thinking.Thoughts.View.Features.Width, tick / script.Repeats);
        var spread = new float[weights.Length * script.Images];
        for (var row = 0; row < weights.Length / width; row++)
            weights.AsSpan(row * width, width).CopyTo(spread.AsSpan(((row * script.Images) + shown) * width));
        return spread;
    }

    /// <summary>What the numbers of the ticks stand for; needs one tick to have happened.</summary>
    public static ThoughtLayout Lay(Thinking thinking)
    {
        var (thoughts, first) = (thinking.Thoughts, thinking.Thoughts[0]);
        var sizes = (thinking.Thinker as Thinker)?.Sizes is { HasSynchrony: true } known ? known : null;
        var weights = Enumerable.Range(0, thoughts.Count).Select(tick => thoughts[tick].Weights)
            .FirstOrDefault(weights => weights != null);
        var features = weights == null ? default : thoughts.View.Features;
        return new ThoughtLayout(
            features.Height, features.Width * (thinking.Question.Script?.Images ?? 1), weights?.Shape[1] ?? 0,
            first.Done.Shape.Columns)
        {
            Silence = thinking.Question.Silence,
            Looking = sizes != null && first.Asked != null ? Of(sizes.PairsAction) : null,
            Saying = sizes != null ? Of(sizes.PairsOut) : null,
        };

        SynchronyLayout Of(int j) => new(sizes.Pairs(j), sizes.Pairing == Pairing.RandomPairing ? null : j);
    }
}

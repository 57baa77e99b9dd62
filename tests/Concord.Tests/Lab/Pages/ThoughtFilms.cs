using Concord.Lab;

namespace Concord.Tests.Lab.Pages;

/// <summary>Small films of models that think for three ticks and are surest in the second.</summary>
internal static class ThoughtFilms
{
    public const int Ticks = 3, Heads = 2, Neurons = 40;

    /// <summary>A string of six whose last place is wrong in the surest tick; a triangle of synchrony.</summary>
    /// <param name="side">J of the pairs.</param>
    public static Film Line(int side = 3)
    {
        byte[] input = [0, 1, 1, 0, 1, 0], right = [2, 3, 2, 2, 3, 3];
        var layout = new SynchronyLayout(side * (side + 1) / 2, side);
        return new Film(
            "a string", 1, 6, input, right, [], [], [],
            [.. Frames(6, 6, layout.Pairs, (tick, place) => right[place] - 2 == 1 && (tick > 0 || place < 3) ? 1 : 0)
                .Select((frame, tick) => tick == 1 ? Flip(frame, 5) : frame)
                .Select(frame => frame with { Right = frame.Answer.SequenceEqual(right) })])
        {
            Look = FilmLook.Line,
            Tokens = ["+1", "-1", "even", "odd"],
            Thought = new ThoughtLayout(1, 6, Heads, Neurons) { Looking = layout, Saying = layout }
                .Asking("position", ["even", "odd"], [.. right.Select(token => token - 2)]),
        };
    }

    /// <summary>A corridor whose route is walked, with pairs drawn one by one.</summary>
    public static Film Route()
    {
        var film = SampleFilms.Film(Ticks);
        var layout = new SynchronyLayout(5, null);
        return film with
        {
            Agents = [],
            Missing = [],
            Edges = [],
            Frames = [.. Frames(4, 2, 5, (_, _) => 3).Zip(film.Frames, (frame, old) => frame with
            {
                Answer = old.Answer, Route = new WalkedRoute([5, 6, 7], [(7, -1, 0)]),
            })],
            Thought = new ThoughtLayout(1, 2, Heads, Neurons) { Looking = layout, Saying = layout }
                .Asking("step", ["up", "down", "left", "right", "wait"], [3, 3, 3, 3]),
        };
    }

    /// <summary>A digit, seen by a model without synchrony or places to look at.</summary>
    public static Film Digit(byte? label = 7)
    {
        var film = SampleFilms.Grey(label);
        return film with
        {
            Agents = [],
            Missing = [],
            Edges = [],
            Frames = [.. Frames(1, 0, 0, (_, _) => 1).Take(2).Zip(film.Frames, (frame, old) => frame with
            {
                Answer = old.Answer, Right = old.Right,
                Tick = frame.Tick! with { Chances = old.Ballot!.Shares, Neurons = [] },
                Ballot = new Ballot([], [], old.Ballot.Shares),
            })],
            Thought = new ThoughtLayout(0, 0, 0, 0).Asking("digit", film.Tokens, label is { } digit ? [digit] : []),
        };
    }

    // The first head reads place 0 alone, the others all alike; neuron n goes from 0 to n and to 0.
    private static IEnumerable<Frame> Frames(int places, int looked, int pairs, Func<int, int, int> said)
    {
        for (var tick = 0; tick < Ticks; tick++)
        {
            var classes = places == 4 ? 5 : 2;
            var chances = new float[places * classes];
            for (var place = 0; place < places; place++)
                chances[(place * classes) + said(tick, place)] = 0.75f;
            var up = tick == 1 ? 1f : 0;
            float[] weights =
                [.. Enumerable.Range(0, Heads * looked).Select(i => i == 0 ? 1 : i < looked ? 0 : 1f / looked)];
            float[] synchrony = [.. Enumerable.Range(0, pairs).Select(pair => pair * (tick - 1f))];
            byte[] answer = [.. Enumerable.Range(0, places).Select(place => (byte)(said(tick, place) + 2))];
            yield return new Frame(answer, false, [], [], [])
            {
                Tick = new ThoughtTick(
                    tick == 1 ? 0.9f : 0.5f, chances, weights,
                    [.. Enumerable.Range(0, Neurons).Select(n => n * up)], synchrony, synchrony),
            };
        }
    }

    private static Frame Flip(Frame frame, int place)
    {
        frame.Answer[place] = (byte)(5 - frame.Answer[place]);
        var chances = frame.Tick!.Chances.AsSpan(2 * place, 2);
        (chances[0], chances[1]) = (chances[1], chances[0]);
        return frame;
    }
}

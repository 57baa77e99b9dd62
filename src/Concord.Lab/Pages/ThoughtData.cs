using System.Text.Json;
using Concord.Tensors;

namespace Concord.Lab.Pages;

/// <summary>The ticks of a film as the JSON that the script of its page reads.</summary>
/// <remarks>Of many heads, neurons and pairs only some are carried, so that a page stays small.</remarks>
internal static class ThoughtData
{
    /// <summary>How many heads a page shows.</summary>
    public const int MostHeads = 16;

    /// <summary>How many neurons a page shows.</summary>
    public const int MostNeurons = 36;

    /// <summary>How many neurons wide a triangle of pairs is at most.</summary>
    public const int MostSide = 64;

    /// <summary>How many single pairs a page shows.</summary>
    public const int MostPairs = 1024;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Refuses a film whose ticks do not fit their layout.</summary>
    /// <exception cref="ArgumentException">Which part has the wrong number of entries.</exception>
    public static void Check(Film film, ThoughtLayout thought)
    {
        Require.That(film.Frames is [{ Tick: not null }, ..], "A film of a thought", "must begin with a tick", "none");
        Require.Within(thought.Classes.Count, 2, 256, "The classes of a film of a thought");
        var chances = film.Frames[0].Tick!.Chances.Length / thought.Classes.Count * thought.Classes.Count;
        foreach (var frame in film.Frames)
        {
            var tick = frame.Tick;
            Require.That(tick != null, "The tick of a frame", "must be there", "missing");
            Require.Length<float>(tick!.Chances, chances, "The chances of a tick");
            if (tick.Weights.Length > 0)
                Require.Length<float>(
                    tick.Weights, thought.Heads * thought.Height * thought.Width, "The weights of a tick");
            Require.Length<float>(tick.Neurons, thought.Neurons, "The neurons of a tick");
            Require.Length<float>(tick.Looking, thought.Looking?.Pairs ?? tick.Looking.Length, "What looks in a tick");
            Require.Length<float>(tick.Saying, thought.Saying?.Pairs ?? tick.Saying.Length, "What is said in a tick");
            if (tick.Right is { } right)
                Require.Length<int>([.. right], thought.Right.Count, "The right classes of a tick");
            foreach (var pixel in (frame.Route?.Pixels ?? []).Concat(frame.Route?.Bumps.Select(b => b.Pixel) ?? []))
                Require.Within(pixel, 0, film.Input.Length - 1, "A pixel of a route");
        }
        if (thought.Right.Count > 0)
            Require.Length<int>([.. thought.Right], chances / thought.Classes.Count, "The right classes of a film");
    }

    /// <summary>The JSON, safe inside a script element: no character of it can end one.</summary>
    public static string Json(Film film, ThoughtLayout thought)
    {
        var ticks = film.Frames.Select(frame => frame.Tick!).ToList();
        var places = ticks[0].Chances.Length / thought.Classes.Count;
        var looked = thought.Height * thought.Width;
        var heads = Math.Min(MostHeads, thought.Heads);
        var moving = Moving(ticks, thought.Neurons);
        return JsonSerializer.Serialize(new
        {
            thought.Height,
            thought.Width,
            Heads = heads,
            thought.Place,
            Places = places,
            thought.Classes,
            Right = thought.Right.Count == 0 ? null : thought.Right,
            Rights = ticks.Any(tick => tick.Right != null)
                ? Convert.ToBase64String(
                    [.. ticks.SelectMany(tick => tick.Right ?? thought.Right).Select(right => (byte)right)])
                : null,
            Surest = film.Final,
            thought.IsSpelled,
            Certainty = ticks.Select(tick => Math.Round(Part(tick.Certainty), 4)),
            Said = Convert.ToBase64String([.. ticks.SelectMany(thought.Said)]),
            Sure = Bytes(ticks.SelectMany(tick => tick.Chances.Chunk(thought.Classes.Count).Select(all => all.Max()))),
            Chances = places == 1 ? Bytes(ticks.SelectMany(tick => tick.Chances)) : null,
            Weights = heads * looked == 0 ? null
                : RootCodes.Of([.. ticks.SelectMany(
                    tick => tick.Weights.Concat(Enumerable.Repeat(0f, heads * looked)).Take(heads * looked))]),
            Moving = moving,
            Neurons = RootCodes.Of([.. ticks.SelectMany(tick => moving.Select(neuron => tick.Neurons[neuron]))]),
            Looking = Synchrony(thought.Looking, tick => tick.Looking, ticks),
            Saying = Synchrony(thought.Saying, tick => tick.Saying, ticks),
            Routes = film.Frames.All(frame => frame.Route != null)
                ? film.Frames.Select(frame => new
                {
                    frame.Route!.Pixels,
                    Bumps = frame.Route.Bumps.SelectMany(bump => new[] { bump.Pixel, bump.Down, bump.Right }),
                })
                : null,
        }, Options);
    }

    // Those that move most, in the order of their numbers.
    private static int[] Moving(List<ThoughtTick> ticks, int neurons)
    {
        return [.. Enumerable.Range(0, neurons).OrderByDescending(Movement).Take(MostNeurons).Order()];

        double Movement(int neuron)
        {
            var mean = ticks.Average(tick => (double)tick.Neurons[neuron]);
            var sum = ticks.Sum(tick => Math.Pow(tick.Neurons[neuron] - mean, 2));
            return double.IsFinite(sum) ? sum : 0;
        }
    }

    private static object? Synchrony(
        SynchronyLayout? layout, Func<ThoughtTick, float[]> which, List<ThoughtTick> ticks)
    {
        if (layout == null)
            return null;
        int[] shown = [.. Enumerable.Range(0, Math.Min(MostPairs, layout.Pairs))];
        int? side = null;
        if (layout.Side is { } all)
        {
            // Row i of the triangle begins after those of all, all − 1, … pairs.
            side = Math.Min(MostSide, all);
            shown = [.. from i in Enumerable.Range(0, side.Value)
                from j in Enumerable.Range(i, side.Value - i)
                select (i * all) - (i * (i - 1) / 2) + j - i];
        }
        var codes = RootCodes.Of([.. ticks.SelectMany(tick => shown.Select(pair => which(tick)[pair]))]);
        return new { Side = side, Pairs = shown.Length, codes.Largest, codes.Codes };
    }

    private static string Bytes(IEnumerable<float> parts) =>
        Convert.ToBase64String([.. parts.Select(part => (byte)Math.Round(255 * Part(part)))]);

    private static double Part(float part) => float.IsFinite(part) ? Math.Clamp(part, 0, 1) : 0;
}

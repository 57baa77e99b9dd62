using System.Text.Json;
using Concord.Lab;
using Concord.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Pages;

public sealed class ThoughtPageTests
{
    [Fact]
    public void A_page_is_sound_whatever_is_looked_at()
    {
        Film[] films = [ThoughtFilms.Line(), ThoughtFilms.Route(), ThoughtFilms.Digit(), ThoughtFilms.Digit(null)];
        foreach (var film in films)
        {
            var page = FilmPage.Render(film);
            Html.IsSound(page, scripts: 3);
            Assert.DoesNotContain("agent", Html.Markup(page).Replace("id=\"agent\"", ""));
        }
    }

    [Fact]
    public void A_film_without_a_thought_has_the_page_it_had()
    {
        var markup = Html.Markup(FilmPage.Render(SampleFilms.Film(3)));
        Assert.DoesNotContain("thought", markup);
        Assert.DoesNotContain("tick", markup);
        Assert.Contains("aria-label=\"Iteration\"", markup);
        Assert.Contains("aria-label=\"The agents\"", markup);
    }

    [Fact]
    public void The_embedded_ticks_are_the_films()
    {
        var film = ThoughtFilms.Line();
        var data = Data(film);
        var ticks = film.Frames.Select(frame => frame.Tick!).ToList();

        Assert.Equal(2, data.GetProperty("surest").GetInt32());
        Assert.Equal([0.5, 0.9, 0.5], Numbers(data.GetProperty("certainty")));
        Assert.Equal(
            film.Frames.SelectMany(frame => frame.Answer).Select(token => (byte)(token - 2)),
            data.GetProperty("said").GetBytesFromBase64());
        Assert.All(data.GetProperty("sure").GetBytesFromBase64(), sure => Assert.Equal(191, sure));
        Same(ticks.SelectMany(tick => tick.Weights), data.GetProperty("weights"));
        Same(ticks.SelectMany(tick => tick.Saying), data.GetProperty("saying"));
        // Neuron 0 never moves; the 36 that move most are the last.
        Assert.Equal(Enumerable.Range(4, 36).Select(n => (double)n), Numbers(data.GetProperty("moving")));
        Same(ticks.SelectMany(tick => tick.Neurons[4..]), data.GetProperty("neurons"));
    }

    [Fact]
    public void Of_a_large_triangle_the_first_neurons_are_shown()
    {
        var film = ThoughtFilms.Line(side: 70);
        foreach (var frame in film.Frames)
            Array.Clear(frame.Tick!.Saying);
        // Row 1 begins with the pair (1, 1), behind the 70 pairs of row 0 of which 64 are shown.
        film.Frames[2].Tick!.Saying[70] = 1;
        var block = Data(film).GetProperty("saying");
        const int Pairs = 64 * 65 / 2;
        Assert.Equal((64, Pairs), (block.GetProperty("side").GetInt32(), block.GetProperty("pairs").GetInt32()));
        Assert.Equal((2 * Pairs) + 64, Array.IndexOf(Decode(block), 1.0));
    }

    [Fact]
    public void A_route_carries_the_walk_and_where_it_bumps()
    {
        var film = ThoughtFilms.Route();
        var routes = Data(film).GetProperty("routes");
        Assert.Equal(3, routes.GetArrayLength());
        Assert.Equal([5, 6, 7], Numbers(routes[1].GetProperty("pixels")));
        Assert.Equal([7, -1, 0], Numbers(routes[1].GetProperty("bumps")));
        Assert.Contains("id=\"show-route\"", FilmPage.Render(film));
    }

    [Fact]
    public void The_surest_tick_counts()
    {
        Assert.Equal(
            "Surest after tick 2 of 3, at 90 %: 1 of 6 positions is wrong.",
            FilmText.Verdict(ThoughtFilms.Line()));
        Assert.Equal(
            "Surest after tick 2 of 2, at 90 %: called 7; what it is, is not known here.",
            FilmText.Verdict(ThoughtFilms.Digit(null)));
        Assert.Equal("6 positions · 40 neurons · 2 heads · 3 ticks", FilmText.Facts(ThoughtFilms.Line()));
    }

    [Fact]
    public void What_is_not_finite_is_carried_as_such()
    {
        var film = ThoughtFilms.Line();
        film.Frames[0].Tick!.Neurons[39] = float.NaN;
        film.Frames[1].Tick!.Saying[0] = float.PositiveInfinity;
        film.Frames[1].Tick!.Weights[0] = float.NaN;
        Html.IsSound(FilmPage.Render(film), scripts: 3);
        Assert.True(double.IsNaN(Decode(Data(film).GetProperty("saying"))[6]));
    }

    [Fact]
    public void A_large_thought_stays_under_a_megabyte()
    {
        var film = ThoughtFilms.Line();
        var layout = new SynchronyLayout(300 * 301 / 2, 300);
        var tick = new ThoughtTick(
            0.5f, new float[12], new float[16 * 144], new float[2048], new float[layout.Pairs],
            new float[layout.Pairs]);
        film = film with
        {
            Frames = [.. Enumerable.Repeat(film.Frames[0] with { Tick = tick }, 75)],
            Thought = film.Thought! with
            {
                Height = 12, Width = 12, Heads = 16, Neurons = 2048, Looking = layout, Saying = layout,
            },
        };
        Assert.InRange(FilmPage.Render(film).Length, 100_000, 1_000_000);
    }

    [Fact]
    public void A_film_whose_ticks_do_not_fit_is_refused_by_name()
    {
        var film = ThoughtFilms.Line();
        Refused(
            film with { Frames = [film.Frames[0], film.Frames[1] with { Tick = null }] },
            "The tick of a frame must be there, but is missing.");
        Refused(
            film with { Thought = film.Thought! with { Heads = 3 } },
            "The weights of a tick must have 18 entries, but is 12.");
        Refused(
            film with { Thought = film.Thought! with { Right = [1] } },
            "The right classes of a film must have 6 entries, but is 1.");

        static void Refused(Film film, string sentence) =>
            Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => FilmPage.Render(film)).Message);
    }

    private static JsonElement Data(Film film) => Html.Data(FilmPage.Render(film), "thought-data");

    private static IEnumerable<double> Numbers(JsonElement list) => list.EnumerateArray().Select(n => n.GetDouble());

    // Written from the format's description, not from the encoder.
    private static double[] Decode(JsonElement block)
    {
        var largest = block.GetProperty("largest").GetDouble();
        return [.. block.GetProperty("codes").GetBytesFromBase64().Select(code =>
            code == 0 ? double.NaN : largest * Math.Sign(code - 128) * Math.Pow((code - 128) / 127.0, 2))];
    }

    // Half a level of 127 in the root is at most a hundredth of the largest.
    private static void Same(IEnumerable<float> expected, JsonElement block)
    {
        var (numbers, actual) = (expected.ToList(), Decode(block));
        Assert.Equal(numbers.Count, actual.Length);
        for (var i = 0; i < actual.Length; i++)
            Assert.Equal(numbers[i], actual[i], block.GetProperty("largest").GetDouble() / 100);
    }
}

using Concord.Lab;
using Concord.Lab.Pages;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Pages;

public sealed class FilmPageTests
{
    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, true, false)]
    [InlineData(1, false, true)]
    [InlineData(12, true, true)]
    [InlineData(12, false, false)]
    public void A_page_is_sound_whatever_the_film_has_or_lacks(int iterations, bool hasTarget, bool isOneMissing)
    {
        Html.IsSound(FilmPage.Render(SampleFilms.Film(iterations, hasTarget, isOneMissing)), scripts: 2);
    }

    [Fact]
    public void A_board_carries_what_its_agents_see_and_where_they_meet()
    {
        var page = FilmPage.Render(SampleFilms.Board());
        Html.IsSound(page, scripts: 2);
        var data = Html.Data(page);
        Assert.Equal("cell", data.GetProperty("place").GetString());
        Assert.Equal([0, 1], data.GetProperty("meetings").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal("column 1", data.GetProperty("names")[1].GetString());
        Assert.Equal(10, data.GetProperty("sees")[2][1].GetInt32());
        Assert.StartsWith("9×9 cells · ", FilmText.Facts(SampleFilms.Board()));
        Assert.Contains("Blank cells that are filled rightly", page);
        Assert.Contains("function drawCell", page);
        Assert.DoesNotContain("function drawPixel", page);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_image_carries_what_every_agent_calls_it(bool isKnown)
    {
        var film = SampleFilms.Grey(isKnown ? (byte)7 : null);
        var page = FilmPage.Render(film);
        Html.IsSound(page, scripts: 2);
        var ballot = Html.Data(page).GetProperty("ballot");
        Assert.Equal(
            film.Frames.SelectMany(frame => frame.Ballot!.Calls), ballot.GetProperty("calls").GetBytesFromBase64());
        Assert.Equal(16, ballot.GetProperty("certainty").GetBytesFromBase64()[0]);
        Assert.Equal(0.75, ballot.GetProperty("shares")[17].GetDouble());
        Assert.Equal(
            "12×12 pixels · 16 agents, 1 missing · 1 edge · 2 iterations · drawn digits", FilmText.Facts(film));
        Assert.Equal(isKnown, page.Contains("its mean probability"));
        Assert.DoesNotContain("primal residual", Html.Markup(page), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_film_without_states_of_agents_has_an_answer_and_no_residuals()
    {
        var film = SampleFilms.Film(3);
        film = film with
        {
            Frames = [.. film.Frames.Select(frame => frame with { Primal = [], Dual = [], Disagreement = [] })],
        };
        var page = FilmPage.Render(film);
        Html.IsSound(page, scripts: 2);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, Html.Data(page).GetProperty("primal").ValueKind);
        Assert.Contains("Right pixels", page);
        Assert.DoesNotContain("residual", Html.Markup(page));
        Assert.DoesNotContain("id=\"heat\"", page);
    }

    [Fact]
    public void A_title_or_token_cannot_become_markup_or_script()
    {
        const string Attack = "</script><script>alert(1)</script><img src=x onerror=\"alert(2)\"> & more";
        var film = SampleFilms.Film(2, title: Attack) with
        {
            Tokens = ["pad", Attack, "empty", "start", "goal", Attack],
        };

        var page = FilmPage.Render(film);

        Html.IsSound(page, scripts: 2);
        Assert.DoesNotContain("<img", page);
        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.Equal(Attack, Html.Data(page).GetProperty("tokens")[5].GetString());
    }

    [Fact]
    public void The_embedded_residuals_are_the_films_to_three_digits()
    {
        var film = SampleFilms.Film(12);
        var data = Html.Data(FilmPage.Render(film));

        Same(film.Frames.SelectMany(f => f.Primal), Html.Decode(data.GetProperty("primal")));
        Same(film.Frames.SelectMany(f => f.Dual), Html.Decode(data.GetProperty("dual")));
        Same(film.Frames.SelectMany(f => f.Disagreement), Html.Decode(data.GetProperty("disagreement")));
    }

    [Fact]
    public void The_embedded_pixels_agents_and_edges_are_the_films()
    {
        var film = SampleFilms.Film(4, isOneMissing: true);
        var data = Html.Data(FilmPage.Render(film));

        Assert.Equal(film.Input, data.GetProperty("input").GetBytesFromBase64());
        Assert.Equal(film.Target, data.GetProperty("target").GetBytesFromBase64());
        Assert.Equal(film.Frames.SelectMany(f => f.Answer), data.GetProperty("answers").GetBytesFromBase64());
        Assert.Equal([1, 0, 1, 2, 1, 4], data.GetProperty("agents").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal([0, 1, 1, 2], data.GetProperty("edges").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(1, Assert.Single(data.GetProperty("missing").EnumerateArray()).GetInt32());
        Assert.Equal("0011", data.GetProperty("right").GetString());
    }

    [Fact]
    public void Residuals_of_a_missing_agent_count_for_nothing()
    {
        var film = SampleFilms.Film(2, isOneMissing: true);
        film.Frames[0].Primal[1] = film.Frames[1].Primal[1] = 1e6f;

        var page = FilmPage.Render(film);

        Assert.Equal(0, Html.Decode(Html.Data(page).GetProperty("primal"))[1]);
        Assert.DoesNotContain("10⁶", page);
        Assert.Contains("3 agents, 1 missing", page);
    }

    [Fact]
    public void What_is_not_finite_is_carried_as_such_and_breaks_no_curve()
    {
        var film = SampleFilms.Film(3);
        film.Frames[1].Primal[0] = float.NaN;
        film.Frames[2].Dual[0] = float.PositiveInfinity;

        var page = FilmPage.Render(film);

        Html.IsSound(page, scripts: 2);
        Assert.True(double.IsNaN(Html.Decode(Html.Data(page).GetProperty("primal"))[3]));
    }

    [Fact]
    public void A_film_without_disagreements_has_no_scale_for_them()
    {
        var film = SampleFilms.Film(3);
        film = film with { Frames = [.. film.Frames.Select(f => f with { Disagreement = [] })] };

        var page = FilmPage.Render(film);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, Html.Data(page).GetProperty("disagreement").ValueKind);
        Assert.DoesNotContain("disagreement on an edge", page);
    }

    [Fact]
    public void A_large_film_stays_under_a_megabyte()
    {
        const int Side = 18, Pixels = 37 * 37, Iterations = 100;
        var random = new Concord.Tensors.Rng(1);
        var agents = Enumerable.Range(0, Side * Side).Select(a => (2 * (a / Side), 2 * (a % Side))).ToList();
        var edges = Enumerable.Range(0, 1190).Select(e => (e % agents.Count, (e + 1) % agents.Count)).ToList();
        float[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.Uniform())];
        Frame Any(int k) => new(new byte[Pixels], false, Some(agents.Count), Some(agents.Count), Some(edges.Count));
        var missing = new bool[agents.Count];
        Frame[] frames = [.. Enumerable.Range(0, Iterations).Select(Any)];
        var film = new Film("large", 37, 37, new byte[Pixels], new byte[Pixels], agents, missing, edges, frames)
        {
            Tokens = ["empty"],
        };

        Assert.InRange(FilmPage.Render(film).Length, 100_000, 1_000_000);
    }

    [Fact]
    public void A_film_whose_parts_do_not_fit_is_refused_by_name()
    {
        var film = SampleFilms.Film(2);
        Refused(film with { Input = [1] }, "The input of a film must have 15 entries, but is 1.");
        Refused(film with { Target = [1] }, "The target of a film must have 15 entries, but is 1.");
        Refused(film with { Missing = [] }, "The list of missing agents of a film must have 3 entries, but is 0.");
        Refused(film with { Edges = [(0, 3)] }, "An edge of a film must join two of its agents, but is (0, 3).");
        Refused(film with { Frames = [film.Frames[0] with { Dual = [1] }] },
            "The dual residuals of a frame must have 3 entries, but is 1.");
        Refused(film with { Meetings = [0] }, "The meetings on the edges of a film must have 2 entries, but is 1.");
        Refused(film with { Meetings = [0, 15] }, "A pixel that agents see must be one of 15, but is 15.");
        Refused(film with { Names = [] }, "The names of the agents of a film must have 3 entries, but is 0.");
        var grey = SampleFilms.Grey();
        Refused(
            grey with { Frames = [grey.Frames[0] with { Ballot = null }] },
            "The ballot of a frame must be there, but is missing.");

        static void Refused(Film film, string sentence) =>
            Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => FilmPage.Render(film)).Message);
    }

    [Fact]
    public void Writing_replaces_the_file_and_leaves_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("film.html"), "old");

        FilmPage.Write(folder.File("film.html"), SampleFilms.Film(2));

        Assert.Equal(["film.html"], folder.Names());
        Assert.Equal(FilmPage.Render(SampleFilms.Film(2)), File.ReadAllText(folder.File("film.html")));
    }

    private static void Same(IEnumerable<float> expected, double[] actual)
    {
        var numbers = expected.ToList();
        Assert.Equal(numbers.Count, actual.Length);
        for (var i = 0; i < actual.Length; i++)
            Assert.InRange(actual[i], numbers[i] * 0.9995, numbers[i] * 1.0005);
    }
}

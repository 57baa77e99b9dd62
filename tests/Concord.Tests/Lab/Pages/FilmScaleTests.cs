using Concord.Lab;
using Concord.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Pages;

/// <summary>The colours of residuals tell the many apart, whatever a few of them are.</summary>
public sealed class FilmScaleTests
{
    [Fact]
    public void A_first_iteration_far_off_leaves_the_scale_to_the_others()
    {
        var film = SampleFilms.Film(12);
        film.Frames[0].Primal.AsSpan().Fill(5e5f);
        film.Frames[1].Primal.AsSpan().Fill(2e3f);
        Assert.Equal(film.Frames[2].Primal.Max(), Math.Pow(10, Ceiling(film)), 1e-4);
        var page = FilmPage.Render(film);
        Assert.Contains("</i>≥ 1.54</span>", page);
        Assert.Contains("block.ceiling - block.floor", page);
        Assert.Equal(5e5, Html.Decode(Html.Data(page).GetProperty("primal"))[0], 500.0);
    }

    [Fact]
    public void One_agent_far_off_leaves_the_scale_to_the_others()
    {
        var film = SampleFilms.Film(60);
        film.Frames[30].Primal[0] = 1e9f;
        Assert.InRange(Ceiling(film), -1, 0.2);
    }

    // Of so few iterations none is only the way to the others.
    [Fact]
    public void A_short_film_is_coloured_by_all_it_has()
    {
        var film = SampleFilms.Film(3);
        Assert.Equal(film.Frames[0].Primal[0], Math.Pow(10, Ceiling(film)), 1e-4);
        Assert.DoesNotContain("≥", Html.Markup(FilmPage.Render(film)));
    }

    [Fact]
    public void Residuals_that_end_at_zero_still_have_a_scale()
    {
        var film = SampleFilms.Film(8);
        foreach (var frame in film.Frames.Skip(2))
            Array.Clear(frame.Primal);
        Assert.Equal(film.Frames[0].Primal[0], Math.Pow(10, Ceiling(film)), 1e-4);
    }

    [Fact]
    public void A_margin_that_no_agent_sees_is_explained()
    {
        const string Words = "No agent sees the margin";
        var film = SampleFilms.Grey();
        Assert.DoesNotContain(Words, FilmPage.Render(film));
        Assert.Contains(Words, FilmPage.Render(film with { Height = 13, Width = 12, Input = new byte[13 * 12] }));
        Assert.Contains(Words, FilmPage.Render(film with { Height = 12, Width = 14, Input = new byte[12 * 14] }));
    }

    private static double Ceiling(Film film) =>
        Html.Data(FilmPage.Render(film)).GetProperty("primal").GetProperty("ceiling").GetDouble();
}

using Concord.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Pages;

/// <summary>A page has the parts that its film has something for.</summary>
public sealed class FilmPartsTests
{
    [Theory]
    [InlineData((byte)7)]
    [InlineData(null)]
    public void A_film_without_iterations_has_nothing_to_play_and_no_empty_half(byte? label)
    {
        var page = FilmPage.Render(SampleFilms.AtOnce(label));
        Html.IsSound(page, scripts: 2);
        var markup = Html.Markup(page);
        foreach (var part in (string[])
            ["id=\"play\"", "id=\"slider\"", "id=\"show-agents\"", "id=\"show-edges\"", "id=\"show-calls\"", "<kbd>",
                "aria-label=\"Curves\"", "iteration", "Arrow keys"])
            Assert.DoesNotContain(part, markup);
        Assert.Contains("<main class=\"film alone\">", markup);
        Assert.Contains("id=\"readout\"", markup);
        Assert.Matches(@"\.film\.alone \{ grid-template-columns: minmax\(0, \w+\)", page);
    }

    [Fact]
    public void One_iteration_of_agents_has_curves_and_nothing_to_play()
    {
        var markup = Html.Markup(FilmPage.Render(SampleFilms.Film(1)));
        Assert.DoesNotContain("id=\"slider\"", markup);
        Assert.DoesNotContain("play or pause", markup);
        Assert.Contains("aria-label=\"Curves\"", markup);
        Assert.Contains("follow one agent", markup);
    }

    // A film of one iteration has neither slider nor button, so the script reaches for them with care.
    [Fact]
    public void The_script_does_without_slider_and_button()
    {
        var script = FilmPage.Render(SampleFilms.AtOnce());
        Assert.DoesNotMatch(@"\n  slider\.", script);
        Assert.Contains("slider?.addEventListener", script);
        Assert.Contains("play?.addEventListener", script);
        Assert.Contains("if (!play) return;", script);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void More_agents_than_some_hundreds_do_not_hide_the_picture(int agents, bool shown)
    {
        var film = SampleFilms.Film(2);
        film = film with
        {
            Agents = [.. Enumerable.Range(0, agents).Select(a => (a % 3, a % 5))],
            Missing = new bool[agents],
            Frames = [.. film.Frames.Select(frame => frame with { Primal = new float[agents], Dual = new float[agents] })],
        };
        var markup = Html.Markup(FilmPage.Render(film));
        foreach (var part in (string[])["agents", "edges"])
            Assert.Contains($"id=\"show-{part}\"{(shown ? " checked" : "")}>", markup);
        Assert.Contains("id=\"show-truth\" checked", markup);
    }

    [Fact]
    public void Shares_of_agents_are_drawn_where_there_are_agents()
    {
        var grey = SampleFilms.Grey();
        Assert.Contains("agents that call it", FilmPage.Render(grey));
        var whole = SampleFilms.AtOnce();
        Assert.DoesNotContain(
            "agents that call it", FilmPage.Render(whole with { Frames = [whole.Frames[0], whole.Frames[0]] }));
    }
}

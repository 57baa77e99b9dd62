using Concord.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Pages;

public sealed class FilmTextTests
{
    private const string Damage = "Memory was damaged after iteration ";

    [Theory]
    [InlineData(0, 3, 0, "Nothing was recorded: only the input can be shown.")]
    [InlineData(2, 3, 0, "Not solved: after iteration 2 the answer is wrong.")]
    [InlineData(5, 3, 0, "Solved from iteration 3 on.")]
    [InlineData(5, 3, 4, Damage + "4. The answer was right from iteration 3 on and stayed right.")]
    [InlineData(5, 3, 2, Damage + "2. The answer is right from iteration 3 on, 1 iteration later.")]
    public void The_verdict_says_how_it_ended(int iterations, int rightFrom, int moment, string sentence)
    {
        var film = SampleFilms.Film(iterations, rightFrom: rightFrom) with { Moment = moment };
        Assert.Equal(sentence, FilmText.Verdict(film));
    }

    [Fact]
    public void The_verdict_says_how_long_recovery_took()
    {
        var film = SampleFilms.Film(9, rightFrom: 1);
        film = film with
        {
            Moment = 4,
            Frames = [.. film.Frames.Select((f, i) => i is 4 or 5 ? f with { Right = false } : f)],
        };
        Assert.Equal(
            Damage + "4. The answer is right again from iteration 7 on, 3 iterations later.",
            FilmText.Verdict(film));
    }

    [Fact]
    public void Without_a_target_nobody_says_whether_it_is_right()
    {
        var film = SampleFilms.Film(5, hasTarget: false);
        Assert.Equal("The right answer is not known here; one sees how far the agents agree.", FilmText.Verdict(film));
        Assert.True(double.IsNaN(FilmText.ShareRight(film, film.Frames[0])));
    }

    [Fact]
    public void The_share_of_right_pixels_counts_every_pixel()
    {
        var film = SampleFilms.Film(3);
        Assert.Equal(12.0 / 15, FilmText.ShareRight(film, film.Frames[0]));
        Assert.Equal(1, FilmText.ShareRight(film, film.Frames[2]));
    }

    [Fact]
    public void An_image_is_called_something()
    {
        var film = SampleFilms.Grey();
        Assert.Equal("Called 7, rightly, from iteration 2 on.", FilmText.Verdict(film));
        Assert.Equal(14.0 / 15, FilmText.ShareRight(film, film.Frames[1]));
        Assert.Equal(
            "Not right: after iteration 2 it is called 7, but is 4.",
            FilmText.Verdict(SampleFilms.Grey(label: 4)));
        Assert.Equal(
            "Called 7 in the end. The right answer is not known here.",
            FilmText.Verdict(SampleFilms.Grey(label: null)));
    }

    [Fact]
    public void Of_a_board_only_blank_cells_count()
    {
        var film = SampleFilms.Board();
        Assert.Equal(25.0 / 27, FilmText.ShareRight(film, film.Frames[0]));
        Assert.Equal(26.0 / 27, FilmText.ShareRight(film, film.Frames[1]));
    }

    [Theory]
    [InlineData((byte)7, "Called 7, rightly.")]
    [InlineData((byte)4, "Not right: it is called 7, but is 4.")]
    [InlineData(null, "Called 7. The right answer is not known here.")]
    public void A_model_without_iterations_is_not_counted_in_them(byte? label, string verdict)
    {
        var film = SampleFilms.AtOnce(label);
        Assert.Equal(verdict, FilmText.Verdict(film));
        Assert.Equal("12×12 pixels · drawn digits", FilmText.Facts(film));
    }
}

using Concord.Cli.Drawing;
using Concord.Lab;
using Concord.Tests.Lab.Pages;
using Spectre.Console;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class PictureTests
{
    [Theory]
    [InlineData("board", 80)]
    [InlineData("board", 40)]
    [InlineData("grey", 80)]
    [InlineData("grey", 24)]
    [InlineData("grey", 9)]
    [InlineData("line", 80)]
    [InlineData("line", 12)]
    public void Signs_read_as_approved(string look, int columns)
    {
        var film = Film(look);
        Approved.Check($"picture-{look}-{columns}", Picture.Of(film, columns).Plain(film.Frames[1]));
    }

    [Theory]
    [InlineData("board", 80)]
    [InlineData("grey", 80)]
    [InlineData("grey", 24)]
    [InlineData("grey", 9)]
    [InlineData("line", 80)]
    [InlineData("line", 12)]
    [InlineData("digit", 30)]
    public void A_coloured_picture_takes_as_many_rows_as_it_says(string look, int columns)
    {
        var film = Film(look);
        var picture = Picture.Of(film, columns);
        foreach (var frame in (Frame?[])[null, film.Frames[1]])
        {
            var lines = Shown(picture, frame, columns).TrimEnd('\n').Split('\n');
            Assert.InRange(lines.Length, picture.Rows - 1, picture.Rows);
            Assert.All(lines, line => Assert.InRange(line.Length, 0, columns));
        }
    }

    [Fact]
    public void A_board_wider_than_the_screen_does_not_fit() =>
        Assert.Equal(0, Picture.Of(Film("board"), 24).Rows);

    [Fact]
    public void Givens_answers_and_what_is_wrong_look_different()
    {
        var film = SampleFilms.Board();
        using var text = new StringWriter();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor,
        });
        screen.Write(Picture.Of(film, 80).Coloured(film.Frames[1]));
        Assert.Contains("\e[1m", text.ToString());
        Assert.Contains("!", text.ToString());
        Assert.True(text.ToString().Split("\e[").Select(part => part.Split('m')[0]).Distinct().Count() >= 4);
    }

    private static Film Film(string look) => look switch
    {
        "board" => SampleFilms.Board(),
        "line" => ThoughtFilms.Line(),
        "digit" => ThoughtFilms.Digit(),
        _ => SampleFilms.Grey(),
    };

    private static string Shown(Picture picture, Frame? frame, int columns)
    {
        using var text = new StringWriter();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
        });
        screen.Profile.Width = columns;
        screen.Write(picture.Coloured(frame));
        return text.ToString();
    }
}

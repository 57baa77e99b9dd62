using Concord.Lab;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Concord.Cli.Drawing;

/// <summary>Draws a maze: a sign for every pixel, or coloured half blocks.</summary>
internal sealed class TokenPicture(Film film, int columns) : Picture
{
    private readonly char[] _signs = [.. film.Tokens.Select(Sign)];
    private readonly Color[] _colours = [.. film.Tokens.Select(Colour)];

    public override string[] Input => Lines(film.Input);

    public override int Rows => film.Width <= columns ? (film.Height + 1) / 2 : 0;

    public override string[] Answer(Frame frame) => Lines(frame.Answer);

    public override string Plain(Frame frame) => Pair(["input", .. Input], ["answer", .. Answer(frame)], columns);

    // Two pixels in a character, one above the other.
    public override IRenderable Coloured(Frame? frame)
    {
        var grid = frame?.Answer ?? film.Input;
        var result = new Paragraph();
        for (var y = 0; y < film.Height; y += 2)
        {
            for (var x = 0; x < film.Width; x++)
            {
                var upper = _colours[grid[(y * film.Width) + x]];
                var lower = y + 1 < film.Height ? _colours[grid[((y + 1) * film.Width) + x]] : Color.Default;
                result.Append("▀", new Style(upper, lower));
            }
            result.Append("\n");
        }
        return result;
    }

    // # wall, S start, G goal, * path, and a word's first letter for what has no sign.
    private string[] Lines(byte[] grid) =>
        [.. grid.Select(token => _signs[token]).Chunk(film.Width).Select(row => new string(row))];

    private static char Sign(string token) => token switch
    {
        "wall" => '#',
        "empty" => ' ',
        "start" => 'S',
        "goal" => 'G',
        "path" => '*',
        "pad" => '?',
        _ => token[0],
    };

    private static Color Colour(string token) => token switch
    {
        "wall" => Color.Grey30,
        "empty" => Color.Grey89,
        "start" => Color.Green3,
        "goal" => Color.Red1,
        "path" => Color.DodgerBlue1,
        _ => Color.Purple,
    };
}

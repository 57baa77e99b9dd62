using Concord.Lab;
using Spectre.Console;

namespace Concord.Cli.Drawing;

/// <summary>Draws a film's grids: signs for files, coloured half blocks for screens.</summary>
internal sealed class Picture(Film film)
{
    private readonly char[] _signs = [.. film.Tokens.Select(Sign)];
    private readonly Color[] _colours = [.. film.Tokens.Select(Colour)];

    /// <summary>
    /// Rows of signs: # wall, S start, G goal, * path, and a word's first letter for what has no sign.
    /// </summary>
    public string[] Lines(byte[] grid) =>
        [.. grid.Select(token => _signs[token]).Chunk(film.Width).Select(row => new string(row))];

    /// <summary>
    /// Two grids of signs beside each other where the columns suffice, otherwise one below the other.
    /// </summary>
    public string Pair(string leftHead, byte[] left, string rightHead, byte[] right, int columns)
    {
        string[] a = [leftHead, .. Lines(left)], b = [rightHead, .. Lines(right)];
        var width = a.Max(line => line.Length);
        var lines = width + b.Max(line => line.Length) + 3 <= columns
            ? a.Zip(b, (one, other) => $"{one.PadRight(width)}   {other}".TrimEnd())
            : [.. a, "", .. b];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>How many rows a coloured picture takes, or 0 where it does not fit into the columns.</summary>
    public int RowsOf(int columns) => film.Width <= columns ? (film.Height + 1) / 2 : 0;

    /// <summary>A coloured picture, two pixels in a character, one above the other.</summary>
    public Paragraph Blocks(byte[] grid)
    {
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

using Concord.Lab;
using Spectre.Console.Rendering;

namespace Concord.Cli.Drawing;

/// <summary>Draws a film's pictures in a terminal: signs for files, colours for screens.</summary>
internal abstract class Picture
{
    /// <summary>The input in signs, a line a row.</summary>
    public abstract string[] Input { get; }

    /// <summary>The drawing for a film's look, for a screen of so many columns.</summary>
    public static Picture Of(Film film, int columns) => film.Look switch
    {
        FilmLook.Board => new BoardPicture(film, columns),
        FilmLook.Line => new LinePicture(film, columns),
        FilmLook.Grey => new GreyPicture(film, columns),
        _ => new TokenPicture(film, columns),
    };

    /// <summary>The answer after an iteration in signs, a line a row.</summary>
    public abstract string[] Answer(Frame frame);

    /// <summary>Input and answer in signs.</summary>
    public abstract string Plain(Frame frame);

    /// <summary>How many rows a coloured picture takes, or 0 where it does not fit into the columns.</summary>
    public abstract int Rows { get; }

    /// <summary>A coloured picture of an iteration, or of the input alone.</summary>
    public abstract IRenderable Coloured(Frame? frame);

    /// <summary>Two blocks of lines beside each other where the columns suffice, otherwise one below the other.
    /// </summary>
    protected static string Pair(string[] left, string[] right, int columns)
    {
        var width = left.Max(line => line.Length);
        if (width + 3 + right.Max(line => line.Length) > columns)
            return Text([.. left, "", .. right]);
        var rows = Math.Max(left.Length, right.Length);
        return Text(Enumerable.Range(0, rows).Select(row => $"{Line(left, row).PadRight(width)}   {Line(right, row)}"));
    }

    private static string Line(string[] lines, int row) => row < lines.Length ? lines[row] : "";

    private static string Text(IEnumerable<string> lines) =>
        string.Concat(lines.Select(line => $"{line.TrimEnd()}\n"));
}

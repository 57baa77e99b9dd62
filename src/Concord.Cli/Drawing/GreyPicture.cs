using Concord.Lab;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Concord.Cli.Drawing;

/// <summary>Draws a digit: its picture, beside it what every agent calls it, below it what they say together.</summary>
/// <remarks>A picture wider than the screen is drawn smaller, several pixels as one.</remarks>
internal sealed class GreyPicture(Film film, int columns) : Picture
{
    private const string Ramp = " .:-=+*#%@";
    private const string Between = "   ";
    private const double Unsure = 0.5;

    private readonly int _pixels = 1 + ((film.Width - 1) / columns);
    private readonly int _tableRows = film.Agents.Select(agent => agent.Y).Distinct().Count();
    private readonly int _tableColumns = film.Agents.Select(agent => agent.X).Distinct().Count();

    public override string[] Input =>
        [.. Enumerable.Range(0, TextRows).Select(row => new string([.. Enumerable.Range(0, Across).Select(column =>
        {
            var grey = (Grey(2 * row, column) + Grey((2 * row) + 1, column)) / 2;
            return Ramp[grey * Ramp.Length / 256];
        })]))];

    public override int Rows =>
        1 + (IsBeside ? Math.Max(TextRows, _tableRows) : TextRows + (HasTable ? 1 + _tableRows : 0));

    private int Across => (film.Width + _pixels - 1) / _pixels;

    private int TextRows => (film.Height + (2 * _pixels) - 1) / (2 * _pixels);

    private int TableWidth => (2 * _tableColumns) - 1;

    private bool HasTable => _tableColumns > 0 && TableWidth <= columns;

    private bool IsBeside => _tableColumns > 0 && Across + Between.Length + TableWidth <= columns;

    /// <summary>What every agent calls it, as the agents lie; a dot for one that is missing.</summary>
    public override string[] Answer(Frame frame) =>
        [.. Enumerable.Range(0, film.Agents.Count).Select(agent => Call(frame, agent)).Chunk(Math.Max(1, _tableColumns))
            .Select(row => string.Join(' ', row))];

    public override string Plain(Frame frame) =>
        (HasTable
            ? Pair(["input", .. Input], ["the agents call it", .. Answer(frame)], columns)
            : string.Concat(Input.Select(line => $"{line.TrimEnd()}\n")))
        + $"\n{Shares(frame)}\n";

    public override IRenderable Coloured(Frame? frame)
    {
        var result = new Paragraph();
        var first = IsBeside ? Math.Max(0, (TextRows - _tableRows) / 2) : TextRows + 1;
        for (var row = 0; row < Rows - 1; row++)
        {
            if (row < TextRows)
                AppendPixels(result, row);
            else if (IsBeside)
                result.Append(new string(' ', Across));
            if (frame != null && HasTable && row >= first && row < first + _tableRows)
                AppendCalls(result.Append(IsBeside ? Between : ""), frame, row - first);
            result.Append("\n");
        }
        return result.Append(frame == null ? " " : Shares(frame));
    }

    // All ten where they fit on a line, otherwise the most likely ones.
    private string Shares(Frame frame)
    {
        var all = frame.Ballot!.Shares
            .Select((share, token) => (Share: share, Text: $"{film.Tokens[token]}:{100 * share,3:f0}%"))
            .ToList();
        const string gap = "  ";
        var room = 1 + Math.Max(0, (columns - all[0].Text.Length) / (all[0].Text.Length + gap.Length));
        var shown = room >= all.Count ? all : all.OrderByDescending(entry => entry.Share).Take(room);
        return string.Join(gap, shown.Select(entry => entry.Text));
    }

    // Two pixels in a character, one above the other.
    private void AppendPixels(Paragraph result, int row)
    {
        for (var column = 0; column < Across; column++)
        {
            int upper = Grey(2 * row, column), lower = Grey((2 * row) + 1, column);
            result.Append("▀", new Style(
                new Color((byte)upper, (byte)upper, (byte)upper), new Color((byte)lower, (byte)lower, (byte)lower)));
        }
    }

    private void AppendCalls(Paragraph result, Frame frame, int row)
    {
        for (var column = 0; column < _tableColumns; column++)
        {
            var agent = (row * _tableColumns) + column;
            var colour = film.Missing[agent] || frame.Ballot!.Certainty[agent] < Unsure ? Color.Grey50
                : frame.Ballot.Calls[agent] == frame.Answer[0] ? Color.DodgerBlue1
                : Color.Gold1;
            result.Append(Call(frame, agent), new Style(colour)).Append(column == _tableColumns - 1 ? "" : " ");
        }
    }

    private string Call(Frame frame, int agent) =>
        film.Missing[agent] ? "." : film.Tokens[frame.Ballot!.Calls[agent]];

    // The mean of the pixels that are drawn as one; black outside.
    private int Grey(int row, int column)
    {
        var sum = 0;
        for (var y = row * _pixels; y < Math.Min(film.Height, (row + 1) * _pixels); y++)
            for (var x = column * _pixels; x < Math.Min(film.Width, (column + 1) * _pixels); x++)
                sum += film.Input[(y * film.Width) + x];
        return sum / (_pixels * _pixels);
    }
}

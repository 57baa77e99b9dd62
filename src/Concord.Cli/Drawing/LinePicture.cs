using Concord.Lab;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Concord.Cli.Drawing;

/// <summary>Draws a sequence: its signs, under them the answer, a ^ where it is wrong, and what is read.</summary>
/// <remarks>A sequence wider than the screen goes on below.</remarks>
internal sealed class LinePicture(Film film, int columns) : Picture
{
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const int Name = 8;

    private static readonly Style Faint = new(Color.Grey50);
    private static readonly Style Wrong = new(Color.Black, Color.Gold1);
    private static readonly Style Mark = new(Color.Gold1);
    private static readonly Style Read = new(Color.Orange1);
    private static readonly Style[] Tokens =
        [new(decoration: Decoration.Dim), new(decoration: Decoration.Bold), new(Color.Black, Color.SkyBlue1),
            new(Color.White, Color.DodgerBlue3)];

    // A blank behind every sign where there is room.
    private readonly int _wide = 2 * film.Width <= columns - Name ? 2 : 1;
    private readonly int _across = Math.Min(film.Width, Math.Max(1, columns - Name));

    public override string[] Input => [Signs(film.Input)];

    public override int Rows => (Parts * (4 + (Reads ? 1 : 0))) - 1;

    private int Parts => (film.Width + _across - 1) / _across;

    private bool Reads => film.Thought is { Heads: > 0 } thought && thought.Height * thought.Width == film.Width;

    public override string[] Answer(Frame frame) => [Signs(frame.Answer)];

    public override string Plain(Frame frame)
    {
        var lines = new List<string>();
        foreach (var places in Enumerable.Range(0, film.Width).Chunk(_across))
        {
            if (lines.Count > 0)
                lines.Add("");
            lines.Add(Line("input", places, i => Sign(film.Input[i])));
            lines.Add(Line("answer", places, i => Sign(frame.Answer[i])));
            if (places.Any(i => IsWrong(frame, i)))
                lines.Add(Line("wrong", places, i => IsWrong(frame, i) ? '^' : ' '));
        }
        return string.Concat(lines.Select(line => $"{line.TrimEnd()}\n"));
    }

    public override IRenderable Coloured(Frame? frame)
    {
        var result = new Paragraph();
        foreach (var places in Enumerable.Range(0, film.Width).Chunk(_across))
        {
            if (places[0] > 0)
                result.Append("\n");
            Append(result, "input", places, i => (Sign(film.Input[i]), Look(film.Input[i])));
            Append(result, "answer", places, i => frame == null ? (' ', Style.Plain)
                : (Sign(frame.Answer[i]), IsWrong(frame, i) ? Wrong : Look(frame.Answer[i])));
            Append(result, "wrong", places, i => (frame != null && IsWrong(frame, i) ? '^' : ' ', Mark));
            if (Reads)
                Append(result, "reads", places, i => (frame?.Tick is { } tick ? Level(tick, i) : ' ', Read));
        }
        return result;
    }

    private void Append(Paragraph result, string name, int[] places, Func<int, (char Sign, Style Style)> draw)
    {
        result.Append(name.PadRight(Name), Faint);
        foreach (var place in places)
        {
            var (sign, style) = draw(place);
            result.Append(sign.ToString().PadRight(_wide), style);
        }
        result.Append("\n");
    }

    private string Line(string name, int[] places, Func<int, char> sign) =>
        name.PadRight(Name) + string.Concat(places.Select(place => sign(place).ToString().PadRight(_wide)));

    // The mean of all heads: as high as a share of 1, on a scale on which small shares can be told apart.
    private char Level(ThoughtTick tick, int place)
    {
        var share = 0f;
        for (var at = place; at < tick.Weights.Length; at += film.Width)
            share += tick.Weights[at] / film.Thought!.Heads;
        return Levels[float.IsFinite(share) ? Math.Clamp((int)(Levels.Length * MathF.Sqrt(share)), 0, 7) : 0];
    }

    private bool IsWrong(Frame frame, int place) =>
        film.Target.Length > 0 && frame.Answer[place] != film.Target[place];

    private string Signs(byte[] tokens) => new([.. tokens.Select(Sign)]);

    private char Sign(byte token) => film.Tokens[token][0];

    private Style Look(byte token) => film.Tokens.Count > Tokens.Length ? Style.Plain : Tokens[token];
}

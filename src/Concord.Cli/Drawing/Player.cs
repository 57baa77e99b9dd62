using Concord.Cli.Terminals;
using Concord.Lab;
using Spectre.Console;

namespace Concord.Cli.Drawing;

/// <summary>Shows a film: moving on a screen, as its first and last picture elsewhere.</summary>
internal static class Player
{
    private const int MostSeconds = 4;
    private const int MillisecondsPerFrame = 60;
    private const int MillisecondsPerTick = 120;
    private const int RowsForWords = 3;

    /// <summary>Shows the film and leaves its last picture standing; an interrupt goes there at once.</summary>
    public static void Show(Film film, Terminal terminal, CancellationToken cancellation)
    {
        var picture = Picture.Of(film, terminal.Width);
        var fits = picture.Rows > 0 && picture.Rows + RowsForWords <= terminal.Height;
        if (terminal.Screen is { } screen && terminal.HasColours && fits)
            Play(film, picture, screen, cancellation);
        else
            terminal.Out.Write(picture.Plain(film.Frames[film.Final - 1]));
    }

    private static void Play(Film film, Picture picture, IAnsiConsole screen, CancellationToken cancellation)
    {
        var stride = Math.Max(1, film.Frames.Count * MillisecondsPerFrame / (1000 * MostSeconds));
        screen.Live(picture.Coloured(null)).Start(context =>
        {
            for (var k = 1; k <= film.Frames.Count && !cancellation.IsCancellationRequested; k++)
            {
                // Every iteration until the answer is right or near the damage, then only some.
                var nearDamage = film.Moment > 0 && Math.Abs(k - film.Moment) < 10;
                var tells = k <= film.RightFrom || k == film.Frames.Count || nearDamage;
                if (!tells && k % stride != 0)
                    continue;
                Show(k);
                cancellation.WaitHandle.WaitOne(film.Thought == null ? MillisecondsPerFrame : MillisecondsPerTick);
            }
            if (film.Final < film.Frames.Count || cancellation.IsCancellationRequested)
                Show(film.Final);

            void Show(int k)
            {
                context.UpdateTarget(new Rows(picture.Coloured(film.Frames[k - 1]), Caption(film, k)));
                context.Refresh();
            }
        });
    }

    private static Text Caption(Film film, int k)
    {
        var frame = film.Frames[k - 1];
        if (film.Thought is { } thought)
        {
            var (asked, wrong) = (thought.Right.Count, thought.Wrong(frame.Tick!));
            var right = asked == 0 ? "" : asked > 1 ? $"{asked - wrong} of {asked} right" : wrong > 0 ? "" : "right";
            return new Text($"tick {k}/{film.Frames.Count}  {100 * frame.Tick!.Certainty:f0} % sure  {right}")
                { Overflow = Overflow.Ellipsis };
        }
        var end = k == film.Moment ? "damage!" : frame.Right ? "right" : "";
        var disagreement = frame.Disagreement.Length == 0 ? "" : $"  disagreement {frame.Disagreement.Max():g3}";
        return new Text($"iteration {k}/{film.Frames.Count}{disagreement}  {end}") { Overflow = Overflow.Ellipsis };
    }
}

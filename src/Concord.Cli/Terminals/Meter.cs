using System.Diagnostics;
using Spectre.Console;

namespace Concord.Cli.Terminals;

/// <summary>Shows how far long work is: a bar on a screen, otherwise a plain line now and then.</summary>
internal sealed class Meter
{
    private const double SecondsBetweenLines = 10;

    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(1);

    private readonly TextWriter _error;
    private readonly string _title;
    private readonly ProgressTask? _bar;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private double _lastLine;
    private (double Share, double Seconds)? _first;
    private string? _unsaid;
    private bool _hasShare;

    private Meter(TextWriter error, string title, ProgressTask? bar) => (_error, _title, _bar) = (error, title, bar);

    /// <summary>Does the work and shows what it reports.</summary>
    public static T Show<T>(Terminal terminal, string title, Func<Meter, T> work)
    {
        if (terminal.ErrorScreen is not { } screen)
        {
            var plain = new Meter(terminal.Error, title, null);
            var done = work(plain);
            plain.SayLast();
            return done;
        }
        T result = default!;
        // The bar gives way to the words on a narrow screen.
        var bar = new ProgressBarColumn { Width = Math.Clamp(screen.Profile.Width - 60, 4, 40) };
        var words = new TaskDescriptionColumn { Alignment = Justify.Left };
        screen.Progress().Columns(words, bar, new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
            result = work(new Meter(terminal.Error, title, context.AddTask(Markup.Escape(title), maxValue: 1))));
        return result;
    }

    /// <summary>Says how far the work is; any thread may.</summary>
    /// <param name="share">The share that is done, 0 to 1.</param>
    /// <param name="words">What else there is to know, such as a rate and a loss.</param>
    public void Report(double share, string words)
    {
        lock (_lock)
        {
            _hasShare = true;
            Show(share, words);
        }
    }

    /// <summary>Says how far the work is, but not of work that is done within a second.</summary>
    /// <inheritdoc cref="Report"/>
    public void ReportSlow(double share, string words)
    {
        if (_clock.Elapsed > _slow)
            Report(share, words);
    }

    /// <summary>Says every second for how long the work has been going on, until something else is reported.</summary>
    /// <param name="words">What is done.</param>
    /// <returns>What ends that.</returns>
    public IDisposable ReportTime(string words)
    {
        return new Timer(
            _ =>
            {
                lock (_lock)
                    if (!_hasShare)
                        Show(0, $"{words}, {Duration(_clock.Elapsed.TotalSeconds)}");
            }, null, _slow, _slow);
    }

    /// <summary>A time such as 40 s or 12 min.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 100 => $"{seconds:f0} s",
        < 6000 => $"{seconds / 60:f0} min",
        _ => $"{seconds / 3600:f1} h",
    };

    private void Show(double share, string words)
    {
        if (_bar != null)
        {
            _bar.Value = share;
            _bar.Description = Markup.Escape(words);
            return;
        }
        var now = _clock.Elapsed.TotalSeconds;
        // A run that goes on begins in the middle: the pace is that since the first report.
        var (begin, since) = _first ??= (share < 0.01 ? (0, 0) : (share, now));
        var left = share > begin && share < 1
            ? $", {Duration((now - since) * (1 - share) / (share - begin))} left"
            : "";
        _unsaid = $"{_title}: {share:p0}, {words}{left}";
        if (now - _lastLine >= SecondsBetweenLines)
        {
            _lastLine = now;
            SayLast();
        }
    }

    private void SayLast()
    {
        if (_unsaid != null)
            _error.WriteLine(_unsaid);
        _unsaid = null;
    }
}

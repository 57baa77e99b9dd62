using Spectre.Console;

namespace Concord.Cli.Terminals;

/// <summary>Where results and progress go, and what can be shown there.</summary>
internal sealed class Terminal
{
    private const int NarrowestWidth = 10;

    /// <summary>Two streams without a screen, as for a file or a test.</summary>
    public Terminal(TextWriter output, TextWriter error) => (Out, Error) = (output, error);

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Progress and refusals.</summary>
    public TextWriter Error { get; }

    /// <summary>What the user types or sends in.</summary>
    public Stream In { get; init; } = Stream.Null;

    /// <summary>Whether <see cref="In"/> is a keyboard.</summary>
    public bool IsTyped { get; init; }

    /// <summary>Draws on standard output where that is a screen that moves its cursor; otherwise null.</summary>
    public IAnsiConsole? Screen { get; private init; }

    /// <summary>Draws on standard error where that is a screen that moves its cursor; otherwise null.</summary>
    public IAnsiConsole? ErrorScreen { get; private init; }

    /// <summary>Whether standard output shows colours.</summary>
    public bool HasColours => Screen is { Profile.Capabilities.ColorSystem: not ColorSystem.NoColors };

    /// <summary>Columns of the screen; 80 where there is none.</summary>
    public int Width => Screen?.Profile.Width ?? 80;

    /// <summary>Rows of the screen; many where there is none.</summary>
    public int Height => Screen?.Profile.Height ?? int.MaxValue;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        var moves = Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        TextWriter output = StandardStreams.OpenOutput(), error = StandardStreams.OpenError();
        return new Terminal(output, error)
        {
            In = StandardStreams.OpenInput(),
            IsTyped = !Console.IsInputRedirected,
            Screen = moves && !Console.IsOutputRedirected ? Draw(output) : null,
            ErrorScreen = moves && !Console.IsErrorRedirected ? Draw(error) : null,
        };
    }

    private static IAnsiConsole Draw(TextWriter writer)
    {
        var (width, height) = Size();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
        });
        (screen.Profile.Width, screen.Profile.Height) = (Math.Max(NarrowestWidth, width), Math.Max(1, height));
        return screen;
    }

    // A terminal that does not know its size says 0, or refuses.
    private static (int Width, int Height) Size()
    {
        try
        {
            return (Known(Console.WindowWidth, 80), Known(Console.WindowHeight, 24));
        }
        catch (Exception unknown) when (unknown is IOException or PlatformNotSupportedException)
        {
            return (80, 24);
        }
    }

    private static int Known(int extent, int usual) => extent is > 0 and < 10_000 ? extent : usual;
}

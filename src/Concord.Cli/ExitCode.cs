namespace Concord.Cli;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The work failed: it diverged, a download did not come, or the program is wrong.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int Refused = 2;

    /// <summary>Interrupted, after saving.</summary>
    public const int Interrupted = 130;
}

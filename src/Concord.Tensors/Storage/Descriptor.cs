using System.Globalization;

namespace Concord.Tensors.Storage;

/// <summary>The descriptors that a process is started with: 0 for input, 1 for output, 2 for messages.</summary>
public static class Descriptor
{
    /// <summary>Standard input.</summary>
    public const int Input = 0;

    /// <summary>Standard output.</summary>
    public const int Output = 1;

    /// <summary>Standard error.</summary>
    public const int Error = 2;

    // O_CLOEXEC, which no descriptor has that was inherited, and all have that the runtime opens.
    private const int ClosesOnExec = 0x80000;

    /// <summary>
    /// Whether the process was started without this descriptor, as after <c>&lt;&amp;-</c> in a shell. The runtime may
    /// have given its number to something else since, which must be neither read nor written.
    /// </summary>
    /// <remarks>Known on Linux only; elsewhere every descriptor counts as open.</remarks>
    public static bool IsClosed(int number)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fdinfo"))
            return false;
        try
        {
            var flags = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{number}"))
                .First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & ClosesOnExec) != 0;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}

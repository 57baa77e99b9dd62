using System.Globalization;

namespace Concord.Lab.Runs;

/// <summary>Ownership of a folder: a process that writes there holds its file <c>lock</c>, and no other may.</summary>
/// <remarks>
/// The operating system keeps the lock with the open file and gives it back when the process ends, however that ends:
/// a file that a killed process left behind counts for nothing. The file names the process, for those it turns away,
/// and is deleted in the end. Readers of the folder need no lock. Two starters may find the same old file: the last to
/// write into it is the owner, the other sees another's text there.
/// </remarks>
public sealed class RunLock : IDisposable
{
    private const string Name = "lock";
    private const string ProcessWord = "process ";

    private readonly string _path;
    private readonly string _text;
    private readonly FileStream _held;

    private RunLock(string path, string text, FileStream held) => (_path, _text, _held) = (path, text, held);

    /// <summary>Takes a folder, which is created if it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="work">What is done there, for the sentence that turns others away.</param>
    /// <exception cref="IOException">Another has it, or it cannot be written.</exception>
    public static RunLock Take(string folder, string work = "trained")
    {
        var path = Path.Combine(folder, Name);
        try
        {
            Directory.CreateDirectory(folder);
            while (true)
                if (TryTake(path) is { } taken)
                    return taken;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw IsHeld(folder)
                ? new IOException(
                    $"{folder} is being {work} by {OwnerOf(path)}, and one process at a time may work there.", broken)
                : new IOException(
                    $"{folder}: the folder of a run must be writable, but it is not: {broken.Message}", broken);
        }
    }

    /// <summary>Whether a process holds a folder.</summary>
    public static bool IsHeld(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            if (File.Exists(path))
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return broken is not UnauthorizedAccessException;
        }
    }

    /// <summary>Whether a path is that of a lock.</summary>
    internal static bool Is(string path) => Path.GetFileName(path) == Name;

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        try
        {
            if (Text(_path) == _text)
                File.Delete(_path);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // A file that stays behind holds nobody back.
        }
        _held.Dispose();
    }

    // Writes alone, then holds together with readers. Null if the file went away in between.
    private static RunLock? TryTake(string path)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{ProcessWord}{Environment.ProcessId}\nhost {Environment.MachineName}\n{Guid.NewGuid():n}\n");
        using (var alone = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            alone.SetLength(0);
            alone.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
        try
        {
            var held = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (Text(path) == text)
                return new RunLock(path, text, held);
            held.Dispose();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        throw new IOException($"{path} was taken by another process at the same moment.");
    }

    private static string OwnerOf(string path)
    {
        try
        {
            var lines = Text(path).Split('\n');
            if (lines is [var process, var host, ..] && process.StartsWith(ProcessWord, StringComparison.Ordinal))
                return host == $"host {Environment.MachineName}" ? process : $"{process} on {host["host ".Length..]}";
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // It is being written at this moment.
        }
        return "another process";
    }

    private static string Text(string path) => File.ReadAllText(path);
}

namespace Concord.Tensors.Storage;

/// <summary>Replaces a file as a whole: a reader sees the old content or the new, whenever the writer dies.</summary>
/// <remarks>
/// The bytes go to <c>NAME.PROCESS-COUNT.tmp</c> in the same folder and are flushed to the disk; then the file is
/// renamed over the target. A process that is killed leaves at most such a temporary file, which nothing reads and
/// which may be deleted. A symbolic link at the target is replaced, not followed.
/// </remarks>
public static class AtomicFile
{
    private static int _count;

    /// <summary>Writes what <paramref name="content"/> puts into the stream, all of it or nothing.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="content">Writes from the start; need not flush. If it throws, the old file stays as it was.</param>
    /// <exception cref="IOException">The disk is full, the folder missing or read-only, or the like.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        var temporary = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _count)}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                content(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new IOException($"{path} could not be written: {reason.Message}", reason);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Deletes what writers that were killed left in a folder that nobody writes to at the moment.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.tmp"))
            TryDelete(path);
    }

    // The first failure is the one to report; a temporary file that stays behind does no harm.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
        }
    }
}

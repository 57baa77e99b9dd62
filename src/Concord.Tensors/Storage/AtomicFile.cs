namespace Concord.Tensors.Storage;

/// <summary>Replaces a file as a whole: a reader sees the old content or the new, whenever the writer dies.</summary>
/// <remarks>
/// The bytes go to <c>.concord-PROCESS-COUNT.tmp</c> in the same folder and are flushed to the disk; then the file is
/// renamed over the target and has its permissions. A process that is killed leaves at most such a temporary file,
/// which nothing reads and which may be deleted. Symbolic links are followed: the file they lead to is replaced. A hard
/// link at the target becomes a file of its own. What is no plain file, such as a device or a pipe, is written to as it
/// is, and cannot be replaced as a whole.
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
        Named(path, () =>
        {
            var target = OutputTarget.Of(path);
            if (target.Kind is OutputKind.New or OutputKind.Plain)
                Replace(target, content);
            else
                WriteThrough(target, content);
        });
    }

    /// <summary>Checks beforehand whether a file can be written, for work whose result goes there.</summary>
    /// <param name="path">The file that <see cref="Write"/> will be given.</param>
    /// <exception cref="IOException">It cannot be written; the message names it and the reason.</exception>
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Named(path, () =>
        {
            var target = OutputTarget.Of(path);
            if (target.Kind is not (OutputKind.New or OutputKind.Plain))
                return;
            Create(target.Folder, out var temporary).Dispose();
            TryDelete(temporary);
        });
    }

    /// <summary>Deletes what writers that were killed left in a folder that nobody writes to at the moment.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, ".concord-*.tmp"))
            TryDelete(path);
    }

    private static void Replace(OutputTarget target, Action<Stream> content)
    {
        var stream = Create(target.Folder, out var temporary);
        try
        {
            using (stream)
            {
                if (target.Kind == OutputKind.Plain && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target.Real));
                content(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target.Real, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static void WriteThrough(OutputTarget target, Action<Stream> content)
    {
        using var stream = target.Kind switch
        {
            OutputKind.StandardOutput => Console.OpenStandardOutput(),
            OutputKind.StandardError => Console.OpenStandardError(),
            // Behind what is there already, where a descriptor stands for a plain file.
            _ when RealPath.DescriptorAt(target.Real) != null =>
                new FileStream(target.Real, FileMode.Append, FileAccess.Write, FileShare.ReadWrite),
            _ => new FileStream(target.Real, FileMode.Open, FileAccess.Write, FileShare.ReadWrite),
        };
        content(stream);
        stream.Flush();
    }

    // The name is short, so that it is no longer than the file's own may be.
    private static FileStream Create(string folder, out string temporary)
    {
        do
            temporary = Path.Join(folder, $".concord-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}.tmp");
        while (File.Exists(temporary));
        return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    private static void Named(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} could not be written: {FileFailure.Reason(reason)}.", reason);
        }
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

namespace Concord.Tensors.Storage;

/// <summary>Opens files for reading, with a sentence for whatever stands in the way.</summary>
public static class ReadableFile
{
    /// <summary>The length of a file; 0 also for pipes and devices, which should not be opened as files.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static long Length(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new FileNotFoundException($"{path} must be a file, but is a folder.", path);
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new FileNotFoundException($"{path} must exist, but is missing.", path);
        return Guard(path, () => Length(info));
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileStream Open(string path)
    {
        Length(path);
        return Guard(path, () => File.OpenRead(path));
    }

    /// <summary>Reads a whole file.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static byte[] Bytes(string path)
    {
        Length(path);
        return Guard(path, () => File.ReadAllBytes(path));
    }

    // A link counts with what it leads to: a file, a device, or a pipe, which has no path. Nothing cannot be opened.
    private static long Length(FileInfo info)
    {
        if (info.ResolveLinkTarget(returnFinalTarget: true) is not { } target)
            return info.Length;
        if (target.Exists)
            return ((FileInfo)target).Length;
        using (File.OpenRead(info.FullName))
            return 0;
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UnauthorizedAccessException reason)
        {
            throw new IOException($"{path} must be readable, but permission to read it is denied.", reason);
        }
        catch (FileNotFoundException reason)
        {
            throw new FileNotFoundException($"{path} must exist, but is missing or a link to nothing.", path, reason);
        }
        catch (IOException reason)
        {
            throw new IOException($"{path} could not be read: {reason.Message}", reason);
        }
    }
}

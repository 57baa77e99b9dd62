using System.Runtime.InteropServices;

namespace Concord.Tensors.Storage;

/// <summary>A file to be written, found from the path that a user gave: links followed, access checked.</summary>
/// <param name="Real">The path without symbolic links.</param>
/// <param name="Kind">Whether it is a plain file, or what else lies there.</param>
internal readonly partial record struct OutputTarget(string Real, OutputKind Kind)
{
    private const int InThisFolder = -100, EntryLength = 256, ModeAt = 28, TypeMask = 0xF000, PlainType = 0x8000;
    private const uint AskType = 1;
    private const UnixFileMode AnyWrite = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The folder that the file lies in.</summary>
    public string Folder => Path.GetDirectoryName(Real)!;

    /// <summary>Finds what a path leads to.</summary>
    /// <exception cref="IOException">Nothing can be written there; the message is the reason alone.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted.</exception>
    public static OutputTarget Of(string path)
    {
        var real = RealPath.Of(path);
        if (Directory.Exists(real))
            throw new IOException("it is a folder");
        if (Path.EndsInDirectorySeparator(path))
            throw new IOException("its name is that of a folder, since it ends in a slash");
        switch (RealPath.DescriptorAt(real))
        {
            case { } closed when Descriptor.IsClosed(closed):
                throw new IOException("it is closed");
            case Descriptor.Output:
                return new(real, OutputKind.StandardOutput);
            case Descriptor.Error:
                return new(real, OutputKind.StandardError);
        }
        var folder = Path.GetDirectoryName(real)!;
        if (File.Exists(folder))
            throw new IOException($"{folder} is no folder");
        if (!Directory.Exists(folder))
            throw new IOException($"there is no folder {folder}");
        try
        {
            File.GetAttributes(real);
        }
        catch (FileNotFoundException)
        {
            return new(real, OutputKind.New);
        }
        if (RealPath.DescriptorAt(real) != null || !IsPlain(real))
            return new(real, OutputKind.Stream);
        // Replacing a file asks no permission of the file itself, so it is asked here.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(real) & AnyWrite) == 0)
            throw new IOException("the file is read-only");
        File.OpenHandle(real, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        return new(real, OutputKind.Plain);
    }

    // .NET does not tell a plain file from a device or a pipe.
    private static bool IsPlain(string path)
    {
        if (OperatingSystem.IsWindows())
            return true;
        try
        {
            Span<byte> entry = stackalloc byte[EntryLength];
            if (OperatingSystem.IsLinux() && Statx(InThisFolder, path, 0, AskType, ref entry[0]) == 0)
                return (BitConverter.ToUInt16(entry[ModeAt..]) & TypeMask) == PlainType;
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
        }
        return !path.StartsWith("/dev/", StringComparison.Ordinal);
    }

    // The structure that Linux fills is the same on every processor.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte entry);
}

/// <summary>What lies where a file is to be written.</summary>
internal enum OutputKind
{
    /// <summary>Nothing yet.</summary>
    New,

    /// <summary>A plain file, which may be replaced.</summary>
    Plain,

    /// <summary>A device, a pipe or the like, which must be written to as it is.</summary>
    Stream,

    /// <summary>The standard output of this process.</summary>
    StandardOutput,

    /// <summary>The standard error of this process.</summary>
    StandardError,
}

namespace Concord.Tensors.Storage;

/// <summary>Paths with every symbolic link in them followed, as the operating system follows them.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links. Its last names need not exist; descriptors of a process are kept as they are.
    /// </summary>
    /// <exception cref="IOException">The links form a loop.</exception>
    public static string Of(string path)
    {
        var whole = Path.IsPathRooted(path) ? path : Path.Join(Environment.CurrentDirectory, path);
        var real = Path.GetPathRoot(whole)!;
        var left = new Stack<string>();
        Push(whole[real.Length..]);
        for (var links = 0; left.TryPop(out var name);)
        {
            // A folder's parent is that of the folder a link leads to, so names are resolved one by one.
            if (name == "..")
                real = Path.GetDirectoryName(real) ?? real;
            else if (Path.Join(real, name) is var next && (HoldsDescriptors(real) || LinkAt(next) is not { } link))
                real = next;
            else if (++links > MostLinks)
                throw new IOException("its symbolic links form a loop");
            else
            {
                if (Path.IsPathRooted(link))
                    real = Path.GetPathRoot(link)!;
                Push(Path.IsPathRooted(link) ? link[real.Length..] : link);
            }
        }
        return real;

        void Push(string names)
        {
            foreach (var name in names.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
                if (name is not ("" or "."))
                    left.Push(name);
        }
    }

    /// <summary>The number of this process's descriptor that a real path stands for; null for any other path.</summary>
    public static int? DescriptorAt(string real) =>
        real.StartsWith($"/proc/{Environment.ProcessId}/", StringComparison.Ordinal)
        && HoldsDescriptors(Path.GetDirectoryName(real)!)
        && int.TryParse(Path.GetFileName(real), out var number)
            ? number
            : null;

    // The links in /proc/N/fd name pipes and deleted files, too, which only the operating system can follow.
    private static bool HoldsDescriptors(string folder) =>
        folder.StartsWith("/proc/", StringComparison.Ordinal) && Path.GetFileName(folder) == "fd";

    private static string? LinkAt(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

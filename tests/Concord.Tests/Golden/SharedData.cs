using System.Runtime.CompilerServices;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>Finds the reference data beside the repository; a test that needs it is skipped without it.</summary>
public static class SharedData
{
    /// <summary>The root of the repository, or null where neither the sources nor the program lie in one.</summary>
    public static string? Repository() => Above(Source()) ?? Above(AppContext.BaseDirectory);

    /// <summary>The folder <c>../shared/data</c> beside the repository, or null if there is none.</summary>
    public static string? Folder()
    {
        if (Repository() is not { } root)
            return null;
        var folder = Path.GetFullPath(Path.Combine(root, "..", "shared", "data"));
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>The full path of a file or folder of the data; skips the test if it is absent.</summary>
    public static string Require(string relative)
    {
        var path = Folder() is { } folder ? Path.Combine(folder, relative) : null;
        if (!Path.Exists(path))
            Assert.Skip($"../shared/data/{relative} is absent beside the repository.");
        return path;
    }

    // Where this file was compiled; the program may have been built into a folder far from the repository.
    private static string Source([CallerFilePath] string path = "") => path;

    private static string? Above(string start)
    {
        for (var folder = Path.GetDirectoryName(start); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "concord.slnx")))
                return folder;
        return null;
    }
}

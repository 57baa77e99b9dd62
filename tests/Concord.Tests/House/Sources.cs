using Concord.Tests.Golden;

namespace Concord.Tests.House;

/// <summary>The C# files of the project as text.</summary>
internal static class Sources
{
    /// <summary>All files below src, tests, examples and bench: path from the root, and lines.</summary>
    public static IEnumerable<(string Path, string[] Lines)> All()
    {
        var root = SharedData.Repository()
            ?? throw new InvalidOperationException("The repository's root was not found.");
        foreach (var folder in new[] { "src", "tests", "examples", "bench" })
        {
            var start = Path.Combine(root, folder);
            if (!Directory.Exists(start))
                continue;
            foreach (var file in Directory.EnumerateFiles(start, "*.cs", SearchOption.AllDirectories))
                if (!file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                    yield return (Path.GetRelativePath(root, file), File.ReadAllLines(file));
        }
    }
}

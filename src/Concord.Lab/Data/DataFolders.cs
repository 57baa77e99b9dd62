namespace Concord.Lab.Data;

/// <summary>Where data may lie on this machine: what was downloaded, and what checkouts side by side share.</summary>
internal static class DataFolders
{
    /// <summary>
    /// <c>data/NAME</c> and <c>../shared/data/NAME</c>, seen from the current folder, then from the program's and those
    /// above it.
    /// </summary>
    public static IEnumerable<string> Of(string name)
    {
        var folder = Path.Combine("data", name);
        string[] places = [folder, Path.Combine("..", "shared", folder)];
        foreach (var place in places)
            yield return place;
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above != null; above = above.Parent)
            foreach (var place in places)
                yield return Path.GetFullPath(Path.Combine(above.FullName, place));
    }
}

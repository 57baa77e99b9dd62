namespace Concord.Lab;

/// <summary>Finds what comes with the program: weights, and the plans of papers.</summary>
internal static class ShippedFile
{
    /// <summary>The path of a file or folder, or null if it is not there.</summary>
    /// <remarks>Beside the program, or in a folder above it where the program runs from a checkout.</remarks>
    public static string? Find(string folder, string name)
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above != null; above = above.Parent)
            if (Path.Combine(above.FullName, folder, name) is var path && Path.Exists(path))
                return path;
        return null;
    }
}

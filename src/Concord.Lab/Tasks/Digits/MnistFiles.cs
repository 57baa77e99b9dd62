using Concord.Tensors.Storage;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Finds the files of MNIST under the names and in the folders that its sources give them.</summary>
/// <remarks>
/// <c>train-images-idx3-ubyte</c> of the original, <c>train-images.idx3-ubyte</c> of other copies, in letters of either
/// case, packed (.gz) or not, alone or in a folder of the same name (Kaggle), in the folder that is named or in
/// <c>raw</c>, <c>MNIST</c> or <c>MNIST/raw</c> within it (torchvision).
/// </remarks>
internal static class MnistFiles
{
    private const int Shown = 6;

    /// <summary>The path of a file; null where the folder does not hold it.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="name">Its name in the original, without .gz.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static string? Find(string folder, string name)
    {
        foreach (var place in Places(folder))
        {
            var alike = Entries(place).Where(path => IsCalled(path, name)).ToList();
            var inFolders = alike.Where(Directory.Exists).SelectMany(Entries).Where(path => IsCalled(path, name));
            var found = alike.Concat(inFolders).Where(File.Exists)
                .OrderBy(path => !IsPacked(path)).ThenBy(path => path, StringComparer.Ordinal).FirstOrDefault();
            if (found != null)
                return found;
        }
        return null;
    }

    /// <summary>The path of a file that must be there.</summary>
    /// <inheritdoc cref="Find" path="/param"/>
    /// <exception cref="FileNotFoundException">It is not; the sentence lists what the folder holds.</exception>
    public static string Need(string folder, string name) =>
        Find(folder, name)
        ?? throw new FileNotFoundException(
            $"{folder} must hold {name}.gz or {name} of MNIST, but has neither: it holds {Listing(folder)}.");

    /// <summary>The kind of a file that stands where the folder should.</summary>
    public static string Kind(string path)
    {
        if (ReadableFile.Length(path) == 0)
            return "no folder";
        using var file = ReadableFile.Open(path);
        var head = new byte[512];
        return FileKind.Of(head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false))) ?? "a file";
    }

    private static IEnumerable<string> Places(string folder)
    {
        yield return folder;
        foreach (var within in Within(folder, "raw"))
            yield return within;
        foreach (var within in Within(folder, "mnist"))
        {
            yield return within;
            foreach (var raw in Within(within, "raw"))
                yield return raw;
        }
    }

    private static IEnumerable<string> Within(string folder, string name) => Entries(folder).Where(
        path => Path.GetFileName(path).Equals(name, StringComparison.OrdinalIgnoreCase) && Directory.Exists(path));

    private static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static bool IsCalled(string path, string name)
    {
        var file = Path.GetFileName(IsPacked(path) ? path[..^3] : path);
        return file.Replace('.', '-').Replace('_', '-').Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static string Listing(string folder)
    {
        var names = Entries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "nothing"
            : names.Count <= Shown ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(Shown))} and {names.Count - Shown} more";
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (UnauthorizedAccessException reason)
        {
            throw new IOException($"{folder} must be readable, but permission to read it is denied.", reason);
        }
    }
}

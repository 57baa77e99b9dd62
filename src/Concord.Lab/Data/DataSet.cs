namespace Concord.Lab.Data;

/// <summary>Data of others that can be downloaded: what it is, its files and its mirrors.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="About">What it is, whose, and on which terms, in a line.</param>
/// <param name="Files">All its files.</param>
/// <param name="Mirrors">Addresses that end in a slash, to which a file's name is added; tried in this order.</param>
public sealed record DataSet(string Name, string About, IReadOnlyList<DataFile> Files, IReadOnlyList<Uri> Mirrors)
{
    /// <summary>The folder that is searched and downloaded to by default, seen from the current one.</summary>
    public string Folder => Path.Combine("data", Name);

    /// <summary>Bytes to download.</summary>
    public long PackedLength => Files.Sum(file => file.PackedLength);

    /// <summary>The folder that holds it, or null where it is not found.</summary>
    public required Func<string?> Find { get; init; }
}

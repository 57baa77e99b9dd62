namespace Concord.Tests.Tensors.Storage;

/// <summary>An empty folder for one test, removed with all it holds at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("concord-tests-").FullName;

    /// <summary>The full path of a file in it, which need not exist.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The names of all files in it, sorted.</summary>
    public string[] Names() => [.. Directory.GetFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Order()];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using Xunit;

namespace Concord.Tests.House;

/// <summary>Text is opened in one way, so that every reader takes the same encodings and line ends.</summary>
public sealed class TextReadingTests
{
    private static readonly string[] s_otherWays =
    [
        "File.ReadAllText", "File.ReadAllLines", "File.ReadLines", "File.OpenText", "new StreamReader",
        "Encoding.UTF8.GetString(File", "Encoding.UTF8.GetString(file",
    ];

    // What the operating system, the build and other runs of this program write, never a person.
    private static readonly string[] s_exceptions = ["CpuClock.cs", "Descriptor.cs", "Page.cs", "RunLock.cs"];

    [Fact]
    public void Files_of_text_are_read_by_TextFile_alone() => Assert.Equal([],
        from file in Sources.All()
        where file.Path.StartsWith("src", StringComparison.Ordinal)
        where !s_exceptions.Contains(Path.GetFileName(file.Path))
        from line in file.Lines.Index()
        from way in s_otherWays
        where line.Item.Contains(way, StringComparison.Ordinal)
        select $"{file.Path}:{line.Index + 1} has {way}; use Concord.Lab.Data.TextFile");
}

using Concord.Tests.Golden;
using Concord.Tests.House;
using Xunit;

namespace Concord.Tests.Docs;

/// <summary>Every C# block of the README and the documentation stands, line for line, in code that runs.</summary>
public sealed class SnippetTests
{
    [Fact]
    public void Blocks_of_code_are_cut_from_code_that_runs()
    {
        var code = Sources.All()
            .Where(file => file.Path.StartsWith("examples", StringComparison.Ordinal) || file.Path.Contains("Docs"))
            .Select(file => Join(file.Lines))
            .ToList();
        var blocks = Pages().SelectMany(page => Blocks(File.ReadAllLines(page))).ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(code, text => Has(text, block)));
    }

    [Fact]
    public void The_library_lies_where_the_readme_refers_to_it()
    {
        var root = SharedData.Repository()!;
        var text = File.ReadAllText(Path.Combine(root, "README.md"));
        const string Command = "dotnet add reference ../concord/";
        var path = text[(text.IndexOf(Command, StringComparison.Ordinal) + Command.Length)..].Split('\n')[0];
        Assert.True(File.Exists(Path.Combine(root, path)), path);
    }

    // A block may begin with the namespaces that it uses, which stand at the head of the file.
    private static bool Has(string text, string block)
    {
        var lines = block.Split('\n');
        var body = lines.SkipWhile(IsNamespace).ToArray();
        return text.Contains(Join(body), StringComparison.Ordinal)
            && lines.TakeWhile(IsNamespace).All(line => text.Contains($"{line}\n", StringComparison.Ordinal));
    }

    private static bool IsNamespace(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && line.Count(' ') == 1;

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        foreach (var page in Pages())
            foreach (var target in File.ReadAllText(page).Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')')]))
                if (!target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
                {
                    var path = Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]);
                    Assert.True(Path.Exists(path), $"{page} links to {target}, which does not exist");
                }
    }

    private static IEnumerable<string> Pages()
    {
        var root = SharedData.Repository()!;
        var docs = Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories);
        return Directory.EnumerateFiles(root, "*.md").Concat(docs);
    }

    private static IEnumerable<string> Blocks(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
            if (lines[i] == "```csharp")
            {
                var end = Array.IndexOf(lines, "```", i);
                yield return Join(lines[(i + 1)..end]);
                i = end;
            }
    }

    // Without indentation and blank lines: a block is quoted at another depth.
    private static string Join(IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
}

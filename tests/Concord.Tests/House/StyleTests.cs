using System.Text.RegularExpressions;
using Xunit;

namespace Concord.Tests.House;

/// <summary>The habits of style that a machine can check.</summary>
public sealed partial class StyleTests
{
    private const int MostColumns = 120, MostLinesOfFile = 400, MostLinesOfFunction = 70;

    private static readonly (string Banned, string Instead)[] Words =
    [
        ("new Random" + "(", "Concord.Tensors.Rng, passed as an argument"),
        ("Random." + "Shared", "Concord.Tensors.Rng, passed as an argument"),
        ("DateTime." + "Now", "Stopwatch, or a time passed as an argument"),
        ("Thread." + "Sleep", "a wait for what is waited for"),
        (".Soft" + "Max(", "Softmax.Probabilities, which does not overflow"),
        (".Soft" + "Max<", "Softmax.Probabilities, which does not overflow"),
        ("TO" + "DO", "doing it, or an issue"),
        ("FIX" + "ME", "doing it, or an issue"),
        ("NotImplemented" + "Exception", "an implementation"),
    ];

    [Fact]
    public void Lines_stay_within_120_columns() =>
        AssertNone(from file in Sources.All()
                   from line in file.Lines.Index()
                   where line.Item.Length > MostColumns
                   select $"{file.Path}:{line.Index + 1} has {line.Item.Length} columns");

    [Fact]
    public void Files_stay_within_400_lines() =>
        AssertNone(from file in Sources.All()
                   where file.Lines.Length > MostLinesOfFile
                   select $"{file.Path} has {file.Lines.Length} lines");

    [Fact]
    public void Functions_stay_within_70_lines() =>
        AssertNone(from file in Sources.All()
                   from function in Functions(file.Lines)
                   where function.Length > MostLinesOfFunction
                   select $"{file.Path}:{function.Line} is a function of {function.Length} lines");

    [Fact]
    public void Banned_words_do_not_appear() =>
        AssertNone(from file in Sources.All()
                   from line in file.Lines.Index()
                   from word in Words
                   where line.Item.Contains(word.Banned, StringComparison.Ordinal)
                   select $"{file.Path}:{line.Index + 1} says {word.Banned}; use {word.Instead}");

    [Fact]
    public void Namespaces_mirror_folders() =>
        AssertNone(from file in Sources.All()
                   let declared = file.Lines.Select(line => Namespace().Match(line)).FirstOrDefault(m => m.Success)
                   where declared != null && !file.Path.StartsWith("examples", StringComparison.Ordinal)
                   where !Folder(file.Path).EndsWith(declared.Groups[1].Value, StringComparison.Ordinal)
                   select $"{file.Path} declares {declared.Groups[1].Value}");

    [Fact]
    public void The_function_counter_sees_a_long_function()
    {
        string[] lines =
            ["class A", "{", "    void F(int x)", "    {", .. Enumerable.Repeat("        x++;", 80), "    }", "}"];
        Assert.Equal(82, Assert.Single(Functions(lines)).Length);
    }

    // A body is a brace alone on its line up to the closing brace of the same indent, unless a type's name precedes it.
    private static IEnumerable<(int Line, int Length)> Functions(string[] lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            var brace = lines[i];
            if (brace.Trim() != "{" || brace.Length < 5)
                continue;
            var head = i - 1;
            while (head > 0 && lines[head].StartsWith(brace[..^1] + " ", StringComparison.Ordinal))
                head--;
            var end = Array.FindIndex(lines, i, line => line.StartsWith(brace[..^1] + "}", StringComparison.Ordinal));
            if (end > 0 && !Type().IsMatch(lines[head]) && lines[head].Contains('('))
                yield return (head + 1, end - i + 1);
        }
    }

    private static string Folder(string path) => Path.GetDirectoryName(path)!.Replace(Path.DirectorySeparatorChar, '.');

    private static void AssertNone(IEnumerable<string> broken) => Assert.Equal([], broken);

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(class|struct|interface|record|enum|extension)\b")]
    private static partial Regex Type();
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Concord.Cli;
using Concord.Tests.Golden;

namespace Concord.Tests.Docs;

/// <summary>A command that a reader is shown.</summary>
/// <param name="Source">Where it is shown.</param>
/// <param name="Text">As it is shown, without a comment behind it.</param>
internal readonly record struct PrintedCommand(string Source, string Text);

/// <summary>Finds the commands in pages, help texts, hints on screens and reports.</summary>
internal static partial class PrintedCommands
{
    private static readonly string[] Verbs = [.. CommandLine.Verbs().Select(verb => verb.Name)];

    /// <summary>The README, the notes for contributors and all of docs/, in the order in which they are read.</summary>
    public static IReadOnlyList<string> Pages { get; } = FindPages();

    /// <summary>All commands of a page: lines of blocks of code, and code within sentences.</summary>
    public static IEnumerable<PrintedCommand> OfPage(string page)
    {
        var text = File.ReadAllText(Path.Combine(SharedData.Repository()!, page)).ReplaceLineEndings("\n");
        var blocks = Block().Matches(text).SelectMany(match => match.Groups[1].Value.Split('\n'))
            .SelectMany(line => Comment().Replace(line, "").Split(';')).Select(command => command.Trim())
            .Where(command => IsOwn(command));
        var spans = Span().Matches(Block().Replace(text, ""))
            .Select(match => Blanks().Replace(match.Groups[1].Value, " "))
            .Where(span => IsOwn(span) || IsShort(span)).Select(span => IsOwn(span) ? span : $"concord {span}");
        return blocks.Concat(spans).Distinct().Select(command => new PrintedCommand(page, command));
    }

    /// <summary>The examples of every verb's help.</summary>
    public static IEnumerable<PrintedCommand> OfHelp() =>
        from verb in CommandLine.Verbs()
        from example in verb.Examples
        select new PrintedCommand($"concord {verb.Name} --help", $"concord {example}");

    /// <summary>Hints that a command printed: lines of their own, and what is said about missing data.</summary>
    public static IEnumerable<PrintedCommand> OfScreen(string source, string screen) =>
        Hint().Matches(screen).Select(match => new PrintedCommand(source, $"concord {match.Groups["words"].Value}"));

    /// <summary>What a report proposes: a block of lines for a shell each.</summary>
    public static IEnumerable<PrintedCommand> OfReport(string source, string html) =>
        Preformatted().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))
            .Where(text => text.Contains("concord ", StringComparison.Ordinal))
            .Select(text => new PrintedCommand(source, text));

    /// <summary>Words as a shell reads them: at blanks, but for what stands in quotes.</summary>
    public static string[] Split(string command)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isOpen) = ('\0', false);
        foreach (var sign in command + " ")
        {
            if (quote != '\0' ? sign == quote : sign is '\'' or '"')
                (quote, isOpen) = (quote == '\0' ? sign : '\0', true);
            else if (sign != ' ' || quote != '\0')
                (_, isOpen) = (word.Append(sign), true);
            else if (isOpen)
            {
                words.Add(word.ToString());
                (_, isOpen) = (word.Clear(), false);
            }
        }
        return [.. words];
    }

    private static IReadOnlyList<string> FindPages()
    {
        var root = SharedData.Repository()!;
        var docs = Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal);
        return ["README.md", "CONTRIBUTING.md", .. docs];
    }

    private static bool IsOwn(string command) => Own().IsMatch(command);

    // Within a sentence "eval maze --count 5" is short for "concord eval maze --count 5"; "eval" alone is a word.
    private static bool IsShort(string span) =>
        span.Split(' ') is [var verb, var next, ..] && Verbs.Contains(verb) && !next.StartsWith('-');

    [GeneratedRegex(@"^```\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"`([^`]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"(^| )#( .*)?$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(concord|dotnet) \S")]
    private static partial Regex Own();

    [GeneratedRegex(@"^ +concord (?<words>\S.*?)\s*$|; concord (?<words>data get \w+)", RegexOptions.Multiline)]
    private static partial Regex Hint();

    [GeneratedRegex(@"<pre>(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Preformatted();
}

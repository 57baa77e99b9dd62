using System.Text.RegularExpressions;
using Concord.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Pages;

public sealed class StyleTests
{
    private static readonly string Sheet = FilmPage.Render(SampleFilms.Film(2));

    [Fact]
    public void Printing_keeps_backgrounds_since_swatches_and_bars_are_backgrounds()
    {
        var print = Rule(Sheet, "@media print");
        Assert.Matches(@"\*[^{}]*\{[^{}]*(?<!-webkit-)print-color-adjust: exact", print);
        Assert.Contains("-webkit-print-color-adjust: exact", print);
    }

    // A reader on a phone, or of a printed page, cannot scroll a box sideways to see the end of a command.
    [Fact]
    public void Commands_wrap_at_the_edge()
    {
        var rule = Regex.Match(Sheet, @"^pre \{(.*?)\}", RegexOptions.Singleline | RegexOptions.Multiline).Value;
        Assert.Contains("white-space: pre-wrap", rule);
        Assert.Contains("overflow-wrap: anywhere", rule);
    }

    // The text of a rule with its nested braces.
    private static string Rule(string page, string head)
    {
        var start = page.IndexOf(head, StringComparison.Ordinal);
        Assert.True(start >= 0);
        var (at, depth) = (page.IndexOf('{', start), 0);
        do
            depth += page[at++] switch { '{' => 1, '}' => -1, _ => 0 };
        while (depth > 0);
        return page[start..at];
    }
}

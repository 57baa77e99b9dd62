using System.Net;
using Concord.Lab.Papers;
using Concord.Tests.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Papers;

public sealed class PaperPageTests : IDisposable
{
    private readonly TinyPaper _paper = new();

    public void Dispose() => _paper.Dispose();

    // The small budget scores mazes of 7x7, where the paper has its own size.
    [Fact]
    public void Every_place_that_compares_values_for_different_sizes_marks_them()
    {
        var reproduction = _paper.Open("none");
        var (markdown, page) = (PaperMarkdown.Render(reproduction), Page(reproduction));
        foreach (var text in (string[])
            ["small (ours: size 7)", "cells (ours: size 7)",
                "Not the same measurement: in small, cells the paper’s values are for the suite’s own size"])
        {
            Assert.Contains(text, markdown);
            Assert.Contains(WebUtility.HtmlEncode(text), page);
        }
        Assert.Equal(2, page.Split(">ours, on size 7</span>").Length - 1);
        Assert.Equal(
            "By size (ours: test on size 7, 2x on size 13)",
            TableText.SweepTitle(reproduction, reproduction.Tables[0]));
    }

    [Fact]
    public void Where_sizes_are_the_papers_nothing_is_marked()
    {
        var budget = Path.Combine(_paper.Path, "budget-small.json");
        File.WriteAllText(
            budget, File.ReadAllText(budget).Replace("\"sizes\": { \"test\": \"7\", \"2x\": \"13\" },", ""));
        var reproduction = _paper.Open("none");
        var (markdown, page) = (PaperMarkdown.Render(reproduction), Page(reproduction));
        Assert.DoesNotContain("size 7", markdown + page);
        Assert.DoesNotContain("Not the same", markdown + page);
        Assert.Equal("By size", TableText.SweepTitle(reproduction, reproduction.Tables[0]));
    }

    // Names of runs and sentences stand in the last column, which would otherwise lie beyond the edge of the page.
    [Fact]
    public void The_last_column_of_a_table_may_break_its_lines() =>
        Assert.Matches(@"\.measures td\.cost \{[^}]*white-space: normal", Page(_paper.Open("none")));

    private string Page(Reproduction reproduction)
    {
        var path = _paper.Results("page.html");
        PaperPage.Write(reproduction, path);
        var page = File.ReadAllText(path);
        Html.IsSound(page, scripts: 0);
        return page;
    }
}

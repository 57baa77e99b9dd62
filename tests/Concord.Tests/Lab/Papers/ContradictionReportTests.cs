using System.Net;
using Concord.Lab.Papers;
using Concord.Tests.Lab.Pages;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Papers;

public sealed class ContradictionReportTests
{
    private static readonly Lazy<string> Rendered = new(() =>
    {
        var study = new ContradictionStudy { Seeds = [0], Angles = [0, 0.33, Math.PI] };
        var row = study.Rows[0];
        study = study with { Setting = study.Setting with { Steps = 120, Layers = 4 } };
        using var folder = new TemporaryFolder();
        new ContradictionReport(study, [new(row, 0, [3e-6]), new(row, 0.33, [1.04]), new(row, Math.PI, [9.7])])
            .WritePage(folder.File("page.html"));
        return File.ReadAllText(folder.File("page.html"));
    });

    private static string Page => Rendered.Value;

    [Fact]
    public void A_table_wider_than_the_screen_scrolls_and_breaks_no_number()
    {
        Html.IsSound(Page, scripts: 0);
        Assert.Matches("<div class=\"wide\">\\s*<table", Page);
        Assert.DoesNotMatch("(?<!<div class=\"wide\">\\s*)<table", Page);
        Assert.Matches(@"\.wide \{[^}]*overflow-x: auto", Page);
        Assert.Matches(@"\.wide td \{[^}]*white-space: nowrap", Page);
    }

    [Fact]
    public void A_heat_map_has_numbers_on_its_axis_of_steps_and_names_edges_by_their_ends()
    {
        var heat = Page[Page.IndexOf("<figure class=\"chart heat\">", StringComparison.Ordinal)..];
        heat = heat[..heat.IndexOf("</figure>", StringComparison.Ordinal)];
        Assert.Matches("<text class=\"across\" [^>]*>0</text>", heat);
        Assert.Matches("<text class=\"across\" [^>]*>100</text>", heat);
        foreach (var edge in (string[])["x to h1", "h3 to h4", "h4 to y", "h2 to h1"])
            Assert.Contains($">{edge}</text>", heat);
        Assert.DoesNotContain(">0 to 1</text>", heat);
    }

    [Fact]
    public void Heads_and_errors_are_written_as_people_write_them()
    {
        foreach (var head in (string[])["θ = 0", "θ = 0.33", "θ = π"])
            Assert.Contains($"<th>{WebUtility.HtmlEncode(head)}</th>", Page);
        foreach (var error in (string[])["3×10⁻⁶ (", "1 (", "10 ("])
            Assert.Contains($"<td>{WebUtility.HtmlEncode(error)}", Page);
        Assert.DoesNotContain("e+", Html.Markup(Page));
    }

    // A plot as wide as the page has letters twice as large as one that stands beside another.
    [Fact]
    public void Every_plot_stands_in_a_grid() =>
        Assert.Matches("<h2>How far a signal gets</h2>\\s*<div class=\"charts\">", Page);
}

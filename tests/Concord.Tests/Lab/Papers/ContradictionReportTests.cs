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
}

using System.Text.RegularExpressions;
using Concord.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Pages;

public sealed class DotPlotTests
{
    [Fact]
    public void Values_lie_on_a_common_axis_and_missing_ones_are_left_out()
    {
        var html = new DotPlot("A <title>", ("paper", "ours"),
        [
            ("one", new Dot(0, 0), new Dot(100, 0)),
            ("two", Dot.None, new Dot(50, 70)),
        ]).ToHtml();
        Assert.Contains("A &lt;title&gt;", html);
        var places = Regex.Matches(html, "<circle[^>]* cx=\"([0-9.]+)\"").Select(m => double.Parse(m.Groups[1].Value));
        Assert.Equal([210, 544, 377], places);
        // The spread of 70 ends at the ends of the axis.
        Assert.Contains("<line class=\"curve a\" x1=\"210\" x2=\"544\"", html);
        Assert.Contains("two, ours: 50 %", html);
    }

    [Fact]
    public void Names_too_long_for_the_margin_are_written_smaller()
    {
        var html = new DotPlot("t", ("paper", "ours"),
        [
            ("PC-ALM, rho 0.1, eta 0.4, alpha 1.7", new Dot(1, 0), Dot.None), ("MPNN", new Dot(2, 0), Dot.None),
        ]).ToHtml();
        Assert.Matches("<text class=\"up long\"[^>]*>PC-ALM", html);
        Assert.Matches("<text class=\"up\"[^>]*>MPNN", html);
        Assert.Matches(@"\.chart text\.long \{ font-size: 10", Page.Render("t", html));
    }
}

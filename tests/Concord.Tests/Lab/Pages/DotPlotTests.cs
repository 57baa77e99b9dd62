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
}

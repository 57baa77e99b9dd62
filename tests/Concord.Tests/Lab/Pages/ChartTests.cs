using System.Text.RegularExpressions;
using Concord.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Pages;

public sealed class ChartTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(1.0, "1")]
    [InlineData(0.0123456, "0.0123")]
    [InlineData(123.456, "123")]
    [InlineData(12300.4, "12,300")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(1e-7, "10⁻⁷")]
    [InlineData(1.234e-7, "1.23×10⁻⁷")]
    [InlineData(1e10, "10¹⁰")]
    [InlineData(double.NaN, "–")]
    public void Numbers_are_written_with_three_digits(double value, string text) =>
        Assert.Equal(text, Numbers.Short(value));

    [Fact]
    public void A_linear_axis_has_round_ticks_within_it()
    {
        var ticks = new Axis(0.83, 1, Logarithmic: false).Ticks(4);
        Assert.Equal(["0.85", "0.9", "0.95", "1"], ticks.Select(t => t.Text));
    }

    [Fact]
    public void A_logarithmic_axis_places_equal_factors_at_equal_distances()
    {
        var axis = Axis.Fit([0.002, 0, double.NaN, -1, 70], logarithmic: true);
        Assert.Equal(axis.Place(1) - axis.Place(0.1), axis.Place(10) - axis.Place(1), 12);
        Assert.Equal(["0.01", "0.1", "1", "10"], axis.Ticks(5).Select(t => t.Text));
        Assert.True(double.IsNaN(axis.Place(0)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_axis_of_no_or_one_value_still_has_a_length(bool logarithmic)
    {
        foreach (double[] values in new double[][] { [], [double.NaN], [3], [3, 3] })
        {
            var axis = Axis.Fit(values, logarithmic);
            Assert.True(axis.High > axis.Low);
            Assert.NotEmpty(axis.Ticks(4));
        }
    }

    [Fact]
    public void A_curve_is_broken_where_it_has_no_value_and_a_single_point_is_a_dot()
    {
        var broken = new Chart("t", "x", [new("c", "a", [(0, 1), (1, 2), (2, double.NaN), (3, 2), (4, 1)])]).ToHtml();
        Assert.Equal(2, Regex.Count(Regex.Match(broken, "class=\"curve a\" d=\"([^\"]*)\"").Groups[1].Value, "M"));
        Assert.Contains("<circle class=\"a\"", new Chart("t", "x", [new("c", "a", [(7, 1)])]).ToHtml());
    }

    [Fact]
    public void The_frame_says_where_a_point_lies()
    {
        var html = new Chart("t", "x", [new("c", "a", [(1, 1), (9, 100)])])
        {
            Up = new Axis(1, 100, Logarithmic: true),
            Live = true,
        }.ToHtml();
        var words = Regex.Match(html, "data-frame=\"([^\"]*)\"").Groups[1].Value.Split(' ');
        double[] frame = [.. words.Select(double.Parse)];

        Assert.Equal([1, 9, 0, 2], frame[4..]);
        Assert.Contains($"d=\"M{frame[0]} {frame[1] + frame[3]}L{frame[0] + frame[2]} {frame[1]}\"", html);
    }

    [Fact]
    public void Thinning_keeps_every_peak_and_the_order()
    {
        static double At(int i) => i switch { 77_777 => 50, 5 => -50, _ => i % 7 };
        var points = Enumerable.Range(0, 100_000).Select(i => ((double)i, At(i))).ToList();

        var thin = Thinning.Thin(points, 1000);

        Assert.InRange(thin.Count, 500, 1000);
        Assert.Contains((77_777, 50), thin);
        Assert.Contains((5, -50), thin);
        Assert.Equal(thin.OrderBy(p => p.X), thin);
    }

    [Fact]
    public void Smoothing_is_the_geometric_mean_of_the_window()
    {
        var smooth = Thinning.Smooth([(0, 1), (1, 10), (2, 100), (3, double.NaN), (4, 4)], reach: 1);
        Assert.Equal(1, smooth[0].Y, 12);
        Assert.Equal(10, smooth[1].Y, 12);
        Assert.Equal(Math.Sqrt(1000), smooth[2].Y, 9);
        Assert.Equal(20, smooth[3].Y, 9);
        Assert.Equal(4, smooth[4].Y, 9);
    }

    [Theory]
    [InlineData(0.9985, 1.0, "99.85 %, 99.9 %, 99.95 %, 100 %")]
    [InlineData(0.99985, 1.0, "99.985 %, 99.99 %, 99.995 %, 100 %")]
    [InlineData(0.25, 1.0, "40 %, 60 %, 80 %, 100 %")]
    public void Ticks_in_percent_have_the_decimals_that_tell_them_apart(double low, double high, string texts) =>
        Assert.Equal(texts, string.Join(", ", new Axis(low, high, false).Ticks(4, percent: true).Select(t => t.Text)));

    [Theory]
    [InlineData(1000.1, 1000.9, "1,000.2, 1,000.4, 1,000.6, 1,000.8")]
    [InlineData(0.9991, 0.9999, "0.9992, 0.9994, 0.9996, 0.9998")]
    [InlineData(0.0, 2e-7, "0, 5×10⁻⁸, 10⁻⁷, 1.5×10⁻⁷, 2×10⁻⁷")]
    public void Ticks_have_the_decimals_that_tell_them_apart(double low, double high, string texts) =>
        Assert.Equal(texts, string.Join(", ", new Axis(low, high, false).Ticks(4).Select(t => t.Text)));
}

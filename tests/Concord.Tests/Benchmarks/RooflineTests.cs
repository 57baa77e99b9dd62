using Concord.Benchmarks.Roofline;
using Concord.Tests.Cli;
using Xunit;

namespace Concord.Tests.Benchmarks;

/// <summary>The measuring loops run, and the command says what they come to.</summary>
public sealed class RooflineTests
{
    [Fact]
    public void Rates_are_measured()
    {
        Assert.InRange(Peak.OperationsPerSecond(threads: 2, seconds: 0.001), 1e6, 1e14);
        var bandwidth = Bandwidth.Measure(threads: 2, floats: 1000, seconds: 0.001);
        Assert.All([bandwidth.Read, bandwidth.Copy, bandwidth.Triad], rate => Assert.InRange(rate, 1e6, 1e14));
    }

    [Fact]
    public void Turns_of_all_threads_are_counted()
    {
        long[] turns = [0, 0];
        BestRate.TurnsPerSecond(2, 1e-9, (thread, count) => turns[thread] += count);
        Assert.True(turns[0] > 0);
        Assert.Equal(turns[0], turns[1]);
    }

    [Fact]
    public void The_share_is_two_operations_a_multiply_add_by_time_and_peak()
    {
        var result = Run("--task", "maze", "--seconds", "0.5", "--peak", "400", "--json").Json();
        var total = result.GetProperty("as_written").GetProperty("total").GetDouble();
        Assert.Equal(2 * total / 0.5 / 400e9, result.GetProperty("share_as_written").GetDouble(), 12);
        Assert.Equal(128, result.GetProperty("batch").GetInt32());
        Assert.Equal(28, result.GetProperty("iterations").GetInt32());
    }

    [Fact]
    public void Without_a_time_it_only_counts()
    {
        var result = Run("--task", "digits", "--infer");
        Assert.Equal(0, result.Code);
        Assert.Contains("infer, batch 1, K = 100", result.Out);
        Assert.DoesNotContain("%", result.Out);
    }

    [Theory]
    [InlineData("The task must be one of maze, digits, sudoku, but is chess.", "--task", "chess")]
    [InlineData("The batch must be positive, but is 0.", "--task", "maze", "--batch", "0")]
    [InlineData("--seconds must be a number, but is x.", "--task", "maze", "--seconds", "x")]
    [InlineData("The seconds of a step must be positive", "--task", "maze", "--seconds", "-1", "--peak", "400")]
    public void Wrong_words_are_refused(string sentence, params string[] words) => Run(words).IsRefusedWith(sentence);

    private static CliResult Run(params string[] words)
    {
        using StringWriter output = new(), error = new();
        var code = RooflineCommand.Run(words, output, error);
        return new CliResult(code, output.ToString(), error.ToString());
    }
}

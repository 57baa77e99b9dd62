using Concord.Lab.Models;
using Concord.Lab.Tasks.Parity;
using Concord.Tests.Tensors.Storage;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class SolveParityTests : IDisposable
{
    private readonly RandomWeights _weights = new(new ParityExperiment
    {
        Options = new ThoughtOptions<ThoughtViews>(ParityStrings.Asks(6))
        {
            Sizes = new ThinkerSizes
            {
                Neurons = 16, Width = 8, Heads = 2, PairsOut = 4, PairsAction = 4, Memory = 3, NeuronHidden = 2,
                Ticks = 5,
            },
        },
    });

    public void Dispose() => _weights.Dispose();

    [Fact]
    public void A_string_is_drawn_with_its_answer_and_how_sure_it_is()
    {
        var result = Solve("-++-+-");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("String of 6, 5 ticks\n\ninput   - + + - + -\nanswer  ", result.Out);
        Assert.Contains("tick  certainty  wrong  answer\n", result.Out);
        Assert.Matches(@"\nSurest after tick \d of 5, at [\d.]+ %: ", result.Out);
        Assert.DoesNotContain("agents", result.Out);
    }

    [Fact]
    public void The_answer_is_that_of_the_surest_tick()
    {
        var json = Solve("-++-+-", "--json").Json();
        var (answer, right) = (json.GetProperty("answer")[0].GetString()!, "oooeeo");
        Assert.Equal(
            answer.Zip(right).Count(pair => pair.First != pair.Second),
            json.GetProperty("wrong_positions").GetInt32());
        var ticks = json.GetProperty("residuals").EnumerateArray().ToDictionary(
            line => line.GetProperty("iteration").GetInt32(), line => line.GetProperty("certainty").GetDouble());
        Assert.Equal(ticks.Values.Max(), ticks[json.GetProperty("surest_tick").GetInt32()]);
        Assert.Equal(ticks.Values.Max(), json.GetProperty("certainty").GetDouble());
    }

    [Fact]
    public void A_page_is_written()
    {
        using var folder = new TemporaryFolder();
        Solve("-++-+-", "--html", folder.File("thought.html"));
        Assert.Contains("id=\"thought-data\"", File.ReadAllText(folder.File("thought.html")));
    }

    private CliResult Solve(string input, params string[] words) =>
        CliProcess.HereWith(input, ["solve", "parity", "-", "--weights", _weights.Path, .. words]);
}

using System.Text;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class SolveDigitTests : IDisposable
{
    private const string Drawn = "drawn digits";

    private static readonly DigitExperiment _experiment = new()
    {
        Options = new DigitSheafOptions
        {
            Hidden = 16, VertexStalk = 8, EdgeStalk = 4, Rank = 2, Iterations = 4, IterationsToEvaluate = 4,
        },
    };

    private readonly RandomWeights _weights = new(_experiment);

    public void Dispose() => _weights.Dispose();

    [Fact]
    public void An_image_is_drawn_with_what_agents_call_it_and_what_they_say_together()
    {
        var result = Solve("--size", "12", "--seed", "7");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("Test image 7, 12x12 pixels, 16 agents, 42 edges\ndata: drawn digits\n", result.Out);
        Assert.Matches(@"\n[ .:\-=+*#%@]{12}   \d \d \d \d\n", result.Out);
        Assert.Matches(@"\n0: +\d+%  1: .*  9: +\d+%\n", result.Out);
        Assert.Contains("Called ", result.Out);

        var json = Solve("--size", "12", "--seed", "7", "--json").Json();
        Assert.Equal(Drawn, json.GetProperty("data").GetString());
        var shares = json.GetProperty("probabilities").EnumerateArray().Select(n => n.GetDouble()).ToList();
        Assert.Equal(1, shares.Sum(), 1e-5);
        Assert.Equal(shares.IndexOf(shares.Max()), int.Parse(json.GetProperty("called").GetString()!));
        Assert.Equal(
            json.GetProperty("solved").GetBoolean(),
            json.GetProperty("called").GetString() == json.GetProperty("label").GetString());
        Assert.Equal(4, json.GetProperty("answer").GetArrayLength());
    }

    [Theory]
    [InlineData("P2\n# a comment\n6 5 100\n", "100")]
    [InlineData("P5 6 5 255\n", "~")]
    public void A_picture_is_read_and_its_digit_is_not_known(string header, string pixel)
    {
        var picture = header + string.Join(header[1] == '2' ? " " : "", Enumerable.Repeat(pixel, 30)) + "\n";
        File.WriteAllText(_weights.Beside("my.pgm"), picture);
        var result = Solve(_weights.Beside("my.pgm"), "--swap");
        Assert.Contains("my.pgm, 5x6 pixels, 4 agents, 6 edges", result.Out);
        Assert.Contains("what it is, is not known here", result.Out);
        Assert.DoesNotContain("may help", result.Out + Solve(_weights.Beside("my.pgm")).Out);
        Assert.DoesNotContain("data:", result.Out);

        var json = CliProcess.HereWith(
            Encoding.Latin1.GetBytes(picture), "solve", "digits", "-", "--weights", _weights.Path, "--json").Json();
        Assert.False(json.GetProperty("has_answer").GetBoolean());
        Assert.Equal(pixel == "~" ? "======" : "@@@@@@", json.GetProperty("input")[0].GetString());
    }

    [Theory]
    [InlineData("", "a picture of a digit must be a PNG or Netpbm file (P1 to P6), but is an empty file.")]
    [InlineData("P7\nWIDTH 5\n", "must be a PNG or Netpbm file (P1 to P6), but is a Netpbm picture in the format PAM.")]
    [InlineData("GIF89a", "must be a PNG or Netpbm file (P1 to P6), but is a GIF picture.")]
    [InlineData("P6 5 5 255\n", "a picture of 5x5 pixels must have 75 bytes, but has 0.")]
    [InlineData("P2 5 5 70000\n", "the number for white must lie between 1 and 65535, but is 70000.")]
    [InlineData("P2", "the width of the picture must lie between 5 and 1000, but is missing.")]
    [InlineData("P2 5 x", "the height of the picture must lie between 5 and 1000, but is no number.")]
    [InlineData("P2 4 5 255\n", "the width of the picture must lie between 5 and 1000, but is 4.")]
    [InlineData("P2 5 99999999999999 255\n", "the height of the picture must lie between 5 and 1000, but is 99999")]
    [InlineData("P5 5 5 65535\n", "a picture of 5x5 pixels must have 50 bytes, but has 0.")]
    [InlineData("P2 5 5 9\n1 2 3", "the pixel at row 1, column 4 must lie between 0 and 9, but is missing.")]
    [InlineData("P2 5 5 9\n1 2 10", "the pixel at row 1, column 3 must lie between 0 and 9, but is 10.")]
    [InlineData("P5 5 5 9", "a picture of 5x5 pixels must have 25 bytes, but has 0.")]
    [InlineData("P5 5 5 9\n1234", "a picture of 5x5 pixels must have 25 bytes, but has 4.")]
    [InlineData("P5 5 5 9\n1234567890123456789012345", "a pixel must be at most 9, the number for white, but is 49.")]
    [InlineData("P5 5 5 99\n1234567890123456789012345 6", "the file must end after 5x5 pixels, but goes on.")]
    public void Pictures_that_are_none_are_refused(string picture, string fragment)
    {
        File.WriteAllText(_weights.Beside("bad.pgm"), picture);
        var result = Solve(_weights.Beside("bad.pgm"));
        result.IsRefusedWith(fragment);
        Assert.Contains("bad.pgm: ", result.Error);
    }

    [Fact]
    public void Scores_say_which_data_they_are_about()
    {
        string[] words = ["eval", "digits", "--weights", _weights.Path, "--count", "3", "--suite", "clean,pad4"];
        Assert.Contains("disturbance: none\ndata: drawn digits\n\nsuite", CliProcess.Here(words).Out);
        var json = CliProcess.Here([.. words, "--json"]).Json();
        Assert.Equal(Drawn, json.GetProperty("data").GetString());
        Assert.All(
            json.GetProperty("suites").EnumerateArray(),
            suite => Assert.Equal(Drawn, suite.GetProperty("data").GetString()));
        var table = CliProcess.Here(
            "compare", "digits", "--models", $"{_weights.Path},{_weights.Path}", "--count", "3").Out;
        Assert.Matches(@"\n +data +drawn digits +drawn digits\n", table);
    }

    [Fact]
    public void Weights_can_be_asked_about_other_data()
    {
        string[] words = ["eval", "digits", "--weights", _weights.Path, "--count", "3", "--json", "--data"];
        var mnist = CliProcess.Here([.. words, "mnist"]);
        if (Mnist.Find() == null)
            mnist.IsRefusedWith("MNIST must lie in ");
        else
            Assert.Equal("MNIST", mnist.Json().GetProperty("data").GetString());
        CliProcess.Here([.. words, "nowhere"])
            .IsRefusedWith("The folder with MNIST must exist, but nowhere is missing.");
        CliProcess.Here("eval", "maze", "--data", "drawn")
            .IsRefusedWith("--data must be an option of the task maze, but is not.");
    }

    [Fact]
    public void Weights_that_learned_from_a_folder_of_another_machine_can_be_asked()
    {
        using var far = new RandomWeights(_experiment with
        {
            Source = new DigitSource { Hand = DigitHand.Mnist, Folder = "/no/such/folder" },
        });
        var expected = Mnist.Find() == null ? "drawn digits, since MNIST was not found on this machine" : "MNIST";
        string[] rest = ["--weights", far.Path, "--iterations", "1", "--json"];
        foreach (var verb in (string[][])[["solve", "digits"], ["eval", "digits", "--count", "2"]])
            Assert.Equal(expected, CliProcess.Here([.. verb, .. rest]).Json().GetProperty("data").GetString());
        if (Mnist.Find() != null)
            CliProcess.Here(["solve", "digits", "--seed", "10000", .. rest]).IsRefusedWith(
                "The seed, as the number of an image of MNIST, must lie between 0 and 9999, but is 10000.");
    }

    [Fact]
    public void Inspect_tells_the_scale_of_its_sheaf()
    {
        var facts = CliProcess.Here("inspect", _weights.Path, "--json").Json().GetProperty("diagnostics");
        Assert.True(facts.GetProperty("penalty").GetDouble() > 0);
        Assert.True(facts.GetProperty("largest_eigenvalue").GetDouble() > 0);
    }

    private CliResult Solve(params string[] words) =>
        CliProcess.Here(["solve", "digits", .. words, "--weights", _weights.Path]);
}

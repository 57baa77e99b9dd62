using System.Text.Json;
using Xunit;

namespace Concord.Tests.Cli;

/// <summary>What a command line did: its exit code and its two streams.</summary>
public sealed record CliResult(int Code, string Out, string Error)
{
    /// <summary>The JSON object that must be the last line of standard output, and the only JSON there.</summary>
    public JsonElement Json()
    {
        Assert.True(Code == 0, $"exit code {Code}: {Error}");
        var line = Assert.Single(Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return JsonDocument.Parse(line).RootElement;
    }

    /// <summary>Exit code 2 and one sentence that contains the fragment, nothing else.</summary>
    public void IsRefusedWith(string fragment)
    {
        Assert.True(Code == 2, $"exit code {Code}, out: {Out}, error: {Error}");
        Assert.Equal("", Out);
        var sentence = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(fragment, sentence);
        Assert.EndsWith(".", sentence);
        Assert.DoesNotContain("   at ", sentence);
        Assert.DoesNotContain("Exception", sentence);
        Assert.DoesNotContain("(Parameter", sentence);
    }
}

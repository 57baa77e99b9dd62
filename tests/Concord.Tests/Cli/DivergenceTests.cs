using System.Text.Json;
using Concord.Lab.Runs;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

[Trait("Speed", "Slow")]
public sealed class DivergenceTests
{
    [Theory]
    [InlineData("pc-alm", "Activities settle where η λ_max (2ρ + α) is below 4")]
    [InlineData("pc", "Activities settle where η ρ λ_max is below 2")]
    [InlineData("pc-nesterov", "Activities settle where η ρ λ_max is below (2 + 2μ)/(1 + 2μ)")]
    [InlineData("ipc", "Activities settle where η ρ λ_max is below 2")]
    [InlineData("epc", "Errors settle where η (ρ + λ_max) is below 2")]
    [InlineData("bp", "or another --seed may help.")]
    public void A_run_that_diverges_keeps_what_was_good_and_says_which_bound_to_look_at(string rule, string bound)
    {
        using var folder = new TemporaryFolder();
        var run = folder.File("run");
        var line = "train digits --model mlp --data drawn --images 32 --batch 16 --depth 8 --hidden 8 --iterations 8 "
            + $"--activation identity --rule {rule} --lr 100000 --steps 300 --score-every 0 --json --run {run}";

        var end = CliProcess.Here(line.Split(' '));

        Assert.True(end.Code == 1, $"exit code {end.Code}: {end.Error}");
        var json = JsonDocument.Parse(end.Out).RootElement;
        Assert.Equal("diverged", json.GetProperty("status").GetString());
        var step = json.GetProperty("steps").GetInt64();
        var sentence = end.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith($"The loss or its gradient must be finite, but was not at step {step}; ", sentence);
        Assert.Contains($"the last good checkpoint is kept in {run}, and a lower --lr than 100000", sentence);
        Assert.Contains(bound, sentence);
        Assert.EndsWith(".", sentence);

        Assert.Equal(Checkpoint.Last(run), json.GetProperty("weights").GetString());
        Assert.Equal(
            [$"checkpoint-{step:d10}.safetensors", "plan.json"],
            Directory.GetFiles(run).Select(Path.GetFileName).Order());
        using (var kept = Checkpoint.ReadLast(run, RunFolder.Open(run).Plan.Experiment.Open().Parameters))
            foreach (var block in new[] { kept!.Weights, kept.Average, kept.Mean, kept.Square })
                foreach (var value in block.Span)
                    Assert.True(float.IsFinite(value));

        // It can be looked into, and going on is possible, even if it comes to the same.
        Assert.Equal(0, CliProcess.Here("inspect", run).Code);
        var again = CliProcess.Here("train", "digits", "--resume", run, "--steps", $"{step + 4}");
        Assert.True(again.Code is 0 or 1, again.Error);
        Assert.DoesNotContain("fault of its own", again.Error);
    }
}

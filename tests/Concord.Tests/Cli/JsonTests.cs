using System.Text.Json;
using Concord.Lab;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class JsonTests(TrainedRun run)
{
    [Fact]
    public void Train_reports_run_steps_seconds_loss_scores_and_weights()
    {
        var json = run.Result.Json();
        Assert.Equal(run.Path, json.GetProperty("run").GetString());
        Assert.Equal(40, json.GetProperty("steps").GetInt64());
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);
        Assert.InRange(json.GetProperty("loss").GetDouble(), 0.001, 10);
        CheckSuite(Assert.Single(json.GetProperty("scores").EnumerateArray()), "test", 100);
        Assert.True(File.Exists(json.GetProperty("weights").GetString()));
        Assert.Contains("<html", File.ReadAllText(Path.Combine(run.Path, "report.html")));
        Assert.DoesNotContain("   at ", run.Result.Error);
    }

    [Fact]
    public void Eval_reports_every_suite_in_fractions()
    {
        var json = CliProcess.Here(
            "eval", "maze", "--weights", run.Weights, "--suite", "test,2x", "--size", "7", "--count", "5",
            "--iterations", "6", "--seed", "9", "--json").Json();
        Assert.Equal("maze", json.GetProperty("task").GetString());
        Assert.Equal("sheaf-admm", json.GetProperty("model").GetString());
        Assert.Equal(run.Weights, json.GetProperty("weights").GetString());
        Assert.True(json.GetProperty("parameters").GetInt32() > 1000);
        Assert.Equal(6, json.GetProperty("iterations").GetInt32());
        Assert.Equal(9, json.GetProperty("seed").GetInt32());
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);
        var suites = json.GetProperty("suites").EnumerateArray().ToList();
        Assert.Equal(2, suites.Count);
        CheckSuite(suites[0], "test", 5);
        CheckSuite(suites[1], "2x", 5);
    }

    [Fact]
    public void Trained_weights_can_be_scored_with_other_steps_and_without_a_dual()
    {
        double Accuracy(params string[] options)
        {
            var json = CliProcess.Here([
                "eval", "maze", "--weights", run.Weights, "--size", "9", "--count", "20", "--json", .. options]).Json();
            return json.GetProperty("suites")[0].GetProperty("cell_accuracy").GetDouble();
        }

        var usual = Accuracy();
        Assert.Equal(usual, Accuracy("--cg-steps", "5"));
        Assert.NotEqual(usual, Accuracy("--cg-steps", "1"));
        Assert.NotEqual(usual, Accuracy("--no-dual"));
        Assert.NotEqual(usual, Accuracy("--iterations", "0"));
    }

    [Fact]
    public void A_run_its_checkpoint_and_its_weights_score_alike()
    {
        var checkpoint = Directory.GetFiles(run.Folder, "checkpoint-*").Order().Last();
        var scores = ((string[])[run.Folder, checkpoint, run.Weights]).Select(path => CliProcess.Here(
            "eval", "maze", "--weights", path, "--size", "9", "--count", "20", "--json").Json()
            .GetProperty("suites")[0].GetProperty("cell_accuracy").GetDouble());
        Assert.Single(scores.Distinct());
    }

    [Fact]
    public void Weights_far_from_their_plan_are_known_by_their_shapes()
    {
        using var folder = new TemporaryFolder();
        File.Copy(run.Weights, folder.File("moved.safetensors"));
        var json = CliProcess.Here("inspect", folder.File("moved.safetensors"), "--json").Json();
        Assert.Equal("sheaf-admm", json.GetProperty("model").GetString());
        Assert.Equal("40", json.GetProperty("notes").GetProperty("concord.step").GetString());
        Assert.True(json.GetProperty("diagnostics").GetProperty("penalty").GetDouble() > 0);
        Assert.InRange(
            json.GetProperty("diagnostics").GetProperty("smallest_eigenvalue").GetDouble(),
            0, json.GetProperty("diagnostics").GetProperty("largest_eigenvalue").GetDouble());
    }

    [Theory]
    [InlineData("train", 8)]
    [InlineData("infer", 6)]
    public void Bench_reports_times_and_memory(string mode, int iterations)
    {
        var json = CliProcess.Here(
            "bench", "maze", "--preset", "tiny", "--mazes", "50", "--mode", mode, "--batch", "4",
            "--iterations", $"{iterations}", "--steps", "3", "--threads", "2", "--json").Json();
        Assert.Equal("maze", json.GetProperty("task").GetString());
        Assert.Equal("sheaf-admm", json.GetProperty("model").GetString());
        Assert.Equal(mode, json.GetProperty("mode").GetString());
        Assert.Equal(4, json.GetProperty("batch").GetInt32());
        Assert.Equal(2, json.GetProperty("threads").GetInt32());
        Assert.Equal(iterations, json.GetProperty("iterations").GetInt32());
        Assert.True(json.GetProperty("parameters").GetInt32() > 1000);
        var seconds = json.GetProperty("seconds_per_step");
        double least = seconds.GetProperty("min").GetDouble(), median = seconds.GetProperty("median").GetDouble();
        Assert.InRange(least, 0, median);
        Assert.InRange(median, least, seconds.GetProperty("max").GetDouble());
        Assert.Equal(4 / median, json.GetProperty("samples_per_second").GetDouble(), 1e-6);
        Assert.True(json.GetProperty("peak_rss_mib").GetDouble() > 10);
    }

    [Theory]
    [InlineData("train", 2)]
    [InlineData("infer", 3)]
    public void Bench_times_every_task(string mode, int iterations)
    {
        foreach (var task in Catalog.Tasks)
        {
            // Thirty numbers are not sorted in fewer ticks, and thirteen are gone before a question is asked.
            var ticks = task.Name is "sorting" or "qamnist" ? 30 : iterations;
            var json = CliProcess.Here(
                "bench", task.Name, "--mode", mode, "--batch", "2", "--iterations", $"{ticks}",
                "--steps", "2", "--threads", "1", "--hidden", "16", "--json").Json();
            Assert.Equal(task.Name, json.GetProperty("task").GetString());
            Assert.Equal(ticks, json.GetProperty("iterations").GetInt32());
            Assert.True(json.GetProperty("seconds_per_step").GetProperty("min").GetDouble() > 0);
            Assert.InRange(json.GetProperty("own_cpu_cores").GetDouble(), 0, 1024);
            Assert.Equal(
                File.Exists("/proc/stat") ? JsonValueKind.Number : JsonValueKind.Null,
                json.GetProperty("other_cpu_cores").ValueKind);
        }
    }

    [Theory]
    [InlineData("maze", JsonValueKind.Null)]
    [InlineData("digits", JsonValueKind.Number)]
    [InlineData("sudoku", JsonValueKind.Number)]
    public void Bench_says_how_many_iterations_a_step_has_unless_each_draws_its_own(string task, JsonValueKind kind)
    {
        var json = CliProcess.Here("bench", task, "--batch", "1", "--steps", "1", "--hidden", "8", "--json").Json();
        Assert.Equal(kind, json.GetProperty("iterations").ValueKind);
    }

    [Fact]
    public void Compare_scores_the_same_instances_for_all()
    {
        string[] words = ["compare", "maze", "--models", $"{run.Folder},{run.Weights}", "--size", "9", "--count", "10"];
        var models = CliProcess.Here([.. words, "--json"]).Json().GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(2, models.Count);
        Assert.Equal(
            models[0].GetProperty("suites")[0].GetProperty("cell_accuracy").GetDouble(),
            models[1].GetProperty("suites")[0].GetProperty("cell_accuracy").GetDouble());
        Assert.Contains("cell accuracy", CliProcess.Here(words).Out);
    }

    [Fact]
    public void Inspect_tells_a_runs_plan_tensors_and_curves()
    {
        var json = CliProcess.Here("inspect", run.Folder, "--json").Json();
        Assert.Equal("run", json.GetProperty("kind").GetString());
        Assert.Equal(40, json.GetProperty("plan").GetProperty("steps").GetInt32());
        Assert.Equal(
            json.GetProperty("parameters").GetInt32(),
            json.GetProperty("tensors").EnumerateArray().Sum(tensor => tensor.GetProperty("count").GetInt32()));
        var text = CliProcess.Here("inspect", run.Folder).Out;
        Assert.Contains("loss", text);
        Assert.Contains("largest eigenvalue", text);
    }

    private static void CheckSuite(JsonElement suite, string name, int count)
    {
        Assert.Equal(name, suite.GetProperty("name").GetString());
        Assert.Equal(count, suite.GetProperty("count").GetInt32());
        Assert.InRange(suite.GetProperty("solved").GetDouble(), 0, 1);
        Assert.InRange(suite.GetProperty("cell_accuracy").GetDouble(), 0, 1);
    }
}

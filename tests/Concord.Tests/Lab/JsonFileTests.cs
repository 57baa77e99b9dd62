using Concord.Lab;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab;

public sealed class JsonFileTests
{
    private const string Start = "{\"experiment\":{\"task\":\"maze\"},";

    [Theory]
    [InlineData("", "a plan must be a JSON object, but the file is empty.")]
    [InlineData(" \r\n", "a plan must be a JSON object, but the file is empty.")]
    [InlineData("null", "a plan must be a JSON object, but is null.")]
    [InlineData("[1]", "a plan must be a JSON object, but is an array.")]
    [InlineData("{\"seed\":", "it ends too early, in line 1.")]
    [InlineData("{\n\"seed\": x}", "it is broken in line 2, column 9.")]
    [InlineData("{\r\"seed\": x}", "it is broken in line 2, column 9.")]
    [InlineData("{}", "the field experiment is missing.")]
    [InlineData("{\"experiment\":1}", "experiment is 1 instead of an object.")]
    [InlineData(
        "{\"experiment\":{}}",
        "the field experiment.task is missing, one of maze, digits, sudoku, parity, route, sorting, qamnist.")]
    [InlineData(
        "{\"experiment\":{\"task\":\"maize\"}}",
        "experiment.task is \"maize\", none of maze, digits, sudoku, parity, route, sorting, qamnist; the nearest is "
        + "maze.")]
    [InlineData(
        "{\"experiment\":{\"task\":\"maze\",\"options\":{\"model\":\"sheaf-admm\",\"hidden\":\"x\"}}}",
        "experiment.options.hidden is \"x\" instead of a whole number.")]
    [InlineData(
        "{\"experiment\":{\"task\":\"maze\",\"options\":{\"model\":\"sheaf-admm\",\"hiden\":1}}}",
        "the field experiment.options.hiden is not known; the nearest is hidden.")]
    [InlineData(
        "{\"experiment\":{\"task\":\"maze\",\"options\":{\"model\":\"sheaf-admm\",\"vertex_stalk\":0}}}",
        "vertex_stalk must lie between 1 and 1024, but is 0.")]
    [InlineData(Start + "\"batch\":1.5}", "batch is 1.5 instead of a whole number.")]
    [InlineData(Start + "\"batch\":null}", "batch is null instead of a whole number.")]
    [InlineData(Start + "\"batch\":8,\"batch\":9}", "the field batch is there twice.")]
    [InlineData(Start + "\"optimizer\":{\"rate\":\"fast\"}}", "optimizer.rate is \"fast\" instead of a number.")]
    [InlineData(Start + "\"score_suite\":3}", "score_suite is 3 instead of text.")]
    public void What_is_wrong_is_said_in_terms_of_the_file(string json, string end)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("plan.json"), json);
        var refusal = Assert.Throws<InvalidDataException>(() => Plan.Read(folder.File("plan.json"))).Message;
        Assert.StartsWith($"{folder.File("plan.json")}: ", refusal, StringComparison.Ordinal);
        Assert.EndsWith(end, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_plan_that_an_editor_saved_is_read(string encoding)
    {
        using var folder = new TemporaryFolder();
        var plan = Catalog.Tasks[0].Presets[0].Plan(Catalog.Tasks[0].Models[0].Experiment);
        var text = System.Text.Encoding.UTF8.GetString(plan.ToJson()).ReplaceLineEndings("\r\n");
        File.WriteAllText(folder.File("plan.json"), text, System.Text.Encoding.GetEncoding(encoding));
        Assert.Equal(plan, Plan.Read(folder.File("plan.json")));
    }

    [Fact]
    public void Fields_may_come_in_any_order()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("plan.json"), "{\"batch\":8,\"experiment\":{\"side\":9,\"task\":\"maze\"}}");
        Assert.Equal(8, Plan.Read(folder.File("plan.json")).Batch);
    }

    [Fact]
    public void Every_preset_of_every_model_reads_back()
    {
        using var folder = new TemporaryFolder();
        foreach (var task in Catalog.Tasks)
            foreach (var (model, preset) in task.Models.SelectMany(m => task.Presets.Select(p => (m, p))))
            {
                var plan = preset.Plan(model.Experiment);
                File.WriteAllBytes(folder.File("plan.json"), plan.ToJson());
                Assert.Equal(plan, Plan.Read(folder.File("plan.json")));
            }
    }
}

using Concord.Lab;
using Concord.Tests.Lab.Pages;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("weights.plan.json")]
    [InlineData("plan.json")]
    public void The_plan_beside_weights_is_told(string name)
    {
        var plan = Plan("--model mpnn --hidden 24 --steps 77");
        using var weights = new RandomWeights(plan.Experiment);
        File.Delete(weights.Beside("weights.plan.json"));
        File.WriteAllBytes(weights.Beside(name), plan.ToJson());
        var json = CliProcess.Here("inspect", weights.Path, "--json").Json();
        Assert.Equal(77, json.GetProperty("plan").GetProperty("steps").GetInt32());
        Assert.Equal("weights", json.GetProperty("kind").GetString());
        Assert.Contains("\"steps\": 77", CliProcess.Here("inspect", weights.Path).Out);
    }

    // Found by the shapes in the file, so the plan of other weights is not theirs.
    [Fact]
    public void The_plan_of_other_weights_is_not_told()
    {
        var plan = Plan("--model mpnn");
        using var weights = new RandomWeights(plan.Experiment);
        File.WriteAllBytes(weights.Beside("weights.plan.json"), Plan("--model mpnn --hidden 24").ToJson());
        var json = CliProcess.Here("inspect", weights.Path, "--json").Json();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("plan").ValueKind);
    }

    [Fact]
    public void A_page_of_a_model_without_diagnostics_says_so_and_has_its_plan()
    {
        var plan = Plan("--model mpnn --hidden 24 --steps 77");
        using var weights = new RandomWeights(plan.Experiment);
        File.WriteAllBytes(weights.Beside("weights.plan.json"), plan.ToJson());
        var page = Page(weights.Path);
        Assert.Contains("<h1>Inside mpnn on maze</h1>", page);
        Assert.Contains($"{weights.Path}: weights, task maze, model mpnn,", page);
        Assert.Contains("Nothing to draw: ", page);
        Assert.Contains("<th scope=\"row\">steps</th><td>77</td>", page);
    }

    [Fact]
    public void Numbers_of_a_sheaf_are_explained_in_the_terminal_and_on_the_page()
    {
        using var weights = new RandomWeights(Plan("--preset tiny --hidden 8 --stalk 3 --edge-stalk 2").Experiment);
        var page = Page(weights.Path);
        var text = CliProcess.Here("inspect", weights.Path).Out;
        foreach (var part in (string[])["penalty ρ in the first", "edges to the north-east", "sheaf Laplacian"])
        {
            Assert.Contains(part, text);
            Assert.Contains(part, System.Net.WebUtility.HtmlDecode(page));
        }
        Assert.DoesNotContain("Nothing to draw", page);
        Assert.Contains("<svg", page);
    }

    private static Plan Plan(string options) => PlanOptions.Read(Catalog.Task("maze"), PlanOptions.Parse(options));

    private string Page(string weights)
    {
        var path = _folder.File("page.html");
        Assert.Equal(0, CliProcess.Here("inspect", weights, "--html", path).Code);
        var page = File.ReadAllText(path);
        Html.IsSound(page, scripts: 0);
        return page;
    }
}

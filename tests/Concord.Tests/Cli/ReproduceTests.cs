using System.Diagnostics;
using Concord.Tests.Lab.Papers;
using Xunit;

namespace Concord.Tests.Cli;

[Trait("Speed", "Slow")]
public sealed class ReproduceTests : IDisposable
{
    private readonly TinyPaper _paper = new();

    public void Dispose() => _paper.Dispose();

    [Fact]
    public void Json_has_every_cell_with_both_values_and_its_cost()
    {
        _paper.Write(steps: 4, seeds: "3");
        var result = CliProcess.Here(
            "reproduce", _paper.Path, "--run", _paper.Results("out"), "--html", _paper.Results("page.html"), "--json");
        var json = result.Json();
        Assert.Contains("Not available: table 7, Magic, small and 1 more. Nobody can do magic.", result.Error);
        Assert.Contains("3 of 3 trainings to do of as many steps as their plans say", result.Error);
        Assert.Equal((3, 3), (
            json.GetProperty("trainings").GetInt32(), json.GetProperty("trainings_done").GetInt32()));
        var table = Assert.Single(json.GetProperty("tables").EnumerateArray());
        Assert.Equal(7, table.GetProperty("table").GetInt32());
        var cells = table.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(6, cells.Count);
        Assert.Equal(0.999, cells[0].GetProperty("paper").GetProperty("value").GetDouble(), 1e-9);
        Assert.Equal(0.001, cells[0].GetProperty("paper").GetProperty("spread").GetDouble(), 1e-9);
        Assert.InRange(cells[1].GetProperty("ours").GetProperty("value").GetDouble(), 0.01, 1);
        Assert.Equal(4, Assert.Single(cells[1].GetProperty("seeds").EnumerateArray()).GetProperty("steps").GetInt32());
        Assert.Equal(12, cells[1].GetProperty("count").GetInt32());
        Assert.Equal("Nobody can do magic.", cells[4].GetProperty("missing").GetString());
        Assert.Equal(
            File.ReadAllText(Path.Combine(_paper.Results("out"), "report.html")),
            File.ReadAllText(_paper.Results("page.html")));
    }

    [Fact]
    public void What_ships_is_scored_without_training()
    {
        _paper.Write(steps: 4, seeds: "3");
        File.WriteAllText(Path.Combine(_paper.Path, "budget-shipped.json"), """
            { "about": "as is", "shipped": true, "tasks": { "maze": { "count": 3, "sizes": { "2x": "13" } } } }
            """);
        var result = CliProcess.Here(
            "reproduce", _paper.Path, "--budget", "shipped", "--run", _paper.Results("out"));
        Assert.Equal(0, result.Code);
        Assert.Contains("weights that ship, 3 samples", result.Out);
        Assert.Contains("Not measured: MPNN. It takes a training of its own", result.Out);
        Assert.Empty(Directory.GetDirectories(_paper.Results("out")));
    }

    [Fact]
    public async Task A_signal_saves_and_the_same_command_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill and env of GNU.");
        _paper.Write(steps: 1_000_000, seeds: "3");
        string[] words = ["reproduce", _paper.Path, "--run", _paper.Results("out")];
        using var process = CliProcess.Start(words, hearsInterrupts: true);
        var clock = Stopwatch.StartNew();
        while (!process.HasExited && clock.Elapsed < TimeSpan.FromMinutes(2) && !HasLog())
            await Task.Delay(20, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var end = CliProcess.End(process);
        Assert.True(end.Code == 130, $"exit code {end.Code}: {end.Error}");
        Assert.Contains("Interrupted and saved with 0 of 3 trainings done; the same command goes on.", end.Error);
        Assert.NotEmpty(Directory.GetFiles(_paper.Results("out"), "checkpoint-*", SearchOption.AllDirectories));

        bool HasLog() => Directory.Exists(_paper.Results("out"))
            && Directory.GetFiles(_paper.Results("out"), "events.jsonl", SearchOption.AllDirectories).Length > 0;
    }

    [Theory]
    [InlineData("reproduce", "concord reproduce needs a paper: sheaf-admm, pc-alm, ctm, sheaf-pc.")]
    [InlineData(
        "reproduce sheafadmm",
        "The paper must be one of sheaf-admm, pc-alm, ctm, sheaf-pc, or a folder with a paper.json")]
    [InlineData("reproduce sheaf-admm --table 9",
        "--table must name tables of sheaf-admm (1, 2, 3, 4, 5), but has 9.")]
    [InlineData("reproduce sheaf-admm --table 1,,2", "--table must name tables of sheaf-admm")]
    [InlineData(
        "reproduce sheaf-admm --budget tiny", "--budget must be one of even, full, shipped, small, but is tiny.")]
    [InlineData("reproduce sheaf-admm --minutes 0", "--minutes must be a number above 0")]
    [InlineData("reproduce sheaf-admm --tabel 1", "concord reproduce has no option --tabel; the nearest is --table.")]
    public void Wrong_words_are_refused(string line, string sentence) =>
        CliProcess.Here(line.Split(' ')).IsRefusedWith(sentence);
}

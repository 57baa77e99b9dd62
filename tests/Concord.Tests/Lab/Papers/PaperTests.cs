using Concord.Lab;
using Concord.Lab.Papers;
using Xunit;

namespace Concord.Tests.Lab.Papers;

/// <summary>The files that state a paper's tables and budgets.</summary>
public sealed class PaperTests : IDisposable
{
    private readonly TinyPaper _paper = new();

    public void Dispose() => _paper.Dispose();

    [Fact]
    public void Sheaf_admm_has_the_numbers_of_its_five_tables()
    {
        var tables = Paper.Open("sheaf-admm").Tables;
        Assert.Equal([1, 2, 3, 4, 5], tables.Select(table => table.Number));
        string Value(int table, string row, string column)
        {
            var at = tables[table - 1];
            var index = at.Columns.Index().First(c => c.Item.Name == column).Index;
            return $"{at.Rows.First(r => r.Name == row).Paper[index]}";
        }

        Assert.Equal("52.0 ± 25.4", Value(1, "MPNN PM mean", "2x"));
        Assert.Equal("4.5 ± 1.1", Value(1, "Sheaf-ADMM", "4x"));
        Assert.Equal("94.1 ± 0.7", Value(2, "MPNN PM-LoRA max", "cells"));
        Assert.Equal("92.6 ± 0.2", Value(2, "Sheaf-ADMM, fixed maps", "solved"));
        Assert.Equal("38.9", Value(3, "x-update: diagonal, fixed Q", "Maze"));
        Assert.Equal("90.3", Value(3, "iterations: K = 30", "MNIST"));
        Assert.Equal("86.3", Value(4, "Sheaf-ADMM", "pad 16"));
        Assert.Equal("9.9", Value(4, "CNN", "noise 0.2"));
        Assert.Equal("84.6", Value(5, "d_v = 128", "d_e = 64"));
        // 15, 16, 45, 18 and 30 values; nothing of ours slipped in among them.
        Assert.Equal(
            [15, 16, 45, 18, 30],
            tables.Select(table => table.Rows.SelectMany(row => row.Paper).Count(value => value != null)));
    }

    [Fact]
    public void Every_cell_of_every_paper_can_be_measured_within_every_budget()
    {
        foreach (var name in Catalog.Papers.Select(paper => paper.Name).Where(name => name != Catalog.SheafPc))
        {
            var paper = Paper.Open(name);
            Assert.Contains("small", paper.Budgets);
            Assert.Contains("full", paper.Budgets);
            foreach (var budget in paper.Budgets.Select(paper.ReadBudget))
            {
                Assert.All(
                    paper.Tables.SelectMany(table => table.Columns),
                    column => Assert.Contains(column.Task, budget.Tasks.Keys));
                var cells = new Reproduction(paper, paper.Tables, budget, _paper.Results("none")).Cells();
                if (!budget.Shipped)
                    Assert.All(cells, cell => Assert.Equal(Reproduction.NotYet, cell.Missing));
            }
        }
    }

    [Fact]
    public void Options_that_do_not_go_with_the_budget_are_refused_with_the_cell()
    {
        var budget = Path.Combine(_paper.Path, "budget-small.json");
        File.WriteAllText(budget, File.ReadAllText(budget).Replace("--rank 2", "--maps identity"));
        var refusal = Assert.Throws<InvalidDataException>(() => _paper.Open("none"));
        Assert.Contains("table-7.json: row Sheaf-ADMM, column small: ", refusal.Message);
    }

    [Fact]
    public void Rates_are_not_chosen_on_what_is_scored()
    {
        foreach (var budget in (string[])["small", "even", "full"])
            foreach (var (name, task) in Paper.Open("sheaf-admm").ReadBudget(budget).Tasks)
                Assert.True(task.ValidationSeed != null || task.Validation == "validation", $"{budget}, {name}");
    }

    [Theory]
    [InlineData("\"number\": 7", "\"number\": 0", "The number of a table must lie between 1 and 1000, but is 0")]
    [InlineData("\"title\"", "\"titel\"", "titel")]
    [InlineData("\"task\": \"maze\", \"suite\": \"test\" }", "\"task\": \"maize\", \"suite\": \"test\" }",
        "column small: the task must be one of maze")]
    [InlineData("\"suite\": \"test\" }", "\"suite\": \"tset\" }", "column small: the suite must be one of test, 1.5x")]
    [InlineData("\"2x\": 169", "\"9x\": 169", "the sweep: the suite must be one of test, 1.5x")]
    [InlineData("[35.1, null]", "[35.1]", "row MPNN must have a value for each column or none, but has 1")]
    [InlineData("[35.1, null]", "[351, null]", "99.9 ± 0.1\", but is 351 (line 9)")]
    [InlineData("[35.1, null]", "[\"a\", null]", "but is a (line 9)")]
    [InlineData("[1, 3]", "[1, 0]", "row MPNN must have positive rates, but has 1, 0")]
    [InlineData("\"--model mpnn\"", "\"model mpnn\"",
        "row MPNN, column small: An option must begin with two dashes, but is model")]
    [InlineData("\"--model mpnn\"", "\"--model\"", "row MPNN, column small: --model must have a value")]
    [InlineData("\"name\": \"MPNN\"", "\"name\": \"Magic\"", "every row must have a name of its own")]
    [InlineData("[null, null], \"why\"", "[\"\"], \"why\"", "row Magic must have runs for each column")]
    [InlineData("--model mpnn", "--model magic", "row MPNN, column small: --model must be one of sheaf-admm, mpnn")]
    [InlineData("--model mpnn", "--mapz 3", "row MPNN, column small: --mapz must be an option of the task maze")]
    [InlineData("--model mpnn", "--hidden 0", "row MPNN, column small: --hidden must lie between 1 and 8192")]
    public void A_broken_table_is_refused_with_file_and_place(string right, string wrong, string sentence)
    {
        Assert.Contains(right, TinyPaper.Table);
        var at = TinyPaper.Table.IndexOf(right, StringComparison.Ordinal);
        var path = Path.Combine(_paper.Path, "table-7.json");
        File.WriteAllText(path, TinyPaper.Table.Remove(at, right.Length).Insert(at, wrong));
        var refusal = Assert.Throws<InvalidDataException>(() => Paper.Open(_paper.Path));
        Assert.StartsWith(path, refusal.Message);
        Assert.Contains(sentence, refusal.Message);
    }

    [Theory]
    [InlineData("{}", "about")]
    [InlineData("""{ "about": "", "tasks": {}, "seeds": [1, 1] }""", "seeds must be there and differ, but are 1, 1")]
    [InlineData("""{ "about": "", "tasks": {}, "minutes": 0 }""", "minutes must be positive, but is 0")]
    [InlineData("""{ "about": "", "tasks": { "maize": {} } }""", "task maize: The task must be one of maze")]
    [InlineData("""{ "about": "", "tasks": { "maze": { "run": "--hidden 0" } } }""", "maze: --hidden must lie")]
    [InlineData("""{ "about": "", "tasks": { "maze": { "run": "--mapz 1" } } }""", "maze: --mapz must be an option")]
    [InlineData("""{ "about": "", "tasks": { "maze": { "models": { "magic": "" } } } }""", "--model must be one of")]
    [InlineData("""{ "about": "", "tasks": { "maze": { "models": { "mpnn": "--stalk 3" } } } }""", "--stalk: ")]
    [InlineData("""{ "about": "", "tasks": { "maze": { "sizes": { "9x": "9" } } } }""", "task maze: The suite must be")]
    [InlineData("""{ "about": "", "tasks": { "maze": { "sizes": { "2x": "8" } } } }""", "must be odd, but is 8")]
    public void A_broken_budget_is_refused_with_file_and_place(string json, string sentence)
    {
        var path = Path.Combine(_paper.Path, "budget-small.json");
        File.WriteAllText(path, json);
        var refusal = Assert.Throws<InvalidDataException>(() => Paper.Open(_paper.Path).ReadBudget("small"));
        Assert.StartsWith(path, refusal.Message);
        Assert.Contains(sentence, refusal.Message);
    }

    [Theory]
    [InlineData("99.9 ± 0.1", 99.9, 0.1)]
    [InlineData("0", 0, null)]
    [InlineData("12.5±3", 12.5, 3.0)]
    public void Estimates_are_read_as_printed(string text, double mean, double? spread)
    {
        Assert.True(Estimate.TryParse(text, out var estimate));
        Assert.Equal(new Estimate(mean, spread), estimate);
        Assert.True(Estimate.TryParse($"{estimate}", out var again));
        Assert.Equal(estimate, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("100.1")]
    [InlineData("NaN")]
    [InlineData("1 ± 2 ± 3")]
    public void Other_texts_are_no_estimates(string text) => Assert.False(Estimate.TryParse(text, out _));

    [Fact]
    public void A_mean_over_seeds_has_the_spread_of_a_sample()
    {
        Assert.Equal(new Estimate(25, null), Estimate.Of([0.25]));
        var three = Estimate.Of([0.1, 0.2, 0.6]);
        Assert.Equal(30, three.Mean, 1e-12);
        // Squares of -20, -10 and 30 are 1400; over two degrees of freedom, the root of 700.
        Assert.Equal(Math.Sqrt(700), three.Spread!.Value, 1e-12);
    }
}

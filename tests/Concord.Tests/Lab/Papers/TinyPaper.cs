using Concord.Lab.Papers;
using Concord.Tests.Tensors.Storage;

namespace Concord.Tests.Lab.Papers;

/// <summary>A paper of one table whose cells take a second: two models on 7x7 mazes.</summary>
public sealed class TinyPaper : IDisposable
{
    /// <summary>The table: the second row chooses between two rates, the third cannot be had.</summary>
    public const string Table =
        """
        {
          "number": 7, "title": "Tiny mazes", "note": "A note with <angles>.",
          "columns": [
            { "name": "small", "task": "maze", "suite": "test" },
            { "name": "cells", "task": "maze", "suite": "test", "measure": "cell_accuracy" }
          ],
          "rows": [
            { "name": "Sheaf-ADMM", "parameters": "182K", "paper": ["99.9 ± 0.1", 12.5] },
            { "name": "MPNN", "run": "--model mpnn", "rates": [1, 3], "paper": [35.1, null] },
            { "name": "Magic", "runs": [null, null], "why": "Nobody can do magic." }
          ],
          "sweep": { "title": "By size", "across": "pixels", "suites": { "test": 49, "2x": 169 } }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public TinyPaper()
    {
        File.WriteAllText(_folder.File("paper.json"), """{ "title": "A | paper", "citation": "Somebody, 2026." }""");
        File.WriteAllText(_folder.File("table-7.json"), Table);
        Write(steps: 40, seeds: "3, 4");
    }

    /// <summary>The folder of the paper.</summary>
    public string Path => _folder.Path;

    /// <summary>A folder for results, not there yet.</summary>
    public string Results(string name) => _folder.File(name);

    /// <summary>Writes the budget.</summary>
    public void Write(int steps, string seeds) => File.WriteAllText(_folder.File("budget-small.json"), $$"""
        {
          "about": "a second", "seeds": [{{seeds}}],
          "tasks": { "maze": {
            "run": "--preset tiny --steps {{steps}} --train-size 7 --least-steps 4 --mazes 50 --hidden 16 --batch 8",
            "models": { "sheaf-admm": "--stalk 6 --edge-stalk 3 --rank 2" },
            "count": 12, "sizes": { "test": "7", "2x": "13" }, "validation_seed": 5, "validation_count": 9,
            "score_every": 10
          } }
        }
        """);

    /// <summary>The paper's reproduction in a folder for results.</summary>
    internal Reproduction Open(string results)
    {
        var paper = Paper.Open(Path);
        return new Reproduction(paper, paper.Tables, paper.ReadBudget("small"), Results(results));
    }

    public void Dispose() => _folder.Dispose();
}

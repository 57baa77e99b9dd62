using System.Text.Json.Nodes;
using Concord.Lab.Papers;
using Concord.Lab.Runs;

namespace Concord.Cli.Commands;

/// <summary>A reproduction for programs: every cell with the paper's value, ours, and what it took.</summary>
internal static class ReproductionJson
{
    /// <summary>The object that is printed; values are fractions, as everywhere.</summary>
    public static JsonObject Of(Reproduction reproduction, string budget, double seconds) => new()
    {
        ["paper"] = reproduction.Paper.Name,
        ["budget"] = budget,
        ["run"] = reproduction.Folder,
        ["seconds"] = seconds,
        ["trainings"] = reproduction.Trainings,
        ["trainings_done"] = reproduction.TrainingsDone,
        ["minutes_each"] = reproduction.MinutesEach,
        ["tables"] = new JsonArray([.. reproduction.Cells().GroupBy(cell => cell.Table).Select(table => new JsonObject
        {
            ["table"] = table.Key.Number,
            ["title"] = table.Key.Title,
            ["cells"] = new JsonArray([.. table.Select(Json)]),
        })]),
        ["report"] = Path.Combine(reproduction.Folder, "report.html"),
    };

    private static JsonObject Json(CellOutcome cell)
    {
        var json = new JsonObject { ["row"] = cell.Row.Name, ["column"] = cell.Column.Name };
        if (cell.Paper is { } paper)
            json["paper"] = Json(paper);
        if (cell.Ours is not { } ours)
        {
            json["missing"] = cell.Missing;
            return json;
        }
        json["ours"] = Json(ours.Value);
        var first = ours.Scores[0];
        json["learning_rate"] = ours.Rate;
        json["parameters"] = first.Parameters;
        json["count"] = first.Count;
        json["size"] = first.Size;
        json["iterations"] = first.Iterations;
        json["seeds"] = new JsonArray([.. ours.Scores.Select(score => new JsonObject
        {
            ["run"] = score.Run,
            ["steps"] = score.Steps,
            ["minutes"] = score.Seconds / 60,
            ["diverged"] = score.Status == RunStatus.Diverged,
        })]);
        return json;
    }

    private static JsonObject Json(Estimate value) =>
        new() { ["value"] = value.Mean / 100, ["spread"] = value.Spread / 100 };
}

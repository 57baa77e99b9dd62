using System.Text.Json.Nodes;
using Concord.Lab;
using Concord.Lab.Runs;

namespace Concord.Cli.Terminals;

/// <summary>Numbers as people and as programs read them.</summary>
internal static class Numbers
{
    /// <summary>A fraction in percent, a mean as it is; a dash where there is none.</summary>
    public static string Show(Measurement measurement) => measurement switch
    {
        { Value: double.NaN } => "–",
        _ when IsFraction(measurement.Name) => $"{100 * measurement.Value:f1} %",
        _ => measurement.Value.ToString("g4"),
    };

    /// <summary>How many there are of something, in words.</summary>
    public static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A name without underscores.</summary>
    public static string Words(string name) => name.Replace('_', ' ');

    /// <summary>A suite's scores in a line.</summary>
    public static string Line(SuiteScore score) =>
        string.Join(", ", score.Values.Select(value => $"{Words(value.Name)} {Show(value)}"));

    /// <summary>A number for JSON, which knows neither NaN nor infinities: they become null.</summary>
    public static JsonNode? Json(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A suite's scores for JSON.</summary>
    public static JsonObject Json(SuiteScore score)
    {
        var result = new JsonObject { ["name"] = score.Name, ["count"] = score.Count };
        if (score.Iterations > 0)
            result["iterations"] = score.Iterations;
        if (score.Of != null)
            result["data"] = score.Of;
        foreach (var value in score.Values)
            result[value.Name] = Json(value.Value);
        return result;
    }

    private static bool IsFraction(string name) =>
        name is "solved" or "recovered" or "completion" || name.EndsWith("accuracy", StringComparison.Ordinal);
}

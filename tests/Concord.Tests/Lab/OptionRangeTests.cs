using System.Text.RegularExpressions;
using Concord.Lab;
using Xunit;

namespace Concord.Tests.Lab;

/// <summary>Every option that takes a number refuses what is out of its range, by its own name.</summary>
public sealed partial class OptionRangeTests
{
    private static readonly string[] _values =
        ["0", "-1", "1000000000", "99999999999999999999", "1e9", "NaN", "-Infinity", "x", "1.5", ""];

    // What no option takes; numbers that are not whole may be large.
    private static readonly string[] _never = ["NaN", "-Infinity", "x", ""];

    public static TheoryData<string, string> Models =>
        new(from task in Catalog.Tasks from model in task.Models select (task.Name, model.Name));

    [Theory]
    [MemberData(nameof(Models))]
    public void A_number_out_of_range_is_refused_by_the_options_name(string name, string model)
    {
        var task = Catalog.Task(name);
        var wrong = new List<string>();
        foreach (var setting in task.Settings.Where(setting => setting.Value is "N" or "X"))
            foreach (var value in _values)
            {
                var refusal = Refusal(task, model, setting.Name, value);
                var isNone = _never.Contains(value) || (setting.Value == "N" && value.Length > 10);
                if (refusal == null ? isNone : !IsSound(refusal, setting.Name))
                    wrong.Add($"--{setting.Name} {value}: {refusal ?? "accepted"}");
            }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string? Refusal(ITask task, string model, string setting, string value)
    {
        try
        {
            PlanOptions.Read(
                task, new Dictionary<string, string> { ["--model"] = model, [$"--{setting}"] = value });
            return null;
        }
        catch (ArgumentException refused)
        {
            return refused.Message;
        }
    }

    private static bool IsSound(string refusal, string setting) =>
        refusal.StartsWith($"--{setting}", StringComparison.Ordinal) && refusal.EndsWith('.')
        && !Property().IsMatch(refusal.Split(", but is")[0]);

    [GeneratedRegex(@"\b[A-Z][a-z]+[A-Z]\w*|(?<=: )[A-Z][a-z]+ must")]
    private static partial Regex Property();
}

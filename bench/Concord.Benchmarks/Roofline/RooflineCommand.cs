using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Concord.Benchmarks.Roofline;

/// <summary>
/// <c>roofline</c>: what this machine can do at most, or how near to that a measured step of a task comes.
/// </summary>
internal static class RooflineCommand
{
    private static readonly Option<string?> s_task = new("--task")
    {
        Description = "maze, digits or sudoku: count this task's arithmetic instead of measuring the machine",
    };

    private static readonly Option<string?> s_thinker = new("--thinker")
    {
        Description = "parity, route or digits: count a training step of a Continuous Thought Machine",
    };

    private static readonly Option<double?> s_seconds =
        Number<double>("--seconds", "seconds of a measured step on two threads: print the share of the peak");

    private static readonly Option<bool> s_infer = new("--infer") { Description = "an answer, not a training step" };
    private static readonly Option<int?> s_batch = Number<int>("--batch", "samples (the task's, or 1)");
    private static readonly Option<int?> s_iterations = Number<int>("--iterations", "K (the task's)");
    private static readonly Option<int?> s_views = Number<int>("--views", "distinct views in the batch (all differ)");
    private static readonly Option<double?> s_peak =
        Number<double>("--peak", "the peak of two threads in GFLOP/s (measured)");

    private static readonly Option<bool> s_operations = new("--operations")
    {
        Description = "time the operations that are bound by arithmetic, on one thread",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "one line of JSON" };

    /// <summary>Runs a command line without its first word.</summary>
    /// <returns>0, or 2 where the words were wrong.</returns>
    public static int Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var command = new RootCommand("Measures this machine's peak and bandwidth, or the share of it a step reaches.")
        {
            s_task, s_thinker, s_seconds, s_infer, s_batch, s_iterations, s_views, s_peak, s_operations, s_json,
        };
        command.SetAction(given =>
        {
            try
            {
                output.WriteLine(Answer(given));
                return 0;
            }
            catch (ArgumentException refused)
            {
                error.WriteLine(refused.Message);
                return 2;
            }
        });
        var parsed = command.Parse(words);
        if (parsed.Errors.Count == 0)
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        error.WriteLine(parsed.Errors[0].Message);
        return 2;
    }

    private static string Answer(ParseResult given)
    {
        var json = given.GetValue(s_json);
        if (given.GetValue(s_operations))
            return Operations(json);
        if (given.GetValue(s_thinker) is { } thinker)
            return Thinking(
                ThinkerArithmetic.Named(thinker), given.GetValue(s_seconds), given.GetValue(s_peak) * 1e9);
        if (given.GetValue(s_task) is not { } name)
        {
            var machine = MachineLimits.Measure();
            return json ? machine.ToJson().ToJsonString() : machine.ToString();
        }
        var shape = TaskShape.Named(name);
        var trains = !given.GetValue(s_infer);
        var load = new StepLoad(
            trains, given.GetValue(s_batch) ?? (trains ? shape.Batch : 1),
            given.GetValue(s_iterations) ?? (trains ? shape.Iterations.Train : shape.Iterations.Infer))
        {
            Views = given.GetValue(s_views),
        };
        var seconds = given.GetValue(s_seconds);
        var share = new ShareOfPeak(shape, load)
        {
            Seconds = seconds,
            Peak = given.GetValue(s_peak) * 1e9 ?? (seconds == null ? null : MachineLimits.PeakOf(threads: 2)),
        };
        return json ? share.ToJson().ToJsonString() : share.ToString();
    }

    private static string Thinking(ThinkerArithmetic counted, double? seconds, double? peak)
    {
        var text = $"{counted.Name}, batch {counted.Batch}, {counted.Sizes.Ticks} ticks: {counted.Step / 1e9:f3} G "
            + "multiply-adds a training step";
        if (seconds is not { } measured)
            return text;
        var rate = 2 * counted.Step / measured;
        return $"{text}; in {measured} s {rate / 1e9:f0} GFLOP/s, "
            + $"{100 * rate / (peak ?? MachineLimits.PeakOf(threads: 2)):f0} % of the peak of two threads";
    }

    private static string Operations(bool json)
    {
        var peak = MachineLimits.PeakOf(threads: 1);
        var measured = Operation.MeasureAll();
        return json
            ? new JsonArray([.. measured.Select(operation => (JsonNode)operation.ToJson(peak))]).ToJsonString()
            : string.Join('\n', measured.Select(operation => operation.ToString(peak)).Prepend(
                $"{$"one thread, peak {peak / 1e9:f0} GFLOP/s",-34}{"µs",12}{"GFLOP/s",10}{"% of it",9}"));
    }

    private static Option<T?> Number<T>(string name, string description)
        where T : struct, INumber<T> => new(name)
    {
        Description = description,
        CustomParser = given =>
        {
            var word = given.Tokens[0].Value;
            if (T.TryParse(word, CultureInfo.InvariantCulture, out var number))
                return number;
            given.AddError($"{name} must be a number, but is {word}.");
            return null;
        },
    };
}

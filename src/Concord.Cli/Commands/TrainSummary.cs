using System.Text.Json.Nodes;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Runs;

namespace Concord.Cli.Commands;

/// <summary>What is said when training ends: done, interrupted or diverged.</summary>
internal sealed class TrainSummary(RunFolder folder, TrainingRun run, RunStatus status, bool json)
{
    private string Resume => $"concord train {folder.Plan.Experiment.Task} --resume {folder.Path}";

    /// <summary>Scores the weights, writes the report and says what can be done next.</summary>
    public int Finished(Terminal terminal, ITask task, CancellationToken cancellation)
    {
        var plan = folder.Plan;
        var score = Meter.Show(terminal, "score", meter => run.Examine(
            new Examination(plan.ScoreSuite, plan.ScoreCount, plan.Experiment.Open().IterationsToEvaluate)
            {
                Size = plan.ScoreSize,
                Cancellation = cancellation,
                Progress = done => meter.Report((double)done / plan.ScoreCount, $"{done}/{plan.ScoreCount}"),
            }));
        RunReport.Write(folder, run.Diagnose(task));
        if (json)
        {
            Print(terminal, [score]);
            return ExitCode.Done;
        }
        var table = new TextTable("run", folder.Path);
        table.Add("steps", $"{run.State.Step}");
        table.Add("seconds", $"{run.State.Seconds:f1}");
        table.Add("loss", $"{Loss():g4}");
        var of = plan.ScoreSize == null ? "" : $" of size {plan.ScoreSize}";
        table.Add(score.Name, $"{Numbers.Line(score)} ({score.Count} samples{of})");
        table.Add("weights", folder.Weights);
        table.Add("report", folder.Report);
        terminal.Out.Write(table);
        var weights = $"{task.Name} --weights {folder.Path}{(plan.ScoreSize is { } size ? $" --size {size}" : "")}";
        terminal.Out.WriteLine($"\nNext:\n  concord eval {weights}\n  concord solve {weights} --html film.html");
        var most = plan.Optimizer.FallsUntil ?? long.MaxValue;
        var longer = plan.Steps is { } steps ? $"--steps {Math.Min(2 * steps, most)}" : $"--minutes {2 * plan.Minutes}";
        if (run.State.Step < most)
            terminal.Out.WriteLine($"  {Resume} {longer}");
        return ExitCode.Done;
    }

    /// <summary>Says how to go on.</summary>
    public int Interrupted(Terminal terminal)
    {
        if (json)
            Print(terminal, []);
        terminal.Error.WriteLine($"Interrupted and saved at step {run.State.Step}; go on with: {Resume}");
        return ExitCode.Interrupted;
    }

    /// <summary>Says what is left and what to try.</summary>
    public int Diverged(Terminal terminal)
    {
        if (json)
            Print(terminal, []);
        terminal.Error.WriteLine(
            $"The loss or its gradient must be finite, but was not at step {run.State.Step}; "
            + $"the last good checkpoint is kept in {folder.Path}, and a lower --lr than {folder.Plan.Optimizer.Rate}, "
            + "a larger --batch or another --seed may help."
            + (folder.Plan.Experiment.Kind.Advice is { } advice ? $" {advice}" : ""));
        return ExitCode.Failed;
    }

    // A run of few steps has no line in its log, and one resumed at its end has taken no step.
    private double Loss()
    {
        if (double.IsFinite(run.Loss) || !File.Exists(folder.Log.Path))
            return run.Loss;
        return EventLog.Read(folder.Log.Path).Select(entry => entry["loss"]).LastOrDefault(double.IsFinite, double.NaN);
    }

    private void Print(Terminal terminal, IReadOnlyList<SuiteScore> scores) => terminal.Out.WriteLine(new JsonObject
    {
        ["run"] = folder.Path,
        ["status"] = status.ToString().ToLowerInvariant(),
        ["steps"] = run.State.Step,
        ["seconds"] = run.State.Seconds,
        ["loss"] = Numbers.Json(Loss()),
        ["parameters"] = run.State.Weights.Length,
        ["scores"] = new JsonArray([.. scores.Select(Numbers.Json)]),
        ["weights"] = status == RunStatus.Finished ? folder.Weights : Checkpoint.Last(folder.Path),
    }.ToJsonString());
}

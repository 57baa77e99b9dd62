using System.Text.Json.Nodes;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Runs;

namespace Concord.Cli.Commands;

/// <summary>What is said when training ends: done, interrupted, diverged or broken off.</summary>
internal sealed class TrainSummary(RunFolder folder, TrainingRun run, bool json)
{
    /// <summary>Scores the weights, writes the report and says what can be done next.</summary>
    public int Finished(Terminal terminal, CancellationToken cancellation)
    {
        var plan = folder.Plan;
        SuiteScore score;
        try
        {
            score = Meter.Show(terminal, "score", meter => run.ScoreNow(
                done => meter.Report((double)done / plan.ScoreCount, $"{done}/{plan.ScoreCount}"), cancellation));
        }
        catch (OperationCanceledException)
        {
            return Interrupted(terminal, " while scoring");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Broken(terminal, broken);
        }
        var isReported = TryReport(terminal, isOver: true);
        if (json)
        {
            Print(terminal, RunStatus.Finished, [score]);
            return isReported ? ExitCode.Done : ExitCode.Refused;
        }
        var (loss, steps) = Loss();
        var table = new TextTable("run", folder.Path);
        table.Add("steps", $"{run.State.Step}");
        table.Add("seconds", $"{run.State.Seconds:f1}");
        table.Add("loss", $"{loss:g4}, mean of the last {steps} steps");
        var of = plan.ScoreSize == null ? "" : $" of size {plan.ScoreSize}";
        table.Add(score.Name, $"{Numbers.Line(score)} ({score.Count} samples{of})");
        table.Add("weights", folder.Weights);
        if (isReported)
            table.Add("report", folder.Report);
        terminal.Out.Write(table);
        terminal.Out.WriteLine("\nNext:");
        foreach (var next in NextSteps.OfFinished(folder, run.State.Step))
            terminal.Out.WriteLine($"  {next.Command}");
        return isReported ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>Says what is saved and how to go on.</summary>
    public int Interrupted(Terminal terminal, string when = "")
    {
        terminal.Error.WriteLine(
            $"Interrupted{when}; saved at step {run.State.Step}; go on with: {NextSteps.Resume(folder)}");
        TryReport(terminal, isOver: false);
        if (json)
            Print(terminal, RunStatus.Interrupted, []);
        return ExitCode.Interrupted;
    }

    /// <summary>Says what is left and what to try.</summary>
    public int Diverged(Terminal terminal)
    {
        if (json)
            Print(terminal, RunStatus.Diverged, []);
        terminal.Error.WriteLine(
            $"The loss or its gradient must be finite, but was not at step {run.State.Step}; "
            + $"the last good checkpoint is kept in {folder.Path}, and a lower --lr than {folder.Plan.Optimizer.Rate}, "
            + "a larger --batch or another --seed may help."
            + (folder.Plan.Experiment.Kind.Advice is { } advice ? $" {advice}" : ""));
        return ExitCode.Failed;
    }

    /// <summary>Says what is kept where a file of the run could not be written, and how to go on.</summary>
    public int Broken(Terminal terminal, Exception failure)
    {
        // No full stop behind the command, which would become a part of the folder's name.
        terminal.Error.WriteLine(
            $"{Complaint.Sentence(failure)} Training stopped at step {run.State.Step}; "
            + (Kept() is { } step
                ? $"step {step} is kept in {folder.Path}; once files can be written there, go on with: "
                    + NextSteps.Resume(folder)
                : $"nothing is saved yet; once files can be written in {folder.Path}, begin again."));
        return Complaint.Code(failure);
    }

    private long? Kept()
    {
        try
        {
            return Checkpoint.Reached(folder.Path)?.Step;
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // All that the page shows is in the run's folder, so a page that cannot be written takes nothing with it.
    private bool TryReport(Terminal terminal, bool isOver)
    {
        try
        {
            RunReport.Write(folder, isOver: isOver);
            return true;
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(Complaint.Sentence(broken));
            return false;
        }
    }

    // The last that is logged, as on the page; a run that broke early has none.
    private (double Value, long Steps) Loss() =>
        folder.Log.Read().LastOrDefault(entry => double.IsFinite(entry["loss"])) is { } last
            ? (last["loss"], folder.Plan.StepsOfLine(last.Step))
            : (double.NaN, 0);

    private void Print(Terminal terminal, RunStatus status, IReadOnlyList<SuiteScore> scores) =>
        terminal.Out.WriteLine(new JsonObject
        {
            ["run"] = folder.Path,
            ["status"] = status.ToString().ToLowerInvariant(),
            ["steps"] = run.State.Step,
            ["seconds"] = run.State.Seconds,
            ["loss"] = Numbers.Json(Loss().Value),
            ["loss_steps"] = Loss().Steps,
            ["parameters"] = run.State.Weights.Length,
            ["scores"] = new JsonArray([.. scores.Select(Numbers.Json)]),
            ["weights"] = status == RunStatus.Finished ? folder.Weights : Checkpoint.Last(folder.Path),
        }.ToJsonString());
}

using Concord.Lab;
using Concord.Lab.Models;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class SampleExaminerTests
{
    private static readonly MazeExperiment _experiment = new()
    {
        Options = new MazeSheafOptions { Hidden = 16, IterationsToEvaluate = 6 },
    };

    [Fact]
    public void An_examiner_scores_the_same_every_time_and_as_a_fresh_one()
    {
        var study = _experiment.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(2);
        var examination = new Examination("test", 11, 6)
        {
            Size = "9",
            Disturbance = new Disturbance { FlipDual = true, CutEdges = 0.1 },
        };
        using var examiner = study.Examiner(weights, examination, threads: 2);
        var first = examiner.Run(workers);
        Assert.Equal(first.Values, examiner.Run(workers).Values);
        Assert.Equal(first.Values, study.Score(weights, examination, workers).Values);
        Assert.Equal(4, first.Values.Count);
    }

    [Fact]
    public void An_examiner_reads_the_weights_anew()
    {
        var study = _experiment.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var others = study.Parameters.Draw(new Rng(2));
        using var workers = new Workers(1);
        using var examiner = study.Examiner(weights, new Examination("test", 5, 6) { Size = "9" }, threads: 1);
        var before = examiner.Run(workers)["cell_accuracy"];
        others.Span.CopyTo(weights.Span);
        Assert.NotEqual(before, examiner.Run(workers)["cell_accuracy"]);
    }

    [Fact]
    public void More_threads_than_it_was_opened_for_are_refused()
    {
        var study = _experiment.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(2);
        using var examiner = study.Examiner(weights, new Examination("test", 5, 6) { Size = "9" }, threads: 1);
        var refusal = Assert.Throws<ArgumentException>(() => examiner.Run(workers));
        Assert.Contains("must be at most 1, but is 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scoring_again_allocates_only_the_score()
    {
        var study = _experiment.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(1);
        using var examiner = study.Examiner(weights, new Examination("test", 40, 6) { Size = "9" }, threads: 1);
        examiner.Run(workers);
        var before = GC.GetAllocatedBytesForCurrentThread();
        examiner.Run(workers);
        // Far below one tile's tokens, states or headers.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1500);
    }
}

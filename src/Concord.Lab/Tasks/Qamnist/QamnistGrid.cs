using Concord.Tensors;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>How often a model is right about fewer and about more digits and operations than it was trained on.
/// </summary>
/// <remarks>A quarter of the grid of Darlow et al. 2025, "Continuous Thought Machines", which goes to ten by ten.
/// </remarks>
internal static class QamnistGrid
{
    private const int Side = 5;

    /// <summary>Asks questions of every size, as an evaluation of that size does.</summary>
    /// <param name="study">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="count">How many questions of each size.</param>
    public static Diagnosis Of(IStudy study, Block weights, int count)
    {
        using var workers = new Workers(1);
        var found =
            (from digits in Enumerable.Range(1, Side)
                from operations in Enumerable.Range(1, Side)
                let size = new QamnistSize(digits, operations)
                let examination = new Examination("test", count, study.IterationsToEvaluate) { Size = $"{size}" }
                select (Size: size, Right: study.Score(weights, examination, workers)["accuracy"])).ToList();
        return new Diagnosis([.. found.Select(one => new Runs.Measurement($"accuracy_{one.Size}", one.Right))])
        {
            Figures =
            [
                new("accuracy_by_size", $"Right answers by operations, {count} questions each", "operations",
                    [
                        .. found.GroupBy(one => one.Size.Digits, one => ((double)one.Size.Operations, one.Right))
                            .Select(row => (row.Key == 1 ? "1 digit" : $"{row.Key} digits", Points(row))),
                    ]),
            ],
        };

        static IReadOnlyList<(double X, double Y)> Points(IEnumerable<(double X, double Y)> row) => [.. row];
    }
}

using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Cross-entropy over few and many classes and entries, some of which do not count.</summary>
internal static class CrossEntropyCases
{
    public static IEnumerable<OperationCase> All { get; } =
    [
        Of(entries: 1, classes: 2),
        Of(entries: 5, classes: 6),
        Of(entries: 16, classes: 6),
        Of(entries: 17, classes: 10),
        Of(entries: 33, classes: 3),
        Of(entries: 3, classes: 16),
        Of(entries: 3, classes: 17),
        Of(entries: 2, classes: 49),
        OfRows(rows: 1, entries: 1, classes: 2),
        OfRows(2, 5, 3),
        OfRows(3, 16, 5),
        OfRows(4, 17, 2),
        OfRows(5, 1, 17),
    ];

    private static OperationCase OfRows(int rows, int entries, int classes)
    {
        var rng = new Rng(8);
        int[] targets = [.. Enumerable.Range(0, rows * entries).Select(
            entry => entry % 4 == 3 ? CrossEntropy.Ignored : rng.Below(classes))];
        return new OperationCase(
            $"cross-entropy of rows {rows}x{entries}x{classes}",
            [Argument.Any(rows, entries * classes)],
            (_, x) => CrossEntropy.Rows(x[0], targets, classes),
            x => Layers.CrossEntropyRows(x[0], targets, classes, entries))
        {
            Misfits =
            [
                new(0, [rows, (entries * classes) + 1], "The logits"),
                new(0, [rows + 1, entries * classes], "The targets"),
            ],
        };
    }

    private static OperationCase Of(int entries, int classes)
    {
        var rng = new Rng(7);
        int TargetOf(int entry) => entry % 4 == 3 ? CrossEntropy.Ignored : rng.Below(classes);
        int[] targets = [.. Enumerable.Range(0, entries).Select(TargetOf)];
        var weight = 1f / entries;
        return new OperationCase(
            $"cross-entropy {entries}x{classes}",
            [Argument.Any(entries, classes)],
            (_, x) => CrossEntropy.Sum(x[0], targets, classes, weight),
            x => Layers.CrossEntropy(x[0], targets, classes, weight))
        {
            Misfits =
            [
                new(0, [entries, classes + 1], entries % classes == 0 ? "The targets" : "The logits"),
                new(0, [entries + 1, classes], "The targets"),
            ],
        };
    }
}

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
    ];

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

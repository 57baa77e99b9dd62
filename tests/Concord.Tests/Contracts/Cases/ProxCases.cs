using Concord.Coordination;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>The closed-form x-update: every cost of the family, arguments as one number or one a coordinate.</summary>
internal static class ProxCases
{
    private static readonly int[] s_counts = [1, 5, 15, 16, 17, 33, 48];

    public static IEnumerable<OperationCase> All { get; } =
    [
        .. s_counts.SelectMany(n => new[]
        {
            Quadratic(n, one: false), Quadratic(n, one: true), Lasso(n),
            Box(n, one: false), Box(n, one: true), NonNegative(n), Wishing(n),
        }),
    ];

    private static OperationCase Quadratic(int n, bool one) => new(
        $"quadratic response {n}" + (one ? " one curvature" : ""),
        [Argument.Any(n), Argument.Positive(one ? n : 1), Argument.Positive(one ? 1 : n), Argument.Any(n)],
        (_, x) => DiagonalProx.Apply(x[0], x[1], x[2], x[3], null, null, null),
        x => Entries.Respond(x[0], x[1], x[2], x[3], null, null, null))
    {
        Misfits = [new(1, [n + 1], "The penalty"), new(2, [n + 1], "The curvature Q"), new(3, [n + 1], "The slope q")],
    };

    private static OperationCase Lasso(int n) => new(
        $"lasso response {n}",
        [Argument.Any(n), Argument.Positive(1), Argument.Positive(n), Argument.Any(n), Argument.Positive(1)],
        (_, x) => DiagonalProx.Apply(x[0], x[1], x[2], x[3], x[4], null, null),
        x => Entries.Respond(x[0], x[1], x[2], x[3], x[4], null, null))
    {
        Kinks = true,
        Misfits = [new(4, [n + 1], "The price l")],
    };

    private static OperationCase Box(int n, bool one) => new(
        $"box response {n}" + (one ? " one box" : ""),
        [
            Argument.Any(n), Argument.Positive(1), Argument.Positive(n), Argument.Any(n), Argument.Positive(n),
            Argument.Negative(one ? 1 : n), Argument.Positive(one ? 1 : n),
        ],
        (_, x) => DiagonalProx.Apply(x[0], x[1], x[2], x[3], x[4], x[5], x[6]),
        x => Entries.Respond(x[0], x[1], x[2], x[3], x[4], x[5], x[6]))
    {
        Kinks = true,
        Misfits = [new(5, [n + 1], "The lower bound"), new(6, [n + 1], "The upper bound")],
    };

    // Both the wish and its strength are arguments: they are learned.
    private static OperationCase Wishing(int n) => new(
        $"wishing response {n}",
        [Argument.Any(n), Argument.Positive(1), Argument.Any(n), Argument.Positive(1)],
        (_, x) => DiagonalProx.Apply(x[0], x[1], x[3], DiagonalAgents.SlopeTowards(x[2], x[3]), null, null, null),
        x => [.. x[0].Select((v, i) => ((x[3][0] * x[2][i]) + (x[1][0] * v)) / (x[3][0] + x[1][0]))])
    {
        Misfits = [new(2, [n + 1], "The slope q")],
    };

    private static OperationCase NonNegative(int n) => new(
        $"non-negative response {n}",
        [Argument.Any(n), Argument.Positive(1), Argument.Positive(n), Argument.Any(n)],
        (tape, x) => DiagonalProx.Apply(x[0], x[1], x[2], x[3], null, tape.Zeros([]), null),
        x => Entries.Respond(x[0], x[1], x[2], x[3], null, [0], null))
    {
        Kinks = true,
        Misfits = [new(2, [n + 1], "The curvature Q")],
    };
}

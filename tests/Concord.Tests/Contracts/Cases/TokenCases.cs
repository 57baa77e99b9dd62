using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Layers over rows of tokens: gated units, dense layers across tokens, and means.</summary>
internal static class TokenCases
{
    private static readonly int[] s_halves = [1, 5, 15, 16, 17, 33, 48];

    public static IEnumerable<OperationCase> All { get; } =
    [
        .. s_halves.Select(Gated),
        .. s_halves.Select(Switched),
        Mixed(1, 1, 1, 1),
        Mixed(3, 9, 16, 36),
        Mixed(2, 18, 17, 9),
        Mixed(4, 5, 50, 3),
        Mixed(2, 2, 200, 49),
        .. new[] { (1, 1), (9, 15), (2, 16), (3, 17), (9, 33) }.Select(sizes => Averaged(sizes.Item1, sizes.Item2)),
    ];

    private static OperationCase Gated(int n) => new(
        $"SwiGLU 3x{2 * n}",
        [Argument.Any(3, 2 * n)],
        (_, x) => GatedUnit.SwiGlu(x[0]),
        x => Tokens.SwiGlu(x[0], n))
    {
        Misfits = [new(0, [3, (2 * n) + 1], "The rows of a gated unit")],
    };

    private static OperationCase Switched(int n) => new(
        $"GLU 3x{2 * n}",
        [Argument.Any(3, 2 * n)],
        (_, x) => GatedUnit.Glu(x[0]),
        x => Tokens.Glu(x[0], n))
    {
        Misfits = [new(0, [3, (2 * n) + 1], "The rows of a gated unit")],
    };

    private static OperationCase Mixed(int rows, int tokens, int channels, int outputs) => new(
        $"token dense {rows}x{tokens}x{channels} to {outputs}",
        [Argument.Any(rows, tokens, channels), Argument.Any(tokens, outputs), Argument.Any(outputs)],
        (_, x) => TokenDense.Apply(x[0], x[1], x[2]),
        x => Tokens.Dense(x[0], x[1], x[2], channels))
    {
        Misfits =
        [
            new(0, [rows, tokens * channels], "The tokens of rows"),
            new(1, [tokens + 1, outputs], "The kernel of a token layer"),
            new(2, [outputs + 1], "The bias of a token layer"),
        ],
    };

    private static OperationCase Averaged(int tokens, int channels) => new(
        $"token mean 3x{tokens}x{channels}",
        [Argument.Any(3, tokens, channels)],
        (_, x) => TokenMean.Apply(x[0]),
        x => Tokens.Mean(x[0], tokens, channels))
    {
        Misfits = [new(0, [3, tokens * channels], "The tokens of rows")],
    };
}

using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Rows taken often, once, never or from nowhere, of one tensor or several, and rows side by side.</summary>
internal static class RowCases
{
    private static readonly int[] s_index = [2, 0, 2, Neighbours.None, 2, 3, 0];
    private static readonly int[] s_which = [2, 0, 2, 0, 0], s_row = [3, 1, 3, 0, 1];

    public static IEnumerable<OperationCase> All { get; } =
    [
        .. new[] { 1, 15, 16, 17, 33, 48 }.Select(Gathered),
        .. new[] { 1, 15, 16, 17, 33 }.Select(Picked),
        .. new[] { (1, 1), (5, 16), (17, 15), (48, 31), (33, 49) }.Select(sizes => Side(sizes.Item1, sizes.Item2)),
    ];

    private static OperationCase Gathered(int columns) => new(
        $"gather 5x{columns}",
        [Argument.Any(5, columns)],
        (_, x) => RowOperations.Gather(x[0], s_index, s_index.Length),
        x => Rows.Gather(x[0], columns, s_index))
    {
        Misfits = [new(0, [3, columns], "A row number")],
    };

    private static OperationCase Picked(int columns) => new(
        $"pick of 2, 3 and 4x{columns}",
        [Argument.Any(2, columns), Argument.Any(3, columns), Argument.Any(4, columns)],
        (_, x) => RowOperations.Pick(x, s_which, s_row, s_which.Length),
        x => Rows.Pick(x, columns, s_which, s_row))
    {
        Misfits =
        [
            new(0, [1, columns], "A row number"), new(2, [3, columns], "A row number"),
            new(2, [4, columns + 1], "A tensor to pick from"),
        ],
    };

    private static OperationCase Side(int n, int m) => new(
        $"beside {n} {m}",
        [Argument.Any(3, n), Argument.Any(3, m)],
        (_, x) => RowOperations.Beside(x[0], x[1]),
        x => Rows.Beside(x[0], n, x[1], m))
    {
        Misfits = [new(1, [4, m], "The right operand")],
    };
}

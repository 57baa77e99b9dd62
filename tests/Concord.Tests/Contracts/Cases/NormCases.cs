using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>RMSNorm and LayerNorm over rows around every vector width.</summary>
internal static class NormCases
{
    private static readonly int[] s_columns = [1, 5, 10, 15, 16, 17, 31, 33, 48, 54, 63, 64];

    public static IEnumerable<OperationCase> All { get; } =
    [
        .. s_columns.Select(columns => Rms(3, columns)),
        .. s_columns.Where(columns => columns > 1).Select(columns => Layer(3, columns)),
    ];

    private static OperationCase Rms(int rows, int columns) => new(
        $"RMSNorm {rows}x{columns}",
        [Argument.Any(rows, columns), Argument.Any(columns)],
        (_, x) => Norms.Rms(x[0], x[1]),
        x => Layers.RmsNorm(x[0], x[1]))
    {
        Cancelling = columns == 1 ? 10 : 0,   // x / √(x² + 1e-6) hardly depends on x
        Misfits = [new(1, [columns + 1], "The scale of a norm")],
    };

    private static OperationCase Layer(int rows, int columns) => new(
        $"LayerNorm {rows}x{columns}",
        [Argument.Any(rows, columns), Argument.Any(columns), Argument.Any(columns)],
        (_, x) => Norms.Layer(x[0], x[1], x[2]),
        x => Layers.LayerNorm(x[0], x[1], x[2]))
    {
        Misfits = [new(1, [columns, 1], "The scale of a norm"), new(2, [columns - 1], "The bias of a norm")],
    };
}

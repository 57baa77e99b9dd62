using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>RMSNorm and LayerNorm over rows around every vector width, batch norms over few and many rows.</summary>
internal static class NormCases
{
    private static readonly int[] s_columns = [1, 5, 10, 15, 16, 17, 31, 33, 48, 54, 63, 64];

    public static IEnumerable<OperationCase> All { get; } =
    [
        .. s_columns.Select(columns => Rms(3, columns)),
        .. s_columns.Where(columns => columns > 1).Select(columns => Layer(3, columns)),
        Layer(2, 17, epsilon: 0.5f),
        Layer(3, 5, epsilon: 1e-5f),
        Batch(2, 3),
        Batch(5, 1),
        Batch(9, 15),
        Batch(64, 16),
        Batch(65, 17),
        Batch(131, 33),
        BatchBy(1, 5),
        BatchBy(3, 16),
        BatchBy(66, 17),
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

    private static OperationCase Layer(int rows, int columns, float epsilon = Norms.UsualEpsilon) => new(
        $"LayerNorm {rows}x{columns}{(epsilon == Norms.UsualEpsilon ? "" : $" by {epsilon}")}",
        [Argument.Any(rows, columns), Argument.Any(columns), Argument.Any(columns)],
        (_, x) => Norms.Layer(x[0], x[1], x[2], epsilon),
        x => Layers.LayerNorm(x[0], x[1], x[2], epsilon))
    {
        Misfits = [new(1, [columns, 1], "The scale of a norm"), new(2, [columns - 1], "The bias of a norm")],
    };

    private static OperationCase Batch(int rows, int columns) => new(
        $"batch norm {rows}x{columns}",
        [Argument.Any(rows, columns), Argument.Any(columns), Argument.Any(columns)],
        (tape, x) => BatchNorm.Apply(x[0], x[1], x[2], out var _),
        x => Layers.BatchNorm(x[0], x[1], x[2]))
    {
        Cancelling = rows == 2 ? 10 : 0,   // of two rows one is always 1 and the other −1, but for 1e-5
        Misfits =
        [
            new(0, [1, columns], "The rows to normalise by their mean"),
            new(1, [columns + 1], "The scale of a norm"), new(2, [columns, 1], "The bias of a norm"),
        ],
    };

    // By moments that are constants.
    private static OperationCase BatchBy(int rows, int columns)
    {
        var rng = new Rng(9);
        float[] mean = [.. Enumerable.Range(0, columns).Select(_ => (float)rng.Normal())];
        float[] variance = [.. mean.Select(_ => (float)(0.1 + rng.Uniform()))];
        double[] exactMean = [.. mean], exactVariance = [.. variance];
        return new OperationCase(
            $"batch norm {rows}x{columns} by given moments",
            [Argument.Any(rows, columns), Argument.Any(columns), Argument.Any(columns)],
            (tape, x) => BatchNorm.Apply(
                x[0], x[1], x[2], tape.Input(mean, [columns]), tape.Input(variance, [columns])),
            x => Layers.BatchNorm(x[0], x[1], x[2], exactMean, exactVariance))
        {
            Misfits =
            [
                new(0, [rows, columns + 1], "The mean to normalise by"),
                new(1, [columns + 1], "The scale of a norm"), new(2, [columns, 1], "The bias of a norm"),
            ],
        };
    }
}

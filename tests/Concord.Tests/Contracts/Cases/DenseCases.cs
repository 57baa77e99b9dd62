using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Dense layers around the widths of the product kernel, with and without bias and activation.</summary>
internal static class DenseCases
{
    public static IEnumerable<OperationCase> All { get; } =
    [
        Of(1, 1, 1, bias: true, Activation.None),
        Of(3, 5, 15, bias: true, Activation.Gelu),
        Of(7, 17, 16, bias: false, Activation.Tanh),
        Of(8, 16, 17, bias: true, Activation.Sigmoid),
        Of(9, 31, 33, bias: true, Activation.Softplus),
        Of(17, 33, 48, bias: false, Activation.None),
        Of(8, 54, 49, bias: true, Activation.Gelu),
        Of(5, 193, 63, bias: true, Activation.None),
        Of(2, 3, 97, bias: true, Activation.Gelu),
        Of(3, 7, 33, bias: true, Activation.Relu),
    ];

    private static OperationCase Of(int rows, int depth, int columns, bool bias, Activation activation)
    {
        var f = Functions.Of(activation);
        var name = $"dense {rows}x{depth}x{columns} {activation}" + (bias ? "" : " without bias");
        var kinks = activation == Activation.Relu;
        Argument[] arguments = [Argument.Any(rows, depth), Argument.Any(depth, columns), Argument.Any(columns)];
        Misfit kernel = new(1, [depth + 1, columns], "The kernel of a dense layer");
        return bias
            ? new(
                name, arguments,
                (_, x) => Dense.Apply(x[0], x[1], x[2], activation),
                x => Layers.Dense(x[0], x[1], x[2], depth, f))
            {
                Kinks = kinks,
                Misfits =
                [
                    kernel,
                    new(0, [rows, depth + 1], "The kernel of a dense layer"),
                    new(2, [columns + 1], "The bias of a dense layer"),
                ],
            }
            : new(
                name, arguments[..2],
                (_, x) => Dense.Apply(x[0], x[1], null, activation),
                x => Layers.Dense(x[0], x[1], null, depth, f))
            {
                Kinks = kinks,
                Misfits = [kernel],
            };
    }
}

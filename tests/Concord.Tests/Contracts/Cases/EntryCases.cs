using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Operations that treat every entry alone.</summary>
internal static class EntryCases
{
    private static readonly int[] s_counts = [1, 5, 15, 16, 17, 31, 33, 49, 63];

    public static IEnumerable<OperationCase> All { get; } =
    [
        .. from activation in Enum.GetValues<Activation>() from count in s_counts select Activated(activation, count),
        .. from count in s_counts from factors in new (float, float)[] { (1, 1), (1, -1), (1.5f, -0.5f) }
           select Combined(count, factors.Item1, factors.Item2),
        .. s_counts.Select(Scaled),
        .. s_counts.Select(Shifted),
        .. s_counts.Select(Multiplied),
        .. s_counts.Select(Mixed),
    ];

    private static OperationCase Activated(Activation activation, int count) => new(
        $"{activation} {count}",
        [Argument.Any(count)],
        (_, x) => Activations.Apply(x[0], activation),
        x => [.. x[0].Select(Functions.Of(activation))])
    {
        Kinks = activation == Activation.Relu,
    };

    private static OperationCase Combined(int count, float alpha, float beta) => new(
        $"combine {alpha} {beta} {count}",
        [Argument.Any(count), Argument.Any(count)],
        (_, x) => Linear.Combine(x[0], alpha, x[1], beta),
        x => Entries.Combine(x[0], alpha, x[1], beta))
    {
        Misfits = [new(1, [count + 1], "The right operand")],
    };

    private static OperationCase Scaled(int count) => new(
        $"scale {count}",
        [Argument.Any(count)],
        (_, x) => Linear.Scale(x[0], 0.75f),
        x => Entries.Scale(x[0], 0.75));

    private static OperationCase Shifted(int count) => new(
        $"shift {count}",
        [Argument.Any(count)],
        (_, x) => Linear.Shift(x[0], -1.25f),
        x => Entries.Shift(x[0], -1.25));

    private static OperationCase Multiplied(int count) => new(
        $"multiply {count}",
        [Argument.Any(count), Argument.Any(count)],
        (_, x) => Products.Multiply(x[0], x[1]),
        x => Entries.Multiply(x[0], x[1]))
    {
        Misfits = [new(1, [1, count], "The right factor")],
    };

    private static OperationCase Mixed(int count) => new(
        $"mix {count}",
        [Argument.Positive(count), Argument.Any(count), Argument.Any(count)],
        (_, x) => Products.Mix(x[0], x[1], x[2]),
        x => Entries.Mix(x[0], x[1], x[2]))
    {
        Misfits = [new(1, [count + 1], "What a closed gate takes"), new(2, [count + 1], "What an open gate takes")],
    };
}

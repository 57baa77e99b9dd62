using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Convolutions, pooling and strides of images of odd and even sizes, with one channel and several.</summary>
internal static class ImageCases
{
    public static IEnumerable<OperationCase> All { get; } =
    [
        Convolved(1, 1, 1, 1, 1),
        Convolved(3, 1, 5, 2, 3),
        Convolved(1, 4, 3, 1, 32),
        Convolved(3, 5, 7, 3, 17),
        Convolved(2, 7, 6, 20, 49),
        Convolved(1, 3, 2, 70, 5),
        Unbiased(1, 1, 1, 1, 1),
        Unbiased(2, 5, 3, 3, 17),
        .. Strided(1, 1, 1, 1),
        .. Strided(3, 5, 7, 3),
        .. Strided(2, 4, 6, 17),
        .. Strided(1, 3, 2, 33),
        .. Strided(2, 1, 4, 16),
        Largest(1, 2, 2, 1),
        Largest(3, 5, 7, 3),
        Largest(2, 4, 3, 17),
        Largest(1, 2, 6, 33),
        Averaged(3, 5, 5, 3, 7),
        Averaged(1, 14, 14, 2, 7),
        Averaged(2, 15, 15, 1, 7),
        Averaged(2, 6, 9, 17, 4),
        Averaged(3, 5, 4, 16, 1),
    ];

    private static OperationCase Convolved(int samples, int height, int width, int inputs, int outputs) => new(
        $"convolution {samples}x{height}x{width}x{inputs} to {outputs}",
        [Argument.Any(samples * height * width, inputs), Argument.Any(9 * inputs, outputs), Argument.Any(outputs)],
        (_, x) => Convolution.Apply(x[0], height, width, x[1], x[2]),
        x => Images.Convolve(x[0], height, width, x[1], x[2]))
    {
        Misfits =
        [
            new(1, [(9 * inputs) + 1, outputs], "The kernel of a convolution"),
            new(2, [outputs + 1], "The bias of a convolution"),
            .. Rows(samples, height, width, inputs),
        ],
    };

    private static OperationCase Unbiased(int samples, int height, int width, int inputs, int outputs) => new(
        $"convolution without bias {samples}x{height}x{width}x{inputs} to {outputs}",
        [Argument.Any(samples * height * width, inputs), Argument.Any(9 * inputs, outputs)],
        (_, x) => Convolution.Apply(x[0], height, width, x[1], bias: null),
        x => Images.Convolve(x[0], height, width, x[1], new double[outputs]))
    {
        Misfits =
        [
            new(1, [(9 * inputs) + 1, outputs], "The kernel of a convolution"),
            .. Rows(samples, height, width, inputs),
        ],
    };

    private static OperationCase[] Strided(int samples, int height, int width, int channels) =>
    [
        new(
            $"every other place {samples}x{height}x{width}x{channels}",
            [Argument.Any(samples * height * width, channels)],
            (_, x) => Strides.Thin(x[0], height, width),
            x => Images.Thin(x[0], height, width, channels))
        {
            Misfits = Rows(samples, height, width, channels),
        },
        new(
            $"largest of nine {samples}x{height}x{width}x{channels}",
            [Argument.Any(samples * height * width, channels)],
            (_, x) => Strides.Max(x[0], height, width),
            x => Images.MaxOfNine(x[0], height, width, channels))
        {
            Kinks = true,
            Misfits = Rows(samples, height, width, channels),
        },
    ];

    private static OperationCase Largest(int samples, int height, int width, int channels) => new(
        $"largest of four {samples}x{height}x{width}x{channels}",
        [Argument.Any(samples * height * width, channels)],
        (_, x) => Pooling.Max(x[0], height, width),
        x => Images.Max(x[0], height, width, channels))
    {
        Kinks = true,
        Misfits = Rows(samples, height, width, channels),
    };

    private static OperationCase Averaged(int samples, int height, int width, int channels, int side) => new(
        $"mean of {side}x{side} cells {samples}x{height}x{width}x{channels}",
        [Argument.Any(samples * height * width, channels)],
        (_, x) => Pooling.Adaptive(x[0], height, width, side),
        x => Images.Adaptive(x[0], height, width, channels, side))
    {
        Misfits = Rows(samples, height, width, channels),
    };

    // One row more is no whole image, unless an image is one row.
    private static Misfit[] Rows(int samples, int height, int width, int channels) =>
        height * width == 1 ? [] : [new(0, [(samples * height * width) + 1, channels], "The rows of images")];
}

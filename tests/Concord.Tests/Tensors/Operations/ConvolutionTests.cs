using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class ConvolutionTests
{
    // Images so large that each is cut into bands of two, two and one line. What is linear in image and in kernel has
    // the right gradient g if ⟨g, direction⟩ = ⟨ȳ, the convolution with the direction in its place⟩.
    [Fact]
    public void Images_cut_into_bands_give_the_same_as_whole_ones()
    {
        const int samples = 2, height = 5, width = 170, inputs = 20, outputs = 108;
        float[] image = Numbers(samples * height * width * inputs, 1), kernel = Numbers(9 * inputs * outputs, 2);
        float[] bias = Numbers(outputs, 3), slope = Numbers(samples * height * width * outputs, 4);
        using var tape = new Tape();
        var x = tape.Input(image, [samples * height * width, inputs], tracked: true);
        var k = tape.Input(kernel, [9 * inputs, outputs], tracked: true);
        var y = Convolution.Apply(x, height, width, k, tape.Input(bias, [outputs]));
        var expected = Images.Convolve(Exact(image), height, width, Exact(kernel), Exact(bias));
        Assert.All(expected.Zip(y.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

        slope.CopyTo(y.Gradient);
        tape.Backward();
        double[] otherImage = Exact(Numbers(image.Length, 5)), otherKernel = Exact(Numbers(kernel.Length, 6));
        var none = new double[outputs];
        var along = Images.Convolve(otherImage, height, width, Exact(kernel), none);
        Assert.Equal(Dot(Exact(slope), along), Dot(Exact(x.Gradient.ToArray()), otherImage), 0.05);
        along = Images.Convolve(Exact(image), height, width, otherKernel, none);
        Assert.Equal(Dot(Exact(slope), along), Dot(Exact(k.Gradient.ToArray()), otherKernel), 0.05);
    }

    private static float[] Numbers(int count, ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)rng.Normal())];
    }

    private static double[] Exact(float[] numbers) => [.. numbers.Select(number => (double)number)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();
}

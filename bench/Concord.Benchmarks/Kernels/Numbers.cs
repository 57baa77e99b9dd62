using Concord.Tensors;

namespace Concord.Benchmarks.Kernels;

/// <summary>What benchmarks compute with, and how they show that they computed.</summary>
internal static class Numbers
{
    /// <summary>A block of normal random numbers; two labels give two streams.</summary>
    public static Block Drawn(int count, ulong label)
    {
        var block = new Block(count);
        var rng = new Rng(label);
        foreach (ref var number in block.Span)
            number = (float)rng.Normal();
        return block;
    }

    /// <summary>The sum of at most 64 numbers spread over a result: cheap beside the result itself.</summary>
    public static double Checksum(ReadOnlySpan<float> result)
    {
        var sum = 0.0;
        var stride = Math.Max(1, result.Length / 64);
        for (var i = 0; i < result.Length; i += stride)
            sum += result[i];
        return sum;
    }

    /// <summary>Starts the way back with a derivative of one for every entry, and goes it.</summary>
    public static void Back(Tape tape, Tensor output)
    {
        output.Gradient.Fill(1);
        tape.Backward();
    }
}

using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Sums and multiples of tensors of one shape.</summary>
public static unsafe class Linear
{
    /// <summary>α·left + β·right; the shapes must be equal.</summary>
    public static Tensor Combine(Tensor left, float alpha, Tensor right, float beta)
    {
        Require.Shape(right.Shape, left.Shape, "The right operand");
        var sum = left.Tape.Empty(left.Shape);
        if (alpha == 1 && beta == 1)
            System.Numerics.Tensors.TensorPrimitives.Add(left.Values, right.Values, sum.Values);
        else if (alpha == 1 && beta == -1)
            System.Numerics.Tensors.TensorPrimitives.Subtract(left.Values, right.Values, sum.Values);
        else
            Combine(left.Data, alpha, right.Data, beta, sum.Data, left.Shape.Size);
        if (left.Tape.Record<CombinePullback>(sum, left.Tracked || right.Tracked) is { } back)
            (back.Left, back.Alpha, back.Right, back.Beta) = (left, alpha, right, beta);
        return sum;
    }

    /// <summary>factor·x.</summary>
    public static Tensor Scale(Tensor x, float factor)
    {
        var scaled = x.Tape.Empty(x.Shape);
        System.Numerics.Tensors.TensorPrimitives.Multiply(x.Values, factor, scaled.Values);
        if (x.Tape.Record<CombinePullback>(scaled, x.Tracked) is { } back)
            (back.Left, back.Alpha, back.Right, back.Beta) = (x, factor, null, 0);
        return scaled;
    }

    /// <summary>x + offset, the same number for every entry.</summary>
    public static Tensor Shift(Tensor x, float offset)
    {
        var shifted = x.Tape.Empty(x.Shape);
        System.Numerics.Tensors.TensorPrimitives.Add(x.Values, offset, shifted.Values);
        if (x.Tape.Record<CombinePullback>(shifted, x.Tracked) is { } back)
            (back.Left, back.Alpha, back.Right, back.Beta) = (x, 1, null, 0);
        return shifted;
    }

    private static void Combine(float* a, float alpha, float* b, float beta, float* y, int count)
    {
        var factor = Vector512.Create(beta);
        for (var i = 0; i < count; i += Vectors.Width)
            Vectors.StorePart(
                Vector512.FusedMultiplyAdd(factor, Vector512.Load(b + i), alpha * Vector512.Load(a + i)),
                y + i, count - i);
    }

    private sealed class CombinePullback : Pullback
    {
        public Tensor Left = null!;
        public Tensor? Right;
        public float Alpha, Beta;

        public override void Run()
        {
            var count = Output.Shape.Size;
            if (Left.Tracked)
                Vectors.AddScaled(Left.Adjoint(), Output.AdjointData, Alpha, count);
            if (Right is { Tracked: true })
                Vectors.AddScaled(Right.Adjoint(), Output.AdjointData, Beta, count);
        }
    }
}

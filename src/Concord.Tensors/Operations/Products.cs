using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Products of tensors entry by entry, and the mixing of two tensors by a gate.</summary>
public static unsafe class Products
{
    /// <summary>left ∘ right; the shapes must be equal.</summary>
    public static Tensor Multiply(Tensor left, Tensor right)
    {
        Require.Shape(right.Shape, left.Shape, "The right factor");
        var y = left.Tape.Empty(left.Shape);
        System.Numerics.Tensors.TensorPrimitives.Multiply(left.Values, right.Values, y.Values);
        if (left.Tape.Record<MultiplyPullback>(y, left.Tracked || right.Tracked) is { } back)
            (back.Left, back.Right) = (left, right);
        return y;
    }

    /// <summary>(1 − gate) ∘ a + gate ∘ b: a gate of 0 takes a, one of 1 takes b. All shapes must be equal.</summary>
    public static Tensor Mix(Tensor gate, Tensor a, Tensor b)
    {
        Require.Shape(a.Shape, gate.Shape, "What a closed gate takes");
        Require.Shape(b.Shape, gate.Shape, "What an open gate takes");
        var y = gate.Tape.Empty(gate.Shape);
        var count = gate.Shape.Size;
        for (var i = 0; i < count; i += Vectors.Width)
        {
            var open = Vector512.Load(gate.Data + i);
            var closed = (Vector512<float>.One - open) * Vector512.Load(a.Data + i);
            var mixed = Vector512.FusedMultiplyAdd(open, Vector512.Load(b.Data + i), closed);
            Vectors.StorePart(mixed, y.Data + i, count - i);
        }
        if (gate.Tape.Record<MixPullback>(y, gate.Tracked || a.Tracked || b.Tracked) is { } back)
            (back.Gate, back.A, back.B) = (gate, a, b);
        return y;
    }

    private sealed class MultiplyPullback : Pullback
    {
        public Tensor Left = null!, Right = null!;

        public override void Run()
        {
            var count = Output.Shape.Size;
            if (Left.Tracked)
                Vectors.AddProducts(Left.Adjoint(), Output.AdjointData, Right.Data, count);
            if (Right.Tracked)
                Vectors.AddProducts(Right.Adjoint(), Output.AdjointData, Left.Data, count);
        }
    }

    // gate¯ += ȳ ∘ (b − a),  ā += ȳ ∘ (1 − gate),  b̄ += ȳ ∘ gate.
    private sealed class MixPullback : Pullback
    {
        public Tensor Gate = null!, A = null!, B = null!;

        public override void Run()
        {
            var count = Output.Shape.Size;
            var toGate = Gate.Tracked ? Gate.Adjoint() : null;
            var toA = A.Tracked ? A.Adjoint() : null;
            for (var i = 0; i < count; i += Vectors.Width)
            {
                var g = Vector512.Load(Output.AdjointData + i);
                if (toGate != null)
                    Add(toGate + i, g, Vector512.Load(B.Data + i) - Vector512.Load(A.Data + i), count - i);
                if (toA != null)
                    Add(toA + i, g, Vector512<float>.One - Vector512.Load(Gate.Data + i), count - i);
            }
            if (B.Tracked)
                Vectors.AddProducts(B.Adjoint(), Output.AdjointData, Gate.Data, count);
        }

        private static void Add(float* to, Vector512<float> g, Vector512<float> slope, int count) =>
            Vectors.StorePart(Vector512.FusedMultiplyAdd(g, slope, Vector512.Load(to)), to, count);
    }
}

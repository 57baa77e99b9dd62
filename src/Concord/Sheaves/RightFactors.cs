using Concord.Tensors;

namespace Concord.Sheaves;

/// <summary>The right factors of low-rank maps, stacked for one product per agent.</summary>
internal static unsafe class RightFactors
{
    /// <summary>(1/r) B: from [owners, slot, stalk, rank] to [owners, stalk, slot, rank].</summary>
    public static Tensor Stack(Tensor right, in FactorShape shape)
    {
        var stacked = right.Tape.Empty(right.Shape);
        Move(right.Data, stacked.Data, right.Shape.Rows, shape, back: false);
        if (right.Tape.Record<StackPullback>(stacked, right.Tracked) is { } back)
            (back.Right, back.Shape) = (right, shape);
        return stacked;
    }

    // Forward sets, backward adds.
    private static void Move(float* factors, float* stacked, int owners, in FactorShape shape, bool back)
    {
        var scale = 1f / shape.Rank;
        var low = shape.Slots * shape.Rank;
        for (var p = 0; p < owners; p++, stacked += low * shape.Stalk)
            for (var s = 0; s < shape.Slots; s++)
                for (var j = 0; j < shape.Stalk; j++, factors += shape.Rank)
                {
                    var place = stacked + (j * low) + (s * shape.Rank);
                    for (var k = 0; k < shape.Rank; k++)
                        if (back)
                            factors[k] += scale * place[k];
                        else
                            place[k] = scale * factors[k];
                }
    }

    private sealed class StackPullback : Pullback
    {
        public Tensor Right = null!;
        public FactorShape Shape;

        public override void Run() =>
            Move(Right.Adjoint(), Output.AdjointData, Right.Shape.Rows, Shape, back: true);
    }
}

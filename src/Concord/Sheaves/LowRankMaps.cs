using Concord.Tensors;

namespace Concord.Sheaves;

/// <summary>Restriction maps that follow from what an agent sees: a shared base plus a low-rank change.</summary>
/// <remarks>
/// Seely et al. 2026, section 3.3 of the method: F = R + (1/r) A Bᵀ per slot. The product is formed here, once per
/// forward pass and distinct view, because every iteration reads it many times.
/// </remarks>
public static unsafe class LowRankMaps
{
    /// <summary>The maps of all owners.</summary>
    /// <param name="bases">R [slots or 1, edge stalk, vertex stalk]; one base serves all slots.</param>
    /// <param name="left">A [owners, slots · edge stalk · rank], row-major (slot, edge coordinate, rank).</param>
    /// <param name="right">B [owners, slots · vertex stalk · rank], row-major (slot, stalk coordinate, rank).</param>
    /// <param name="slots">How many slots a vertex has.</param>
    /// <param name="rank">r.</param>
    /// <returns>[owners, slots · edge stalk · vertex stalk], ready to bind.</returns>
    public static Tensor Form(Tensor bases, Tensor left, Tensor right, int slots, int rank)
    {
        int owners = left.Shape.Rows, edge = bases.Shape[1], stalk = bases.Shape[2];
        Check(bases, left, right, new(slots, edge, stalk, rank));
        var maps = bases.Tape.Empty([owners, slots * edge * stalk]);
        var sizes = new Sizes(slots, edge, stalk, rank, bases.Shape[0] == 1 ? 0 : edge * stalk);
        float* a = left.Data, to = maps.Data;
        for (var p = 0; p < owners; p++)
            for (var s = 0; s < slots; s++)
            {
                var b = right.Data + (((p * slots) + s) * stalk * rank);
                var r = bases.Data + (s * sizes.BaseStep);
                for (var i = 0; i < edge; i++, a += rank)
                    for (var j = 0; j < stalk; j++)
                    {
                        var sum = 0f;
                        for (var k = 0; k < rank; k++)
                            sum += a[k] * b[(j * rank) + k];
                        *to++ = *r++ + (sum / rank);
                    }
            }
        if (bases.Tape.Record<LowRankPullback>(maps, bases.Tracked || left.Tracked || right.Tracked) is { } back)
            (back.Bases, back.Left, back.Right, back.Sizes) = (bases, left, right, sizes);
        return maps;
    }

    /// <summary>Refuses factors that do not fit one another.</summary>
    internal static void Check(Tensor bases, Tensor left, Tensor right, in FactorShape shape)
    {
        var (slots, edge, stalk, rank) = shape;
        var owners = left.Shape.Rows;
        Require.That(
            bases.Shape[0] == 1 || bases.Shape[0] == slots, "The base maps", $"must be 1 or {slots}", bases.Shape);
        Require.Shape(left.Shape, [owners, slots * edge * rank], "The left factors");
        Require.Shape(right.Shape, [owners, slots * stalk * rank], "The right factors");
    }

    private readonly record struct Sizes(int Slots, int Edge, int Stalk, int Rank, int BaseStep);

    // R̄ += F̄ summed over owners,  Ā += (1/r) F̄ B,  B̄ += (1/r) F̄ᵀ A.
    private sealed class LowRankPullback : Pullback
    {
        public Tensor Bases = null!, Left = null!, Right = null!;
        public Sizes Sizes;

        public override void Run()
        {
            var (slots, edge, stalk, rank, _) = Sizes;
            var toBases = Bases.Tracked ? Bases.Adjoint() : null;
            var toLeft = Left.Tracked ? Left.Adjoint() : null;
            var toRight = Right.Tracked ? Right.Adjoint() : null;
            var from = Output.AdjointData;
            for (var p = 0; p < Output.Shape.Rows; p++)
                for (var s = 0; s < slots; s++, from += edge * stalk)
                {
                    if (toBases != null)
                        for (var i = 0; i < edge * stalk; i++)
                            toBases[(s * Sizes.BaseStep) + i] += from[i];
                    int a = ((p * slots) + s) * edge * rank, b = ((p * slots) + s) * stalk * rank;
                    for (var i = 0; i < edge; i++)
                        for (var j = 0; j < stalk; j++)
                        {
                            var f = from[(i * stalk) + j] / rank;
                            for (var k = 0; k < rank; k++)
                            {
                                if (toLeft != null)
                                    toLeft[a + (i * rank) + k] += f * Right.Data[b + (j * rank) + k];
                                if (toRight != null)
                                    toRight[b + (j * rank) + k] += f * Left.Data[a + (i * rank) + k];
                            }
                        }
                }
        }
    }
}

using Concord.Tensors;

namespace Concord.Sheaves;

/// <summary>δᵀ y as an operation with its way back.</summary>
internal static unsafe class AdjointProduct
{
    /// <summary>[samples, state] from [samples, edge numbers].</summary>
    public static Tensor Apply(BoundSheaf sheaf, Tensor y)
    {
        var edges = sheaf.Layout.EdgeSizeTotal;
        Require.That(
            y.Shape.Size == sheaf.Samples * edges, "What the adjoint of the coboundary is applied to",
            $"must hold {sheaf.Samples} cochains of {edges} numbers", y.Shape);
        var tape = sheaf.Tape;
        var result = tape.Zeros([sheaf.Samples, sheaf.Layout.StateSize]);
        var mark = tape.Here;
        var work = new SheafProducts.Work(sheaf);
        Scatter(sheaf, y.Data, work.Residual);
        sheaf.Gather(work.Residual, work.Result);
        sheaf.AddUnpadded(work.Result, 1, result.Data);
        tape.Rewind(mark);
        if (tape.Record<AdjointPullback>(result, y.Tracked || sheaf.Tracked) is { } back)
            (back.Sheaf, back.Y) = (sheaf, y);
        return result;
    }

    // Adds each edge's numbers to the first end's slot and takes them from the second's.
    private static void Scatter(BoundSheaf sheaf, float* edges, float* slots)
    {
        var layout = sheaf.Layout;
        for (var b = 0; b < sheaf.Samples; b++, slots += sheaf.PaddedSlots)
            for (var e = 0; e < layout.EdgeStalks.Count; e++)
            {
                var (u, v) = layout.Meetings.EdgeAt(e);
                for (var i = 0; i < layout.EdgeStalks[e]; i++, edges++)
                {
                    slots[u + i] += *edges;
                    slots[v + i] -= *edges;
                }
            }
    }

    // ȳ += δ z̄ for z = δᵀ y; a map receives y of its edge, with the end's sign, times z̄ of its vertex.
    private sealed class AdjointPullback : Pullback
    {
        public BoundSheaf Sheaf = null!;
        public Tensor Y = null!;

        public override void Run()
        {
            var tape = Output.Tape;
            var layout = Sheaf.Layout;
            var toY = Y.Tracked ? Y.Adjoint() : null;
            if (Sheaf.Tracked)
                Sheaf.Maps.ReserveGradient();
            var mark = tape.Here;
            var work = new SheafProducts.Work(Sheaf);
            Sheaf.Pad(Output.AdjointData, work.State);
            Sheaf.Slots(work.State, work.Slots);
            if (toY != null)
                for (var b = 0; b < Sheaf.Samples; b++)
                    for (var e = 0; e < layout.EdgeStalks.Count; e++)
                    {
                        var (u, v) = layout.Meetings.EdgeAt(e);
                        var slots = work.Slots + (b * Sheaf.PaddedSlots);
                        for (var i = 0; i < layout.EdgeStalks[e]; i++)
                            *toY++ += slots[u + i] - slots[v + i];
                    }
            if (Sheaf.Tracked)
            {
                var none = tape.TakeCleared(Sheaf.Samples * Math.Max(Sheaf.PaddedSlots, Sheaf.PaddedState));
                Scatter(Sheaf, Y.Data, work.Residual);
                Sheaf.AddMapGradient(work.State, none, none, work.Residual);
            }
            tape.Rewind(mark);
        }
    }
}

using Concord.Tensors;

namespace Concord.Sheaves;

/// <summary>The sheaf's products as operations with their ways back.</summary>
internal static unsafe class SheafProducts
{
    /// <summary>L z.</summary>
    public static Tensor Laplacian(BoundSheaf sheaf, Tensor z)
    {
        sheaf.RequireState(z, "What the Laplacian is applied to");
        var tape = sheaf.Tape;
        var result = tape.Zeros(z.Shape);
        var mark = tape.Here;
        var work = new Work(sheaf);
        sheaf.Pad(z.Data, work.State);
        work.Apply(sheaf, work.State, work.Residual, work.Result);
        sheaf.AddUnpadded(work.Result, 1, result.Data);
        tape.Rewind(mark);
        if (tape.Record<LaplacianPullback>(result, z.Tracked || sheaf.Tracked) is { } back)
            (back.Sheaf, back.Z) = (sheaf, z);
        return result;
    }

    /// <summary>δ z.</summary>
    public static Tensor Coboundary(BoundSheaf sheaf, Tensor z)
    {
        sheaf.RequireState(z, "What the coboundary is applied to");
        var tape = sheaf.Tape;
        var layout = sheaf.Layout;
        var result = tape.Empty([sheaf.Samples, layout.EdgeSizeTotal]);
        var mark = tape.Here;
        var work = new Work(sheaf);
        sheaf.Pad(z.Data, work.State);
        sheaf.Slots(work.State, work.Slots);
        for (var b = 0; b < sheaf.Samples; b++)
            for (var e = 0; e < layout.EdgeStalks.Count; e++)
            {
                var (u, v) = layout.Meetings.EdgeAt(e);
                var y = work.Slots + (b * sheaf.PaddedSlots);
                var to = result.Data + (b * layout.EdgeSizeTotal) + layout.EdgeStarts[e];
                for (var i = 0; i < layout.EdgeStalks[e]; i++)
                    to[i] = y[u + i] - y[v + i];
            }
        tape.Rewind(mark);
        if (tape.Record<CoboundaryPullback>(result, z.Tracked || sheaf.Tracked) is { } back)
            (back.Sheaf, back.Z) = (sheaf, z);
        return result;
    }

    /// <summary>Scratch for one product, on the tape until it is rewound.</summary>
    internal readonly ref struct Work
    {
        public readonly float* State, Slots, Residual, Result;

        public Work(BoundSheaf sheaf)
        {
            int states = sheaf.Samples * sheaf.PaddedState, slots = sheaf.Samples * sheaf.PaddedSlots;
            State = sheaf.Tape.Take(states);
            Result = sheaf.Tape.Take(states);
            Slots = sheaf.TakeSlots();
            Residual = sheaf.Tape.TakeCleared(slots);
        }

        /// <summary>result = L z; leaves z's residual.</summary>
        public void Apply(BoundSheaf sheaf, float* z, float* residual, float* result)
        {
            sheaf.Slots(z, Slots);
            sheaf.Residuals(Slots, residual);
            sheaf.Gather(residual, result);
        }
    }

    // L is symmetric: z̄ += L ȳ, and the maps receive the derivative of ȳᵀ L z.
    private sealed class LaplacianPullback : Pullback
    {
        public BoundSheaf Sheaf = null!;
        public Tensor Z = null!;

        public override void Run()
        {
            var tape = Output.Tape;
            var toZ = Z.Tracked ? Z.Adjoint() : null;
            if (Sheaf.Tracked)
                Sheaf.Maps.ReserveGradient();
            var mark = tape.Here;
            Work of = new(Sheaf), by = new(Sheaf);
            Sheaf.Pad(Output.AdjointData, of.State);
            of.Apply(Sheaf, of.State, of.Residual, of.Result);
            if (toZ != null)
                Sheaf.AddUnpadded(of.Result, 1, toZ);
            if (Sheaf.Tracked)
            {
                Sheaf.Pad(Z.Data, by.State);
                Sheaf.Slots(by.State, by.Slots);
                Sheaf.Residuals(by.Slots, by.Residual);
                Sheaf.AddMapGradient(of.State, of.Residual, by.State, by.Residual);
            }
            tape.Rewind(mark);
        }
    }

    // z̄ += δᵀ ȳ; a map receives ȳ of its edge, with the end's sign, times its vertex's state.
    private sealed class CoboundaryPullback : Pullback
    {
        public BoundSheaf Sheaf = null!;
        public Tensor Z = null!;

        public override void Run()
        {
            var tape = Output.Tape;
            var layout = Sheaf.Layout;
            var toZ = Z.Tracked ? Z.Adjoint() : null;
            if (Sheaf.Tracked)
                Sheaf.Maps.ReserveGradient();
            var mark = tape.Here;
            var work = new Work(Sheaf);
            for (var b = 0; b < Sheaf.Samples; b++)
                for (var e = 0; e < layout.EdgeStalks.Count; e++)
                {
                    var (u, v) = layout.Meetings.EdgeAt(e);
                    var r = work.Residual + (b * Sheaf.PaddedSlots);
                    var from = Output.AdjointData + (b * layout.EdgeSizeTotal) + layout.EdgeStarts[e];
                    for (var i = 0; i < layout.EdgeStalks[e]; i++)
                    {
                        r[u + i] += from[i];
                        r[v + i] -= from[i];
                    }
                }
            if (toZ != null)
            {
                Sheaf.Gather(work.Residual, work.Result);
                Sheaf.AddUnpadded(work.Result, 1, toZ);
            }
            if (Sheaf.Tracked)
            {
                var none = tape.TakeCleared(Sheaf.Samples * Math.Max(Sheaf.PaddedSlots, Sheaf.PaddedState));
                Sheaf.Pad(Z.Data, work.State);
                Sheaf.AddMapGradient(work.State, none, none, work.Residual);
            }
            tape.Rewind(mark);
        }
    }
}

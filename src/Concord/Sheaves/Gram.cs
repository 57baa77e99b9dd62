using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Sheaves;

/// <summary>H = W Wᵀ as an operation, from W transposed.</summary>
internal static unsafe class Gram
{
    /// <summary>[slots, slots] from [stalk, slots], row-major.</summary>
    public static Tensor Of(Tensor transposed, int slots)
    {
        var tape = transposed.Tape;
        var stalk = transposed.Shape.Size / slots;
        var gram = tape.Empty([slots, slots]);
        Gemm.Multiply(
            new(transposed.Data, 1, slots), new(transposed.Data, slots, 1), gram.Data, slots, null, 0,
            new(slots, stalk, slots));
        if (tape.Record<GramPullback>(gram, transposed.Tracked) is { } back)
            (back.Transposed, back.Stalk) = (transposed, stalk);
        return gram;
    }

    // V = Wᵀ, H = Vᵀ V:  V̄ += V (H̄ + H̄ᵀ).
    private sealed class GramPullback : Pullback
    {
        public Tensor Transposed = null!;
        public int Stalk;

        public override void Run()
        {
            var tape = Output.Tape;
            var slots = Output.Shape.Columns;
            var to = Transposed.Adjoint();
            var mark = tape.Here;
            var both = tape.Take(slots * slots);
            for (var i = 0; i < slots; i++)
                for (var j = 0; j < slots; j++)
                    both[(i * slots) + j] = Output.AdjointData[(i * slots) + j] + Output.AdjointData[(j * slots) + i];
            Gemm.Multiply(
                new(Transposed.Data, slots, 1), new(both, slots, 1), to, slots, to, slots, new(Stalk, slots, slots));
            tape.Rewind(mark);
        }
    }
}

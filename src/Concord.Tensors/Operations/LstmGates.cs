using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>The gates of a long short-term memory: what is forgotten, taken up and shown.</summary>
/// <remarks>
/// Hochreiter and Schmidhuber 1997 with the gate of Gers et al. 2000, without the products before it. A row of sums
/// holds four parts of n numbers in the order that PyTorch has: of what is taken up, what is kept, the candidate and
/// what is shown. Entries never meet each other.
/// </remarks>
public static unsafe class LstmGates
{
    private const int Parts = 4;

    /// <summary>σ(kept) ∘ memory + σ(taken up) ∘ tanh(candidate).</summary>
    /// <param name="sums">[rows, 4n].</param>
    /// <param name="memory">[rows, n].</param>
    /// <returns>[rows, n].</returns>
    /// <exception cref="ArgumentException">Unfit shapes.</exception>
    public static Tensor Remember(Tensor sums, Tensor memory)
    {
        var y = Result(sums, memory);
        int rows = memory.Shape.Rows, n = memory.Shape.Columns;
        for (var r = 0; r < rows; r++)
        {
            float* sum = sums.Data + (r * Parts * n), held = memory.Data + (r * n), to = y.Data + (r * n);
            for (var i = 0; i < n; i += Vectors.Width)
            {
                var taken = Pointwise.Logistic(Vector512.Load(sum + i)) * Candidate(sum + (2 * n) + i);
                var kept = Pointwise.Logistic(Vector512.Load(sum + n + i));
                Vectors.StorePart(Vector512.FusedMultiplyAdd(kept, Vector512.Load(held + i), taken), to + i, n - i);
            }
        }
        if (sums.Tape.Record<RememberPullback>(y, sums.Tracked || memory.Tracked) is { } back)
            (back.Sums, back.Memory) = (sums, memory);
        return y;
    }

    /// <summary>σ(shown) ∘ tanh(memory).</summary>
    /// <param name="sums">[rows, 4n]; only the last part counts.</param>
    /// <param name="memory">[rows, n], what is remembered now.</param>
    /// <returns>[rows, n].</returns>
    /// <exception cref="ArgumentException">Unfit shapes.</exception>
    public static Tensor Show(Tensor sums, Tensor memory)
    {
        var y = Result(sums, memory);
        int rows = memory.Shape.Rows, n = memory.Shape.Columns;
        for (var r = 0; r < rows; r++)
        {
            float* gate = sums.Data + (((r * Parts) + 3) * n), held = memory.Data + (r * n), to = y.Data + (r * n);
            for (var i = 0; i < n; i += Vectors.Width)
                Vectors.StorePart(Pointwise.Logistic(Vector512.Load(gate + i)) * Candidate(held + i), to + i, n - i);
        }
        if (sums.Tape.Record<ShowPullback>(y, sums.Tracked || memory.Tracked) is { } back)
            (back.Sums, back.Memory) = (sums, memory);
        return y;
    }

    private static Tensor Result(Tensor sums, Tensor memory)
    {
        Require.Shape(
            sums.Shape, [memory.Shape.Rows, Parts * memory.Shape.Columns], "The sums of a long short-term memory");
        return memory.Tape.Empty([memory.Shape.Rows, memory.Shape.Columns]);
    }

    private static Vector512<float> Candidate(float* x) => TanhFunction.Value(Vector512.Load(x));

    private static void Add(float* to, Vector512<float> g, Vector512<float> slope, int count) =>
        Vectors.StorePart(Vector512.FusedMultiplyAdd(g, slope, Vector512.Load(to)), to, count);

    // taken¯ += ȳ ∘ σ'(taken) ∘ tanh,  kept¯ += ȳ ∘ σ'(kept) ∘ memory,  candidate¯ += ȳ ∘ σ(taken) ∘ tanh',
    // memory¯ += ȳ ∘ σ(kept).
    private sealed class RememberPullback : Pullback
    {
        public Tensor Sums = null!, Memory = null!;

        public override void Run()
        {
            int rows = Memory.Shape.Rows, n = Memory.Shape.Columns;
            var toSums = Sums.Tracked ? Sums.Adjoint() : null;
            var toMemory = Memory.Tracked ? Memory.Adjoint() : null;
            for (var r = 0; r < rows; r++)
            {
                float* sum = Sums.Data + (r * Parts * n), to = toSums + (r * Parts * n), held = Memory.Data + (r * n);
                for (var i = 0; i < n; i += Vectors.Width)
                {
                    var g = Vector512.Load(Output.AdjointData + (r * n) + i);
                    var taken = Pointwise.Logistic(Vector512.Load(sum + i), out var takenSlope);
                    var kept = Pointwise.Logistic(Vector512.Load(sum + n + i), out var keptSlope);
                    if (toMemory != null)
                        Add(toMemory + (r * n) + i, g, kept, n - i);
                    if (toSums == null)
                        continue;
                    Add(to + i, g * Candidate(sum + (2 * n) + i), takenSlope, n - i);
                    Add(to + n + i, g * Vector512.Load(held + i), keptSlope, n - i);
                    Add(
                        to + (2 * n) + i, g * taken, TanhFunction.Slope(Vector512.Load(sum + (2 * n) + i)), n - i);
                }
            }
        }
    }

    // shown¯ += ȳ ∘ σ'(shown) ∘ tanh(memory),  memory¯ += ȳ ∘ σ(shown) ∘ tanh'(memory).
    private sealed class ShowPullback : Pullback
    {
        public Tensor Sums = null!, Memory = null!;

        public override void Run()
        {
            int rows = Memory.Shape.Rows, n = Memory.Shape.Columns;
            var toSums = Sums.Tracked ? Sums.Adjoint() : null;
            var toMemory = Memory.Tracked ? Memory.Adjoint() : null;
            for (var r = 0; r < rows; r++)
                for (var i = 0; i < n; i += Vectors.Width)
                {
                    var at = (((r * Parts) + 3) * n) + i;
                    var held = Memory.Data + (r * n) + i;
                    var g = Vector512.Load(Output.AdjointData + (r * n) + i);
                    var shown = Pointwise.Logistic(Vector512.Load(Sums.Data + at), out var slope);
                    if (toSums != null)
                        Add(toSums + at, g * Candidate(held), slope, n - i);
                    if (toMemory != null)
                        Add(toMemory + (r * n) + i, g * shown, TanhFunction.Slope(Vector512.Load(held)), n - i);
                }
        }
    }
}

using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Coordination;

/// <summary>
/// The operations by which one tensor scales another: for steps whose lengths are computed or learned.
/// </summary>
/// <remarks>A factor holds one number for all, one per sample, or one per entry of what it scales.</remarks>
internal static unsafe class StepArithmetic
{
    /// <summary>y + sign · factor ∘ x.</summary>
    public static Tensor AddScaled(Tensor y, Tensor factor, Tensor x, float sign)
    {
        var count = y.Shape.Size;
        Require.That(x.Shape.Size == count, "What is added", $"must hold {count} numbers", x.Shape);
        Require.That(
            factor.Shape.Size > 0 && count % factor.Shape.Size == 0, "A factor",
            $"must hold one number for all, for a sample or for each of {count}", factor.Shape);
        var sum = y.Tape.Empty(y.Shape);
        var run = count / factor.Shape.Size;
        if (run == 1)
            for (var i = 0; i < count; i++)
                sum.Data[i] = y.Data[i] + (sign * factor.Data[i] * x.Data[i]);
        else
        {
            y.Values.CopyTo(sum.Values);
            for (var b = 0; b < factor.Shape.Size; b++)
                Vectors.AddScaled(sum.Data + (b * run), x.Data + (b * run), sign * factor.Data[b], run);
        }
        if (y.Tape.Record<AddScaledPullback>(sum, y.Tracked || factor.Tracked || x.Tracked) is { } back)
            (back.Y, back.Factor, back.X, back.Sign) = (y, factor, x, sign);
        return sum;
    }

    /// <summary>factor ∘ x.</summary>
    public static Tensor Scaled(Tensor factor, Tensor x, float sign = 1) =>
        AddScaled(x.Tape.Zeros(x.Shape), factor, x, sign);

    /// <summary>1 / x, entry by entry.</summary>
    public static Tensor Inverse(Tensor x)
    {
        var ones = x.Tape.Empty(x.Shape);
        ones.Values.Fill(1);
        return Ratio(ones, x, 0);
    }

    /// <summary>⟨a, b⟩ for every sample, [samples].</summary>
    public static Tensor Dots(BoundSheaf sheaf, Tensor a, Tensor b)
    {
        var run = a.Shape.Size / sheaf.Samples;
        var dots = sheaf.Tape.Empty([sheaf.Samples]);
        for (var s = 0; s < sheaf.Samples; s++)
            dots.Data[s] = Vectors.Dot(a.Data + (s * run), b.Data + (s * run), run);
        if (sheaf.Tape.Record<DotsPullback>(dots, a.Tracked || b.Tracked) is { } back)
            (back.A, back.B, back.Length) = (a, b, run);
        return dots;
    }

    /// <summary>a / (b + guard), entry by entry.</summary>
    public static Tensor Ratio(Tensor a, Tensor b, float guard)
    {
        Require.Shape(b.Shape, a.Shape, "The denominator");
        var ratio = a.Tape.Empty(a.Shape);
        for (var i = 0; i < a.Shape.Size; i++)
            ratio.Data[i] = a.Data[i] / (b.Data[i] + guard);
        if (a.Tape.Record<RatioPullback>(ratio, a.Tracked || b.Tracked) is { } back)
            (back.A, back.B, back.Guard) = (a, b, guard);
        return ratio;
    }

    private sealed class AddScaledPullback : Pullback
    {
        public Tensor Y = null!, Factor = null!, X = null!;
        public float Sign;

        public override void Run()
        {
            int count = Output.Shape.Size, run = count / Factor.Shape.Size;
            var from = Output.AdjointData;
            if (Y.Tracked)
                Vectors.AddScaled(Y.Adjoint(), from, 1, count);
            if (Factor.Tracked)
                for (var b = 0; b < Factor.Shape.Size; b++)
                    Factor.Adjoint()[b] += Sign * Vectors.Dot(from + (b * run), X.Data + (b * run), run);
            if (X.Tracked)
                for (var b = 0; b < Factor.Shape.Size; b++)
                    Vectors.AddScaled(X.Adjoint() + (b * run), from + (b * run), Sign * Factor.Data[b], run);
        }
    }

    private sealed class DotsPullback : Pullback
    {
        public Tensor A = null!, B = null!;
        public int Length;

        public override void Run()
        {
            for (var s = 0; s < Output.Shape.Size; s++)
            {
                var at = s * Length;
                if (A.Tracked)
                    Vectors.AddScaled(A.Adjoint() + at, B.Data + at, Output.AdjointData[s], Length);
                if (B.Tracked)
                    Vectors.AddScaled(B.Adjoint() + at, A.Data + at, Output.AdjointData[s], Length);
            }
        }
    }

    // q = a / (b + g):  ā += q̄ / (b + g),  b̄ −= q̄ q / (b + g).
    private sealed class RatioPullback : Pullback
    {
        public Tensor A = null!, B = null!;
        public float Guard;

        public override void Run()
        {
            for (var i = 0; i < Output.Shape.Size; i++)
            {
                var part = Output.AdjointData[i] / (B.Data[i] + Guard);
                if (A.Tracked)
                    A.Adjoint()[i] += part;
                if (B.Tracked)
                    B.Adjoint()[i] -= part * Output.Data[i];
            }
        }
    }
}

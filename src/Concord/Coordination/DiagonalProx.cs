using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Coordination;

/// <summary>The closed-form x-update of <see cref="DiagonalAgents"/> as one operation.</summary>
internal static unsafe class DiagonalProx
{
    /// <summary>
    /// clip(soft((ρ v − q)/a, l/a), lower, upper) with a = Q + ρ; every argument but v may be one number.
    /// </summary>
    public static Tensor Apply(
        Tensor v, Tensor rho, Tensor curvature, Tensor slope, Tensor? l1, Tensor? lower, Tensor? upper)
    {
        var tape = v.Tape;
        var x = tape.Empty(v.Shape);
        var terms = tape.Recycled<Terms>();
        terms.Set(v, rho, curvature, slope, l1, lower, upper);
        for (var i = 0; i < v.Shape.Size; i += Vectors.Width)
        {
            var at = terms.At(i);
            Vectors.StorePart(at.Clip(at.Soft()), x.Data + i, Math.Min(Vectors.Width, v.Shape.Size - i));
        }
        if (tape.Record<ProxPullback>(x, terms.Tracked) is { } back)
            back.Terms = terms;
        return x;
    }

    /// <summary>The arguments, each with a step of 1, or 0 where one number serves all coordinates.</summary>
    internal sealed class Terms
    {
        private readonly Tensor?[] _tensors = new Tensor?[7];
        private readonly int[] _steps = new int[7];

        public bool Tracked { get; private set; }

        public void Set(params ReadOnlySpan<Tensor?> tensors)
        {
            Tracked = false;
            for (var i = 0; i < tensors.Length; i++)
            {
                var tensor = _tensors[i] = tensors[i];
                if (tensor == null)
                    continue;
                var one = tensor.Shape.Size == 1 && i > 0;
                Require.That(
                    one || tensor.Shape.Size == tensors[0]!.Shape.Size, Names[i],
                    $"must hold 1 or {tensors[0]!.Shape.Size} numbers", tensor.Shape);
                _steps[i] = one ? 0 : 1;
                Tracked |= tensor.Tracked;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes At(int i) => new(
            Load(0, i, 0), Load(1, i, 0), Load(2, i, 0), Load(3, i, 0), Load(4, i, 0),
            Load(5, i, float.NegativeInfinity), Load(6, i, float.PositiveInfinity));

        /// <summary>Adds sixteen derivatives to the gradient of one argument.</summary>
        public void Add(int term, int i, Vector512<float> gradient, int count)
        {
            if (_tensors[term] is not { Tracked: true } tensor)
                return;
            var to = tensor.Adjoint();
            if (_steps[term] == 0)
                *to += Vectors.Sum(gradient);
            else
                Vectors.StorePart(Vector512.Load(to + i) + gradient, to + i, count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector512<float> Load(int term, int i, float absent)
        {
            var tensor = _tensors[term];
            if (tensor == null)
                return Vector512.Create(absent);
            return _steps[term] == 0 ? Vector512.Create(*tensor.Data) : Vector512.Load(tensor.Data + i);
        }

        private static readonly string[] Names =
        [
            "The proposal", "The penalty", "The curvature Q", "The slope q", "The price l",
            "The lower bound", "The upper bound",
        ];
    }

    /// <summary>Sixteen coordinates of the arguments.</summary>
    internal readonly struct Lanes(
        Vector512<float> v, Vector512<float> rho, Vector512<float> curvature, Vector512<float> slope,
        Vector512<float> l1, Vector512<float> lower, Vector512<float> upper)
    {
        public readonly Vector512<float> V = v, Rho = rho, L1 = l1, Lower = lower, Upper = upper;
        public readonly Vector512<float> A = curvature + rho;
        public readonly Vector512<float> T = ((rho * v) - slope) / (curvature + rho);

        public Vector512<float> Threshold => L1 / A;

        /// <summary>sign(t) · max(|t| − l/a, 0).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Soft() =>
            Vector512.CopySign(Vector512.Max(Vector512.Abs(T) - Threshold, Vector512<float>.Zero), T);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Clip(Vector512<float> soft) => Vector512.Min(Vector512.Max(soft, Lower), Upper);
    }

    // Inside the bounds and outside the threshold: t̄ = x̄, (l/a)¯ = −sign(t) x̄; at a bound the bound takes x̄.
    private sealed class ProxPullback : Pullback
    {
        public Terms Terms = null!;

        public override void Run()
        {
            var count = Output.Shape.Size;
            for (var i = 0; i < count; i += Vectors.Width)
            {
                var n = Math.Min(Vectors.Width, count - i);
                var at = Terms.At(i);
                var g = Vectors.LoadPart(Output.AdjointData + i, n);
                var soft = at.Soft();
                var above = Vector512.GreaterThan(soft, at.Upper);
                var below = Vector512.LessThan(soft, at.Lower) & ~above;
                var active = Vector512.GreaterThan(Vector512.Abs(at.T), at.Threshold) & ~above & ~below;
                var t = Keep(active, g);
                var threshold = -Vector512.CopySign(Vector512<float>.One, at.T) * t;
                var a = Keep(active, -((at.T * t) + (at.Threshold * threshold)) / at.A);
                var perA = Keep(active, t / at.A);
                Terms.Add(0, i, Keep(active, at.Rho * perA), n);
                Terms.Add(1, i, Keep(active, (at.V * perA) + a), n);
                Terms.Add(2, i, a, n);
                Terms.Add(3, i, -perA, n);
                Terms.Add(4, i, Keep(active, threshold / at.A), n);
                Terms.Add(5, i, Keep(below, g), n);
                Terms.Add(6, i, Keep(above, g), n);
            }
        }

        private static Vector512<float> Keep(Vector512<float> mask, Vector512<float> value) =>
            Vector512.ConditionalSelect(mask, value, Vector512<float>.Zero);
    }
}

using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Coordination;

/// <summary>
/// The conjugate gradient steps of <see cref="CgOperation"/> for shared maps, in the coordinates of the slots.
/// </summary>
/// <remarks>
/// Started at the target, every residual and direction of (γL + ρ) z = ρ t lies in the range of Wᵀ, where L = Wᵀ M W
/// and M lets slots meet. So with r = Wᵀ s and p = Wᵀ q nothing but s and q is needed: A p = Wᵀ (γ M H q + ρ q) with
/// H = W Wᵀ, ⟨r, r⟩ = ⟨s, H s⟩ and ⟨p, A p⟩ = ⟨H q, γ M H q + ρ q⟩. A step costs one product with H instead of one
/// with W and one with Wᵀ. The same iterates but for rounding.
/// </remarks>
internal static unsafe partial class SlotCg
{
    private const float Guard = 1e-8f;

    /// <summary>Whether the sheaf's maps are shared and small enough for this form to cost less.</summary>
    public static bool Suits(BoundSheaf sheaf) => sheaf.Maps is DenseMaps { HasGram: true };

    /// <summary>z after the steps from z = t.</summary>
    public static Tensor Apply(BoundSheaf sheaf, Tensor target, Tensor penalty, float pull, int steps)
    {
        var tape = sheaf.Tape;
        var z = tape.Empty(target.Shape);
        var trace = tape.Recycled<Trace>();
        trace.Take(sheaf, steps, tape.Recording);
        var mark = tape.Here;
        Forward(sheaf, trace, target, penalty.Data[0], pull, z);
        tape.Rewind(mark);
        if (tape.Record<SlotCgPullback>(z, target.Tracked || penalty.Tracked || sheaf.Tracked) is { } back)
        {
            (back.Sheaf, back.Trace, back.Pull) = (sheaf, trace, pull);
            (back.Target, back.Penalty) = (target, penalty);
        }
        return z;
    }

    private static void Forward(BoundSheaf sheaf, Trace trace, Tensor target, float rho, float pull, Tensor z)
    {
        var tape = sheaf.Tape;
        var maps = (DenseMaps)sheaf.Maps;
        int length = sheaf.PaddedSlots, all = sheaf.Samples * length, states = sheaf.Samples * sheaf.PaddedState;
        float* t = tape.Take(states), s = sheaf.TakeSlots(), a = tape.Take(all), h = tape.Take(all);
        float* q = trace.Q(0), g = trace.G(0);
        sheaf.Pad(target.Data, t);
        maps.Slots(t, s);
        sheaf.Residuals(s, q);                                              // r = −γ L t:  s = −γ M W t
        Vectors.Scale(q, -pull, all);
        new ReadOnlySpan<float>(q, all).CopyTo(new Span<float>(s, all));
        maps.MultiplyGram(s, g);
        for (var b = 0; b < sheaf.Samples; b++)
            trace.SquaredResidual(0)[b] = Vectors.Dot(q + (b * length), g + (b * length), length);
        new Span<float>(trace.Sum, all).Clear();
        for (var k = 0; ; k++)
        {
            q = trace.Q(k);
            g = trace.G(k);
            for (var b = 0; b < sheaf.Samples; b++)
            {
                var at = b * length;
                Image(sheaf, g + at, q + at, pull, rho, a + at);            // A p = Wᵀ a,  a = γ M H q + ρ q
                var curvature = trace.Curvature(k)[b] = Vectors.Dot(g + at, a + at, length);
                var alpha = trace.Alpha(k)[b] = trace.SquaredResidual(k)[b] / (curvature + Guard);
                Vectors.AddScaled(trace.Sum + at, q + at, alpha, length);   // z ← z + α p
                if (k < trace.Steps - 1)
                    Vectors.AddScaled(s + at, a + at, -alpha, length);      // r ← r − α Ap
            }
            if (k == trace.Steps - 1)
                break;
            maps.MultiplyGram(s, h);
            for (var b = 0; b < sheaf.Samples; b++)
            {
                var at = b * length;
                var next = trace.SquaredResidual(k + 1)[b] = Vectors.Dot(s + at, h + at, length);
                var beta = trace.Beta(k)[b] = next / (trace.SquaredResidual(k)[b] + Guard);
                Vectors.Combine(trace.Q(k + 1) + at, s + at, q + at, beta, length);     // p ← r + β p
                Vectors.Combine(trace.G(k + 1) + at, h + at, g + at, beta, length);
            }
        }
        maps.Gather(trace.Sum, t);
        target.Values.CopyTo(z.Values);
        sheaf.AddUnpadded(t, 1, z.Data);                                    // z = t + Wᵀ Σ α q
    }

    // a = γ M g + ρ q for one sample
    private static void Image(BoundSheaf sheaf, float* g, float* q, float pull, float rho, float* a)
    {
        sheaf.Layout.Meetings.Residuals(g, a);
        Vectors.Blend(a, pull, q, rho, sheaf.PaddedSlots);
    }

    /// <summary>What the steps leave behind: q, g = H q, their sum and the scalars.</summary>
    internal sealed class Trace
    {
        private float* _vectors, _scalars;
        private int _vector, _samples;
        private bool _whole;

        public int Steps { get; private set; }

        /// <summary>Σ α q: z − t is its gathering.</summary>
        public float* Sum { get; private set; }

        public void Take(BoundSheaf sheaf, int steps, bool whole)
        {
            (Steps, _whole) = (steps, whole);
            (_samples, _vector) = (sheaf.Samples, sheaf.Samples * sheaf.PaddedSlots);
            Sum = sheaf.Tape.Take(_vector);
            _vectors = sheaf.Tape.Take((2 * _vector * (whole ? steps : 1)) + SlotMeetings.Margin)
                + SlotMeetings.Margin;
            _scalars = sheaf.Tape.Take(4 * steps * _samples);
        }

        public float* Q(int k) => _vectors + (_whole ? 2 * k * _vector : 0);

        public float* G(int k) => Q(k) + _vector;

        public float* SquaredResidual(int k) => _scalars + (4 * k * _samples);

        public float* Curvature(int k) => SquaredResidual(k) + _samples;

        public float* Alpha(int k) => SquaredResidual(k) + (2 * _samples);

        public float* Beta(int k) => SquaredResidual(k) + (3 * _samples);
    }
}

using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Coordination;

/// <content>The way back.</content>
internal static unsafe partial class SlotCg
{
    // The steps backwards, each line the adjoint of the forward line beside it. H is symmetric: with h = H s the term
    // σ̄ of ⟨s, h⟩ adds σ̄ s to h̄ and σ̄ h = H σ̄ s to s̄, so that one product H (h̄ + σ̄ s) brings all of it to s̄.
    private sealed class SlotCgPullback : Pullback
    {
        public BoundSheaf Sheaf = null!;
        public Trace Trace = null!;
        public Tensor Target = null!, Penalty = null!;
        public float Pull;
        private float* _sum, _s, _q, _g, _a, _work, _h, _squared, _next;
        private double _rho;

        public override void Run()
        {
            var tape = Output.Tape;
            var toTarget = Target.Tracked ? Target.Adjoint() : null;
            var toPenalty = Penalty.Tracked ? Penalty.Adjoint() : null;
            if (Sheaf.Tracked)
                Sheaf.Maps.ReserveGradient();
            var mark = tape.Here;
            var maps = (DenseMaps)Sheaf.Maps;
            var z = Take(tape);
            Sheaf.Pad(Output.AdjointData, z);                               // z = t + Wᵀ Σ α q
            if (toTarget != null)
                Sheaf.AddUnpadded(z, 1, toTarget);
            maps.Slots(z, _sum);
            if (Sheaf.Tracked)
                maps.AddOuter(z, Trace.Sum);
            for (var k = Trace.Steps - 1; k >= 0; k--)
            {
                if (k < Trace.Steps - 1)
                    UndoTurn(k, maps);
                for (var b = 0; b < Sheaf.Samples; b++)
                    UndoStep(k, b);
            }
            Begin(maps, toTarget, z);
            if (toPenalty != null)
                *toPenalty += (float)_rho;
            tape.Rewind(mark);
        }

        private float* Take(Tape tape)
        {
            var all = Sheaf.Samples * Sheaf.PaddedSlots;
            _sum = tape.Take(all);
            _s = tape.TakeCleared(all);
            _q = tape.TakeCleared(all);
            _g = tape.TakeCleared(all);
            _a = Sheaf.TakeSlots();
            _work = Sheaf.TakeSlots();
            _h = tape.Take(all);
            _squared = tape.TakeCleared(Sheaf.Samples);
            _next = tape.Take(Sheaf.Samples);
            _rho = 0;
            return tape.Take(Sheaf.Samples * Sheaf.PaddedState);
        }

        private void UndoStep(int k, int sample)
        {
            int length = Sheaf.PaddedSlots, at = sample * length;
            float* q = Trace.Q(k) + at, g = Trace.G(k) + at, a = _work + at, back = _a + at;
            float alpha = Trace.Alpha(k)[sample], curvature = Trace.Curvature(k)[sample] + Guard, rho = Penalty.Data[0];
            Image(Sheaf, g, q, Pull, rho, a);
            var alphaBar = Vectors.Dot(_sum + at, q, length)                // z⁺ = z + α p
                - Vectors.Dot(_s + at, a, length);                          // r⁺ = r − α Ap
            _squared[sample] += alphaBar / curvature;                       // α = squared / (curvature + g)
            var curvatureBar = -alphaBar * alpha / curvature;
            Vectors.AddScaled(_q + at, _sum + at, alpha, length);
            new ReadOnlySpan<float>(g, length).CopyTo(new Span<float>(back, length));
            Vectors.Blend(back, curvatureBar, _s + at, -alpha, length);     // curvature = ⟨H q, a⟩
            Vectors.AddScaled(_g + at, a, curvatureBar, length);
            _rho += Vectors.Dot(back, q, length);                           // a = γ M H q + ρ q
            Vectors.AddScaled(_q + at, back, rho, length);
            Sheaf.Layout.Meetings.Residuals(back, a);
            Vectors.AddScaled(_g + at, a, Pull, length);
        }

        // The adjoints of q and g after step k become those before it; s and H s of the step after receive theirs.
        private void UndoTurn(int k, DenseMaps maps)
        {
            var length = Sheaf.PaddedSlots;
            for (var b = 0; b < Sheaf.Samples; b++)
            {
                var at = b * length;
                float* q = Trace.Q(k) + at, g = Trace.G(k) + at, s = _work + at;
                float squared = Trace.SquaredResidual(k)[b] + Guard, beta = Trace.Beta(k)[b];
                var betaBar = Vectors.Dot(_q + at, q, length) + Vectors.Dot(_g + at, g, length);
                _next[b] = _squared[b] + (betaBar / squared);               // β = next / (squared + g)
                _squared[b] = -betaBar * beta / squared;
                Vectors.AddScaled(_s + at, _q + at, 1, length);             // q⁺ = s + β q
                Vectors.Combine(s, Trace.Q(k + 1) + at, q, -beta, length);
                Vectors.Combine(_h + at, _g + at, s, _next[b], length);     // g⁺ = H s + β g,  next = ⟨s, H s⟩
                Vectors.Scale(_q + at, beta, length);
                Vectors.Scale(_g + at, beta, length);
            }
            UndoProduct(maps, _work);
        }

        // s̄ += H (h̄ + σ̄ s) and H̄ += h̄ sᵀ
        private void UndoProduct(DenseMaps maps, float* s)
        {
            int length = Sheaf.PaddedSlots, all = Sheaf.Samples * length;
            if (Sheaf.Tracked)
                maps.AddGramOuter(s, _h);
            for (var b = 0; b < Sheaf.Samples; b++)
                Vectors.AddScaled(_h + (b * length), s + (b * length), _next[b], length);
            maps.MultiplyGram(_h, _a);
            Vectors.AddScaled(_s, _a, 1, all);
        }

        // q = s = −γ M W t,  g = H s,  squared = ⟨s, H s⟩
        private void Begin(DenseMaps maps, float* toTarget, float* t)
        {
            int length = Sheaf.PaddedSlots, all = Sheaf.Samples * length;
            Vectors.AddScaled(_s, _q, 1, all);
            for (var b = 0; b < Sheaf.Samples; b++)
            {
                var at = b * length;
                _next[b] = _squared[b];
                Vectors.Combine(_h + at, _g + at, Trace.Q(0) + at, _next[b], length);
            }
            UndoProduct(maps, Trace.Q(0));
            new ReadOnlySpan<float>(_s, all).CopyTo(new Span<float>(_a, all));
            Vectors.Scale(_a, -Pull, all);
            Sheaf.Residuals(_a, _work);
            if (Sheaf.Tracked)
            {
                Sheaf.Pad(Target.Data, t);
                maps.AddOuter(t, _work);
            }
            if (toTarget == null)
                return;
            maps.Gather(_work, t);
            Sheaf.AddUnpadded(t, 1, toTarget);
        }
    }
}

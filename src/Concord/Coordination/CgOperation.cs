using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Coordination;

/// <summary>A fixed number of conjugate gradient steps as one operation.</summary>
/// <remarks>
/// Solves (γL + μ) z = μ t from a start y, per sample. In the order of the release, with 1e-8 added to both
/// denominators. Directions p and products Ap are kept for the way back, which computes their residuals again.
/// </remarks>
internal static unsafe class CgOperation
{
    private const float Guard = 1e-8f;

    /// <summary>z after the steps.</summary>
    public static Tensor Apply(BoundSheaf sheaf, Tensor target, Tensor? start, Tensor anchor, float pull, int steps)
    {
        var tape = sheaf.Tape;
        var z = tape.Zeros(target.Shape);
        var trace = tape.Recycled<Trace>();
        trace.Take(sheaf, steps, tape.Recording);
        var mark = tape.Here;
        var work = new SheafProducts.Work(sheaf);
        Forward(sheaf, trace, target, start, anchor.Data[0], pull, work);
        sheaf.AddUnpadded(work.State, 1, z.Data);
        tape.Rewind(mark);
        var wanted = target.Tracked || start is { Tracked: true } || anchor.Tracked || sheaf.Tracked;
        if (tape.Record<CgPullback>(z, wanted) is { } back)
        {
            (back.Sheaf, back.Trace, back.Pull) = (sheaf, trace, pull);
            (back.Target, back.Start, back.Anchor) = (target, start, anchor);
        }
        return z;
    }

    private static void Forward(
        BoundSheaf sheaf, Trace trace, Tensor target, Tensor? start, float mu, float pull, in SheafProducts.Work work)
    {
        int length = sheaf.PaddedState, all = sheaf.Samples * length, last = trace.Steps - 1;
        float* z = work.State, r = sheaf.Tape.Take(all), t = work.Result;

        // r = μ (t − y) − γ L y,  z = y
        if (start == null)
            new Span<float>(z, all).Clear();
        else
            sheaf.Pad(start.Data, z);
        if (start == target)
        {
            new Span<float>(r, all).Clear();
        }
        else
        {
            sheaf.Pad(target.Data, r);
            for (var i = 0; i < all; i++)
                r[i] = mu * (r[i] - z[i]);
        }
        if (start != null)
        {
            work.Apply(sheaf, z, work.Residual, t);
            Vectors.AddScaled(r, t, -pull, all);
        }
        for (var b = 0; b < sheaf.Samples; b++)
            trace.SquaredResidual(0)[b] = Vectors.Dot(r + (b * length), r + (b * length), length);
        new ReadOnlySpan<float>(r, all).CopyTo(new Span<float>(trace.P(0), all));

        for (var k = 0; k <= last; k++)
        {
            float* p = trace.P(k), ap = trace.Ap(k);
            work.Apply(sheaf, p, work.Residual, ap);                         // Ap = γ L p + μ p
            for (var b = 0; b < sheaf.Samples; b++)
            {
                var at = b * length;
                var curvature = trace.Curvature(k)[b] = Vectors.BlendAndDot(ap + at, pull, p + at, mu, length);
                var squared = trace.SquaredResidual(k)[b];
                var alpha = trace.Alpha(k)[b] = squared / (curvature + Guard);
                if (k == last)
                {
                    Vectors.AddScaled(z + at, p + at, alpha, length);        // z ← z + α p
                    continue;
                }
                var next = trace.SquaredResidual(k + 1)[b] =                 // z ← z + α p,  r ← r − α Ap
                    CgPasses.Advance(z + at, p + at, r + at, ap + at, alpha, length);
                var beta = trace.Beta(k)[b] = next / (squared + Guard);
                var q = trace.P(k + 1) + at;                                 // p ← r + β p
                Vectors.Combine(q, r + at, p + at, beta, length);
            }
        }
    }

    /// <summary>
    /// What the steps leave behind: directions, products and scalars; without a record one of each vector.
    /// </summary>
    internal sealed class Trace
    {
        private float* _directions, _products, _scalars;
        private int _vector, _samples;
        private bool _whole;

        public int Steps { get; private set; }

        public void Take(BoundSheaf sheaf, int steps, bool whole)
        {
            (Steps, _whole) = (steps, whole);
            (_samples, _vector) = (sheaf.Samples, sheaf.Samples * sheaf.PaddedState);
            _directions = sheaf.Tape.Take(_vector * (whole ? steps : 1));
            _products = sheaf.Tape.Take(_vector * (whole ? steps : 1));
            _scalars = sheaf.Tape.Take(4 * steps * _samples);
        }

        public float* P(int k) => _directions + (_whole ? k * _vector : 0);

        public float* Ap(int k) => _products + (_whole ? k * _vector : 0);

        public float* SquaredResidual(int k) => _scalars + (4 * k * _samples);

        public float* Curvature(int k) => SquaredResidual(k) + _samples;

        public float* Alpha(int k) => SquaredResidual(k) + (2 * _samples);

        public float* Beta(int k) => SquaredResidual(k) + (3 * _samples);
    }

    // The steps backwards, each line the adjoint of the forward line beside it.
    private sealed class CgPullback : Pullback
    {
        public BoundSheaf Sheaf = null!;
        public Trace Trace = null!;
        public Tensor Target = null!, Anchor = null!;
        public Tensor? Start;
        public float Pull;
        private float* _z, _r, _p, _w, _lw, _squared;
        private double _anchor;

        public override void Run()
        {
            var tape = Output.Tape;
            var toTarget = Target.Tracked ? Target.Adjoint() : null;
            var toStart = Start is { Tracked: true } ? Start.Adjoint() : null;
            var toAnchor = Anchor.Tracked ? Anchor.Adjoint() : null;
            if (Sheaf.Tracked)
                Sheaf.Maps.ReserveGradient();
            var mark = tape.Here;
            int length = Sheaf.PaddedState, all = Sheaf.Samples * length;
            _z = tape.Take(all);
            _r = tape.TakeCleared(all);
            _p = tape.TakeCleared(all);
            _w = tape.Take(all);
            _lw = tape.Take(all);
            _squared = tape.TakeCleared(Sheaf.Samples);
            _anchor = 0;
            Sheaf.Pad(Output.AdjointData, _z);
            Product ofW = new(Sheaf), ofP = new(Sheaf);
            for (var k = Trace.Steps - 1; k >= 0; k--)
                Undo(k, ofW, ofP);
            Begin(toTarget, toStart, ofW, ofP);
            if (toAnchor != null)
                *toAnchor += (float)_anchor;
            tape.Rewind(mark);
        }

        private void Undo(int k, in Product ofW, in Product ofP)
        {
            int length = Sheaf.PaddedState, all = Sheaf.Samples * length;
            float* p = Trace.P(k), ap = Trace.Ap(k);
            for (var b = 0; b < Sheaf.Samples; b++)
            {
                var at = b * length;
                float alpha = Trace.Alpha(k)[b], squared = Trace.SquaredResidual(k)[b];
                var curvature = Trace.Curvature(k)[b];
                var (betaBar, alphaBar) = CgPasses.Dots(_p + at, _z + at, p + at, length);      // z⁺ = z + α p
                float squaredBar = 0, beta = 0;
                if (k < Trace.Steps - 1)
                {
                    beta = Trace.Beta(k)[b];
                    var nextBar = _squared[b] + (betaBar / (squared + Guard));  // β = next / (squared + g)
                    squaredBar = -betaBar * beta / (squared + Guard);
                    alphaBar -= CgPasses.UndoTurn(                              // p⁺ = r⁺ + β p,  r⁺ = r − α Ap
                        _r + at, _p + at, Trace.P(k + 1) + at, p + at, ap + at, nextBar, beta, length);
                }
                _squared[b] = squaredBar + (alphaBar / (curvature + Guard));    // α = squared / (curvature + g)
                var curvatureBar = -alphaBar * alpha / (curvature + Guard);
                _anchor += CgPasses.UndoProduct(                            // curvature = ⟨p, Ap⟩,  Ap = γ L p + μ p
                    _w + at, _p + at, _r + at, _z + at, p + at, ap + at,
                    (alpha, beta, curvatureBar, Anchor.Data[0]), length);
            }
            Vectors.Scale(_w, Pull, all);
            ofW.Laplacian(Sheaf, _w, _lw);
            Vectors.AddScaled(_p, _lw, 1, all);
            if (!Sheaf.Tracked)
                return;
            ofP.Residual(Sheaf, p);
            Sheaf.AddMapGradient(_w, ofW.R, p, ofP.R);
        }

        // p = r = μ (t − y) − γ L y,  squared = ⟨r, r⟩,  z = y
        private void Begin(float* toTarget, float* toStart, in Product ofW, in Product ofP)
        {
            int length = Sheaf.PaddedState, all = Sheaf.Samples * length;
            var mu = Anchor.Data[0];
            Vectors.AddScaled(_r, _p, 1, all);
            for (var b = 0; b < Sheaf.Samples; b++)
                Vectors.AddScaled(_r + (b * length), Trace.P(0) + (b * length), 2 * _squared[b], length);
            if (Start != Target)
            {
                float* y = _p, t = _lw;
                Sheaf.Pad(Target.Data, t);
                for (var b = 0; b < Sheaf.Samples; b++)
                    _anchor += Vectors.Dot(_r + (b * length), t + (b * length), length);
                if (toTarget != null)
                    Sheaf.AddUnpadded(_r, mu, toTarget);
                if (Start == null)
                    return;
                Sheaf.Pad(Start.Data, y);
                for (var b = 0; b < Sheaf.Samples; b++)
                    _anchor -= Vectors.Dot(_r + (b * length), y + (b * length), length);
                if (toStart != null)
                    Sheaf.AddUnpadded(_r, -mu, toStart);
            }
            Vectors.Scale(_r, -Pull, all);
            ofW.Laplacian(Sheaf, _r, _lw);
            if (toStart != null)
            {
                Sheaf.AddUnpadded(_lw, 1, toStart);
                Sheaf.AddUnpadded(_z, 1, toStart);
            }
            if (!Sheaf.Tracked)
                return;
            Sheaf.Pad(Start!.Data, _p);
            ofP.Residual(Sheaf, _p);
            Sheaf.AddMapGradient(_r, ofW.R, _p, ofP.R);
        }
    }

    private readonly ref struct Product(BoundSheaf sheaf)
    {
        private readonly float* _slots = sheaf.TakeSlots();

        public readonly float* R = sheaf.Tape.Take(sheaf.Samples * sheaf.PaddedSlots);

        public void Residual(BoundSheaf sheaf, float* vector)
        {
            sheaf.Slots(vector, _slots);
            sheaf.Residuals(_slots, R);
        }

        public void Laplacian(BoundSheaf sheaf, float* vector, float* result)
        {
            Residual(sheaf, vector);
            sheaf.Gather(R, result);
        }
    }
}

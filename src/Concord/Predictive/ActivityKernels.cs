using System.Runtime.Intrinsics;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Predictive;

/// <summary>What happens to every number of an activity, an error or a multiplier in a step, in one walk.</summary>
internal static unsafe class ActivityKernels
{
    /// <summary>e ← λ + ρ (h − p).</summary>
    public static void Compare(Tensor h, Tensor p, Tensor lambda, Tensor e, float penalty)
    {
        float* at = h.Data, from = p.Data, with = lambda.Data, to = e.Data;
        var rho = Vector512.Create(penalty);
        for (int i = 0, n = h.Shape.Size; i < n; i += Vectors.Width)
        {
            var r = Vector512.Load(at + i) - Vector512.Load(from + i);
            Vectors.StorePart(Vector512.FusedMultiplyAdd(rho, r, Vector512.Load(with + i)), to + i, n - i);
        }
    }

    /// <summary>λ ← keep · λ + α (h − p), then e ← λ + ρ (h − p).</summary>
    public static void Accumulate(Tensor h, Tensor p, Tensor lambda, Tensor e, float keep, float alpha, float penalty)
    {
        float* at = h.Data, from = p.Data, with = lambda.Data, to = e.Data;
        Vector512<float> rho = Vector512.Create(penalty), step = Vector512.Create(alpha), rest = Vector512.Create(keep);
        for (int i = 0, n = h.Shape.Size; i < n; i += Vectors.Width)
        {
            var r = Vector512.Load(at + i) - Vector512.Load(from + i);
            var multiplier = Vector512.FusedMultiplyAdd(step, r, rest * Vector512.Load(with + i));
            Vectors.StorePart(multiplier, with + i, n - i);
            Vectors.StorePart(Vector512.FusedMultiplyAdd(rho, r, multiplier), to + i, n - i);
        }
    }

    /// <summary>
    /// h' = h + η (c − e) becomes <paramref name="before"/>, and h becomes h' + μ (h' − before), the place from which
    /// the next step looks.
    /// </summary>
    public static void Move(Tensor h, Tensor before, Tensor c, Tensor e, float step, float momentum)
    {
        float* at = h.Data, was = before.Data, back = c.Data, error = e.Data;
        Vector512<float> eta = Vector512.Create(step), mu = Vector512.Create(momentum);
        for (int i = 0, n = h.Shape.Size; i < n; i += Vectors.Width)
        {
            var slope = Vector512.Load(back + i) - Vector512.Load(error + i);
            var moved = Vector512.FusedMultiplyAdd(eta, slope, Vector512.Load(at + i));
            if (momentum != 0)
            {
                var on = Vector512.FusedMultiplyAdd(mu, moved - Vector512.Load(was + i), moved);
                Vectors.StorePart(moved, was + i, n - i);
                moved = on;
            }
            Vectors.StorePart(moved, at + i, n - i);
        }
    }

    /// <summary>ε ← ε + η (c − ρ ε) with e = ρ ε, then h ← p + ε.</summary>
    public static void Respond(Tensor h, Tensor p, Tensor e, Tensor c, float step, float penalty)
    {
        float* at = h.Data, from = p.Data, error = e.Data, back = c.Data;
        Vector512<float> rate = Vector512.Create(step * penalty), share = Vector512.Create(1 / penalty);
        for (int i = 0, n = h.Shape.Size; i < n; i += Vectors.Width)
        {
            var old = Vector512.Load(error + i);
            var next = Vector512.FusedMultiplyAdd(rate, Vector512.Load(back + i) - old, old);
            Vectors.StorePart(next, error + i, n - i);
            Vectors.StorePart(Vector512.FusedMultiplyAdd(share, next, Vector512.Load(from + i)), at + i, n - i);
        }
    }

    /// <summary>to ← x + factor · y.</summary>
    public static void Blend(Tensor to, Tensor x, Tensor y, float factor) =>
        Vectors.Combine(to.Data, x.Data, y.Data, factor, x.Shape.Size);

    /// <summary>y ← y + factor · x.</summary>
    public static void Add(Tensor y, Tensor x, float factor) =>
        Vectors.AddScaled(y.Data, x.Data, factor, y.Shape.Size);
}

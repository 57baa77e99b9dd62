using System.Diagnostics;
using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Coordination;

/// <summary>What one conjugate gradient step does to a sample's vectors, each vector read once.</summary>
/// <remarks>
/// Lengths are whole vectors. Entries are updated, and sums taken, in the order and with the rounding of
/// <see cref="Vectors.AddScaled"/> and <see cref="Vectors.Dot"/> one after the other.
/// </remarks>
internal static unsafe class CgPasses
{
    /// <summary>z ← z + α p,  r ← r − α Ap; returns ⟨r, r⟩.</summary>
    public static float Advance(float* z, float* p, float* r, float* ap, float alpha, int length)
    {
        Debug.Assert(length % Vectors.Width == 0);
        Vector512<float> forward = Vector512.Create(alpha), backward = -forward, sum = default;
        for (var i = 0; i < length; i += Vectors.Width)
        {
            Vector512.FusedMultiplyAdd(forward, Vector512.Load(p + i), Vector512.Load(z + i)).Store(z + i);
            var next = Vector512.FusedMultiplyAdd(backward, Vector512.Load(ap + i), Vector512.Load(r + i));
            next.Store(r + i);
            sum = Vector512.FusedMultiplyAdd(next, next, sum);
        }
        return Vectors.Sum(sum);
    }

    /// <summary>⟨p̄, p⟩ and ⟨z̄, p⟩.</summary>
    public static (float OfP, float OfZ) Dots(float* pBar, float* zBar, float* p, int length)
    {
        Vector512<float> ofP = default, ofZ = default;
        for (var i = 0; i < length; i += Vectors.Width)
        {
            var direction = Vector512.Load(p + i);
            ofP = Vector512.FusedMultiplyAdd(Vector512.Load(pBar + i), direction, ofP);
            ofZ = Vector512.FusedMultiplyAdd(Vector512.Load(zBar + i), direction, ofZ);
        }
        return (Vectors.Sum(ofP), Vectors.Sum(ofZ));
    }

    /// <summary>
    /// r̄ ← r̄ + p̄ + 2 σ̄ (p⁺ − β p), the adjoint of r⁺ in p⁺ = r⁺ + β p and σ⁺ = ⟨r⁺, r⁺⟩; returns ⟨r̄, Ap⟩.
    /// </summary>
    public static float UndoTurn(
        float* rBar, float* pBar, float* pNext, float* p, float* ap, float sigmaBar, float beta, int length)
    {
        Vector512<float> ofNext = Vector512.Create(2 * sigmaBar), ofP = Vector512.Create(-2 * sigmaBar * beta);
        Vector512<float> sum = default;
        for (var i = 0; i < length; i += Vectors.Width)
        {
            var r = Vector512.Load(rBar + i) + Vector512.Load(pBar + i);
            r = Vector512.FusedMultiplyAdd(ofNext, Vector512.Load(pNext + i), r);
            r = Vector512.FusedMultiplyAdd(ofP, Vector512.Load(p + i), r);
            r.Store(rBar + i);
            sum = Vector512.FusedMultiplyAdd(r, Vector512.Load(ap + i), sum);
        }
        return Vectors.Sum(sum);
    }

    /// <summary>
    /// w = −α r̄ + c̄ p, the adjoint of Ap, and p̄ ← β p̄ + α z̄ + c̄ Ap + μ w; returns ⟨w, p⟩.
    /// </summary>
    /// <param name="w">Set.</param>
    /// <param name="pBar">Updated.</param>
    /// <param name="rBar">The adjoint of r after the step.</param>
    /// <param name="zBar">The adjoint of z.</param>
    /// <param name="p">p.</param>
    /// <param name="ap">Ap.</param>
    /// <param name="by">α and β of the step, the adjoint c̄ of its curvature, and μ.</param>
    /// <param name="length">How long each is.</param>
    public static float UndoProduct(
        float* w, float* pBar, float* rBar, float* zBar, float* p, float* ap,
        (float Alpha, float Beta, float CurvatureBar, float Mu) by, int length)
    {
        Vector512<float> alpha = Vector512.Create(by.Alpha), beta = Vector512.Create(by.Beta);
        Vector512<float> curvature = Vector512.Create(by.CurvatureBar), mu = Vector512.Create(by.Mu), sum = default;
        for (var i = 0; i < length; i += Vectors.Width)
        {
            var direction = Vector512.Load(p + i);
            var product = Vector512.FusedMultiplyAdd(curvature, direction, -alpha * Vector512.Load(rBar + i));
            product.Store(w + i);
            sum = Vector512.FusedMultiplyAdd(product, direction, sum);
            var back = Vector512.FusedMultiplyAdd(alpha, Vector512.Load(zBar + i), beta * Vector512.Load(pBar + i));
            back = Vector512.FusedMultiplyAdd(curvature, Vector512.Load(ap + i), back);
            Vector512.FusedMultiplyAdd(mu, product, back).Store(pBar + i);
        }
        return Vectors.Sum(sum);
    }
}

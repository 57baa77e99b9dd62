using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>Exponentials and logarithms of sixteen numbers at a time, the same bits on every machine.</summary>
/// <remarks>
/// The framework's own vector functions take other paths where vectors are narrow or switched off. These are made of
/// additions, products, fused products, divisions and integer shifts alone, each rounded in one defined way. The
/// polynomials are Chebyshev fits; errors are given in units in the last place of the result.
/// </remarks>
internal static class Elementary
{
    /// <summary>The exponent from which on downwards eˣ is 0.</summary>
    public const float LeastExponent = -104;

    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;      // nine bits: n · Ln2High is exact for every exponent n
    private const float Ln2Low = -2.12194440e-4f;
    private const float RoundToInteger = 12582912f;  // 1.5 · 2²³: adding it leaves the nearest integer in the low bits
    private const int RootOfHalf = 0x3F3504F3;       // the bits of √½

    /// <summary>eˣ within 2 ulp for all x; 0 below −104, infinite above 89, NaN stays NaN.</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| ≤ ½ ln 2; eʳ = 1 + r + r² q(r); 2ⁿ in two factors, so that subnormal results are right.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        // Native minima return their second operand where one is NaN, so NaN passes through.
        x = Vector512.MaxNative(Vector512.Create(LeastExponent), Vector512.MinNative(Vector512.Create(89f), x));
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(RoundToInteger));
        var n = shifted - Vector512.Create(RoundToInteger);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        var q = Vector512.FusedMultiplyAdd(r, Vector512.Create(0.00139262508315f), Vector512.Create(0.00836323288368f));
        q = Vector512.FusedMultiplyAdd(r, q, Vector512.Create(0.041666554213f));
        q = Vector512.FusedMultiplyAdd(r, q, Vector512.Create(0.166665766661f));
        q = Vector512.FusedMultiplyAdd(r, q, Vector512.Create(0.5f));
        var power = Vector512.FusedMultiplyAdd(r * r, q, r) + Vector512<float>.One;
        var exponent = shifted.AsInt32() - Vector512.Create(RoundToInteger).AsInt32();
        var half = exponent >> 1;
        return power * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>log x within 2 ulp, or 1e-7 near 1, for positive normal x; infinity and NaN stay as they are.</summary>
    /// <remarks>x = 2ⁿ (1 + f) with 1 + f between √½ and √2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        var bits = x.AsInt32() - Vector512.Create(RootOfHalf);
        var n = Vector512.ConvertToSingle(bits >> 23);
        var mantissa = (bits & Vector512.Create(0x007FFFFF)) + Vector512.Create(RootOfHalf);
        var log = LogOnePlus(mantissa.AsSingle() - Vector512<float>.One);
        log = Vector512.FusedMultiplyAdd(
            n, Vector512.Create(Ln2High), Vector512.FusedMultiplyAdd(n, Vector512.Create(Ln2Low), log));
        var finite = Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity));
        return Vector512.ConditionalSelect(finite, log, x);
    }

    /// <summary>log(1 + f) within 2 ulp for f between √½ − 1 and 1, also where f is tiny.</summary>
    /// <remarks>With s = f/(2 + f): log(1 + f) = 2 artanh s = f − s (f − 2 s² a(s²)).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogOnePlus(Vector512<float> f)
    {
        var s = f / (f + Vector512.Create(2f));
        var w = s * s;
        var a = Vector512.FusedMultiplyAdd(w, Vector512.Create(0.11612164612f), Vector512.Create(0.108532879004f));
        a = Vector512.FusedMultiplyAdd(w, a, Vector512.Create(0.142961789972f));
        a = Vector512.FusedMultiplyAdd(w, a, Vector512.Create(0.19999853166f));
        a = Vector512.FusedMultiplyAdd(w, a, Vector512.Create(0.333333336603f));
        return Vector512.FusedMultiplyAdd(-s, Vector512.FusedMultiplyAdd(-(w + w), a, f), f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> exponent) =>
        ((exponent + Vector512.Create(127)) << 23).AsSingle();
}

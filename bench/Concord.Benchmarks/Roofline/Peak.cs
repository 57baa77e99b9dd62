using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concord.Benchmarks.Roofline;

/// <summary>The most fused multiply-adds that this machine does on single-precision numbers.</summary>
/// <remarks>
/// Independent chains c ← c a + b, all in registers: more chains than two units times their latency, few enough that
/// none is spilled. With a below 1 they converge, so no number overflows or becomes subnormal.
/// </remarks>
internal static class Peak
{
    private const int Wide = 16, Narrow = 12;

    /// <summary>Bits of the vectors that are used.</summary>
    public static int Bits => Vector512.IsHardwareAccelerated ? 512 : 256;

    /// <summary>Floating-point operations per second, two a multiply-add.</summary>
    /// <param name="threads">Threads that compute at once.</param>
    /// <param name="seconds">How long each of some rounds takes; the best counts.</param>
    public static double OperationsPerSecond(int threads, double seconds)
    {
        var wide = Vector512.IsHardwareAccelerated;
        var turns = BestRate.TurnsPerSecond(
            threads, seconds, wide ? (_, count) => OfSixteenLanes(count) : (_, count) => OfEightLanes(count));
        return 2 * turns * (wide ? Wide * Vector512<float>.Count : Narrow * Vector256<float>.Count);
    }

    // Not inlined, so that a result nobody reads is computed all the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float OfSixteenLanes(long turns)
    {
        Vector512<float> a = Vector512.Create(0.99f), b = Vector512.Create(0.01f);
        Vector512<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a;
        Vector512<float> d0 = b, d1 = b, d2 = b, d3 = b, d4 = b, d5 = b, d6 = b, d7 = b;
        for (; turns > 0; turns--)
        {
            c0 = Vector512.FusedMultiplyAdd(c0, a, b);
            c1 = Vector512.FusedMultiplyAdd(c1, a, b);
            c2 = Vector512.FusedMultiplyAdd(c2, a, b);
            c3 = Vector512.FusedMultiplyAdd(c3, a, b);
            c4 = Vector512.FusedMultiplyAdd(c4, a, b);
            c5 = Vector512.FusedMultiplyAdd(c5, a, b);
            c6 = Vector512.FusedMultiplyAdd(c6, a, b);
            c7 = Vector512.FusedMultiplyAdd(c7, a, b);
            d0 = Vector512.FusedMultiplyAdd(d0, a, b);
            d1 = Vector512.FusedMultiplyAdd(d1, a, b);
            d2 = Vector512.FusedMultiplyAdd(d2, a, b);
            d3 = Vector512.FusedMultiplyAdd(d3, a, b);
            d4 = Vector512.FusedMultiplyAdd(d4, a, b);
            d5 = Vector512.FusedMultiplyAdd(d5, a, b);
            d6 = Vector512.FusedMultiplyAdd(d6, a, b);
            d7 = Vector512.FusedMultiplyAdd(d7, a, b);
        }
        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + d0 + d1 + d2 + d3 + d4 + d5 + d6 + d7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float OfEightLanes(long turns)
    {
        Vector256<float> a = Vector256.Create(0.99f), b = Vector256.Create(0.01f);
        Vector256<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, d0 = b, d1 = b, d2 = b, d3 = b, d4 = b, d5 = b;
        for (; turns > 0; turns--)
        {
            c0 = Vector256.FusedMultiplyAdd(c0, a, b);
            c1 = Vector256.FusedMultiplyAdd(c1, a, b);
            c2 = Vector256.FusedMultiplyAdd(c2, a, b);
            c3 = Vector256.FusedMultiplyAdd(c3, a, b);
            c4 = Vector256.FusedMultiplyAdd(c4, a, b);
            c5 = Vector256.FusedMultiplyAdd(c5, a, b);
            d0 = Vector256.FusedMultiplyAdd(d0, a, b);
            d1 = Vector256.FusedMultiplyAdd(d1, a, b);
            d2 = Vector256.FusedMultiplyAdd(d2, a, b);
            d3 = Vector256.FusedMultiplyAdd(d3, a, b);
            d4 = Vector256.FusedMultiplyAdd(d4, a, b);
            d5 = Vector256.FusedMultiplyAdd(d5, a, b);
        }
        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + d0 + d1 + d2 + d3 + d4 + d5);
    }
}

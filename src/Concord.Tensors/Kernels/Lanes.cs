using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>A group of neighbouring columns that a product kernel keeps in registers.</summary>
/// <remarks>
/// One, two or three vectors, of sixteen lanes where the processor has them and of eight elsewhere; one kernel text
/// serves all, and a value type per width makes the compiler emit one body each. A lane never meets another lane, so
/// the width of a vector does not show in the bits.
/// </remarks>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Width { get; }

    static abstract TSelf Load(float* from);

    static abstract void Store(TSelf lanes, float* to);

    /// <summary>sum + factor · lanes, rounded once per lane.</summary>
    static abstract TSelf AddProduct(float factor, TSelf lanes, TSelf sum);
}

internal readonly unsafe struct Lanes16(Vector512<float> a) : ILanes<Lanes16>
{
    private readonly Vector512<float> _a = a;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16 lanes, float* to) => lanes._a.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 AddProduct(float factor, Lanes16 lanes, Lanes16 sum) =>
        new(Vector512.FusedMultiplyAdd(Vector512.Create(factor), lanes._a, sum._a));
}

internal readonly unsafe struct Lanes32(Vector512<float> a, Vector512<float> b) : ILanes<Lanes32>
{
    private readonly Vector512<float> _a = a, _b = b;

    public static int Width => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Load(float* from) =>
        new(Vector512.Load(from), Vector512.Load(from + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes32 lanes, float* to)
    {
        lanes._a.Store(to);
        lanes._b.Store(to + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 AddProduct(float factor, Lanes32 lanes, Lanes32 sum)
    {
        var times = Vector512.Create(factor);
        return new(
            Vector512.FusedMultiplyAdd(times, lanes._a, sum._a),
            Vector512.FusedMultiplyAdd(times, lanes._b, sum._b));
    }
}

internal readonly unsafe struct Lanes48(Vector512<float> a, Vector512<float> b, Vector512<float> c) : ILanes<Lanes48>
{
    private readonly Vector512<float> _a = a, _b = b, _c = c;

    public static int Width => 48;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes48 Load(float* from) =>
        new(Vector512.Load(from), Vector512.Load(from + 16), Vector512.Load(from + 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes48 lanes, float* to)
    {
        lanes._a.Store(to);
        lanes._b.Store(to + 16);
        lanes._c.Store(to + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes48 AddProduct(float factor, Lanes48 lanes, Lanes48 sum)
    {
        var times = Vector512.Create(factor);
        return new(
            Vector512.FusedMultiplyAdd(times, lanes._a, sum._a),
            Vector512.FusedMultiplyAdd(times, lanes._b, sum._b),
            Vector512.FusedMultiplyAdd(times, lanes._c, sum._c));
    }
}

// One vector and a half.
internal readonly unsafe struct Lanes24(Vector512<float> a, Vector256<float> b) : ILanes<Lanes24>
{
    private readonly Vector512<float> _a = a;
    private readonly Vector256<float> _b = b;

    public static int Width => 24;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes24 Load(float* from) => new(Vector512.Load(from), Vector256.Load(from + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes24 lanes, float* to)
    {
        lanes._a.Store(to);
        lanes._b.Store(to + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes24 AddProduct(float factor, Lanes24 lanes, Lanes24 sum)
    {
        var times = Vector512.Create(factor);
        return new(
            Vector512.FusedMultiplyAdd(times, lanes._a, sum._a),
            Vector256.FusedMultiplyAdd(times.GetLower(), lanes._b, sum._b));
    }
}

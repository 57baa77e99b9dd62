using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

// The lanes where vectors hold eight floats.

internal readonly unsafe struct Lanes8of8(Vector256<float> a) : ILanes<Lanes8of8>
{
    private readonly Vector256<float> _a = a;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8of8 Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes8of8 lanes, float* to) => lanes._a.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8of8 AddProduct(float factor, Lanes8of8 lanes, Lanes8of8 sum) =>
        new(Vector256.FusedMultiplyAdd(Vector256.Create(factor), lanes._a, sum._a));
}

internal readonly unsafe struct Lanes16of8(Vector256<float> a, Vector256<float> b) : ILanes<Lanes16of8>
{
    private readonly Vector256<float> _a = a, _b = b;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16of8 Load(float* from) =>
        new(Vector256.Load(from), Vector256.Load(from + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16of8 lanes, float* to)
    {
        lanes._a.Store(to);
        lanes._b.Store(to + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16of8 AddProduct(float factor, Lanes16of8 lanes, Lanes16of8 sum)
    {
        var times = Vector256.Create(factor);
        return new(
            Vector256.FusedMultiplyAdd(times, lanes._a, sum._a),
            Vector256.FusedMultiplyAdd(times, lanes._b, sum._b));
    }
}

internal readonly unsafe struct Lanes24of8(Vector256<float> a, Vector256<float> b, Vector256<float> c)
    : ILanes<Lanes24of8>
{
    private readonly Vector256<float> _a = a, _b = b, _c = c;

    public static int Width => 24;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes24of8 Load(float* from) =>
        new(Vector256.Load(from), Vector256.Load(from + 8), Vector256.Load(from + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes24of8 lanes, float* to)
    {
        lanes._a.Store(to);
        lanes._b.Store(to + 8);
        lanes._c.Store(to + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes24of8 AddProduct(float factor, Lanes24of8 lanes, Lanes24of8 sum)
    {
        var times = Vector256.Create(factor);
        return new(
            Vector256.FusedMultiplyAdd(times, lanes._a, sum._a),
            Vector256.FusedMultiplyAdd(times, lanes._b, sum._b),
            Vector256.FusedMultiplyAdd(times, lanes._c, sum._c));
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>A function of one number and its derivative, for sixteen numbers at a time.</summary>
internal interface IFunction
{
    static abstract Vector512<float> Value(Vector512<float> x);

    static abstract Vector512<float> Slope(Vector512<float> x);
}

/// <summary>Walks runs of floats for an <see cref="IFunction"/>; a short end is treated like any other part.</summary>
internal static unsafe class Pointwise
{
    /// <summary>yᵢ = f(xᵢ); x and y may be the same run.</summary>
    public static void Map<TFunction>(float* x, float* y, int count)
        where TFunction : IFunction
    {
        var i = 0;
        for (; i <= count - Vectors.Width; i += Vectors.Width)
            TFunction.Value(Vector512.Load(x + i)).Store(y + i);
        if (i < count)
            Vectors.StorePart(TFunction.Value(Vectors.LoadPart(x + i, count - i)), y + i, count - i);
    }

    /// <summary>dᵢ = f'(xᵢ) · gᵢ; d and g may be the same run.</summary>
    public static void MapBack<TFunction>(float* x, float* g, float* d, int count)
        where TFunction : IFunction
    {
        var i = 0;
        for (; i <= count - Vectors.Width; i += Vectors.Width)
            (TFunction.Slope(Vector512.Load(x + i)) * Vector512.Load(g + i)).Store(d + i);
        if (i < count)
            Vectors.StorePart(
                TFunction.Slope(Vectors.LoadPart(x + i, count - i)) * Vector512.Load(g + i), d + i, count - i);
    }

    /// <summary>σ(x) = 1 / (1 + e⁻ˣ), by e⁻ᵃ with a = |x|, so that neither side overflows or loses digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Logistic(Vector512<float> x) => Logistic(x, out _);

    /// <summary>σ'(x) = e⁻ᵃ / (1 + e⁻ᵃ)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> LogisticSlope(Vector512<float> x)
    {
        Logistic(x, out var slope);
        return slope;
    }

    /// <summary>σ(x), and σ'(x) from the same exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Logistic(Vector512<float> x, out Vector512<float> slope)
    {
        var e = Elementary.Exp(-Vector512.Abs(x));
        var above = Vector512<float>.One / (Vector512<float>.One + e);
        slope = e * above * above;
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e * above, above);
    }
}

/// <summary>x σ(2c (x + 0.044715 x³)), c = √(2/π): the usual approximation of x Φ(x) by a tanh.</summary>
internal readonly struct GeluFunction : IFunction
{
    private const float TwiceC = 1.5957691216057308f;
    private const float Cubic = 0.044715f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => x * Pointwise.Logistic(Inner(Near(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x)
    {
        x = Near(x);
        var inner = Inner(x);
        var innerSlope = TwiceC * Vector512.FusedMultiplyAdd(Vector512.Create(3 * Cubic) * x, x, Vector512<float>.One);
        var gate = Pointwise.Logistic(inner, out var gateSlope);
        return Vector512.FusedMultiplyAdd(x * innerSlope, gateSlope, gate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Inner(Vector512<float> x) =>
        TwiceC * Vector512.FusedMultiplyAdd(Vector512.Create(Cubic) * x, x * x, x);

    // Beyond 16 the gate is 0 or 1 to the last bit, and the cube of a larger number could overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Near(Vector512<float> x) =>
        Vector512.MaxNative(Vector512.Create(-16f), Vector512.MinNative(Vector512.Create(16f), x));
}

/// <summary>x / (1 + e⁻ˣ).</summary>
internal readonly struct SiluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => x * Pointwise.Logistic(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x)
    {
        var gate = Pointwise.Logistic(x, out var slope);
        return Vector512.FusedMultiplyAdd(x, slope, gate);
    }
}

/// <summary>log(1 + eˣ), without overflow and with full relative precision where it is small.</summary>
internal readonly struct SoftplusFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) =>
        Vector512.Max(x, Vector512<float>.Zero) + Elementary.LogOnePlus(Elementary.Exp(-Vector512.Abs(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x) => Pointwise.Logistic(x);
}

/// <summary>σ(x) = 1 / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => Pointwise.Logistic(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x) => Pointwise.LogisticSlope(x);
}

/// <summary>eˣ.</summary>
internal readonly struct ExpFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => Elementary.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x) => Elementary.Exp(x);
}

/// <summary>tanh x.</summary>
internal readonly struct TanhFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x)
    {
        // (1 − e⁻²ᵃ)/(1 + e⁻²ᵃ) loses digits near 0, where an odd polynomial takes over.
        var a = Vector512.Abs(x);
        var e = Elementary.Exp(-(a + a));
        var far = Vector512.CopySign((Vector512<float>.One - e) / (Vector512<float>.One + e), x);
        var w = x * x;
        var p = Vector512.FusedMultiplyAdd(w, Vector512.Create(-0.00607258750091f), Vector512.Create(0.0209805064153f));
        p = Vector512.FusedMultiplyAdd(w, p, Vector512.Create(-0.0538473762006f));
        p = Vector512.FusedMultiplyAdd(w, p, Vector512.Create(0.133327463717f));
        p = Vector512.FusedMultiplyAdd(w, p, Vector512.Create(-0.333333287111f));
        var near = Vector512.FusedMultiplyAdd(x * w, p, x);
        return Vector512.ConditionalSelect(Vector512.LessThan(w, Vector512.Create(0.39f)), near, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x) => 4 * Pointwise.LogisticSlope(x + x);
}

/// <summary>The larger of x and 0. NaN stays NaN; the slope at 0 is 0.</summary>
internal readonly struct ReluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => Vector512.Max(x, Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x) => Vector512.ConditionalSelect(
        Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One, Vector512<float>.Zero);
}

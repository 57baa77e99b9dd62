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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Logistic(Vector512<float> x) =>
        Vector512<float>.One / (Vector512<float>.One + Vector512.Exp(-x));
}

/// <summary>x σ(2c (x + 0.044715 x³)), c = √(2/π): the usual approximation of x Φ(x) by a tanh.</summary>
internal readonly struct GeluFunction : IFunction
{
    private const float TwiceC = 1.5957691216057308f;
    private const float Cubic = 0.044715f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => x * Gate(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x)
    {
        var s = Gate(x);
        var inner = TwiceC * (Vector512<float>.One + (3 * Cubic * x * x));
        return s + (x * s * (Vector512<float>.One - s) * inner);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Gate(Vector512<float> x) =>
        Pointwise.Logistic(TwiceC * (x + (Cubic * x * x * x)));
}

/// <summary>log(1 + eˣ), without overflow and with full relative precision where it is small.</summary>
internal readonly struct SoftplusFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x)
    {
        var e = Vector512.Exp(-Vector512.Abs(x));
        var sum = Vector512<float>.One + e;
        // log(1 + e) loses e's last digits in the addition; e / (sum − 1) puts them back (Kahan).
        var exact = Vector512.Log(sum) * (e / (sum - Vector512<float>.One));
        var log = Vector512.ConditionalSelect(Vector512.Equals(sum, Vector512<float>.One), e, exact);
        return Vector512.Max(x, Vector512<float>.Zero) + log;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x) => Pointwise.Logistic(x);
}

/// <summary>σ(x) = 1 / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => Pointwise.Logistic(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x)
    {
        var s = Pointwise.Logistic(x);
        return s * (Vector512<float>.One - s);
    }
}

/// <summary>eˣ.</summary>
internal readonly struct ExpFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => Vector512.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x) => Vector512.Exp(x);
}

/// <summary>tanh x.</summary>
internal readonly struct TanhFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x)
    {
        // 1 − 2/(e²ˣ + 1) loses digits near 0, where the odd series takes over.
        var far = Vector512<float>.One - (Vector512.Create(2f) / (Vector512.Exp(x + x) + Vector512<float>.One));
        var s = x * x;
        var near = x * (Vector512<float>.One + (s * (Vector512.Create(-1f / 3) + (s * Vector512.Create(2f / 15)))));
        return Vector512.ConditionalSelect(Vector512.LessThan(s, Vector512.Create(0.0025f)), near, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x)
    {
        var t = Value(x);
        return Vector512<float>.One - (t * t);
    }
}

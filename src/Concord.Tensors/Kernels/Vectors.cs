using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Concord.Tensors.Kernels;

/// <summary>Sums and updates over runs of floats, in one stated order on every machine.</summary>
/// <remarks>
/// A run is read as vectors of sixteen lanes. Lane l adds entries l, l + 16, l + 32 and so on, each product rounded
/// once; then the sixteen sums meet in halves: 8 and 8, 4 and 4, 2 and 2, 1 and 1. A last short vector is filled with
/// zeros. Reads may run over the end of a run into memory that its owner reserves for this; writes never do, so
/// threads may work on neighbouring runs.
/// </remarks>
internal static unsafe class Vectors
{
    public const int Width = 16;

    /// <summary>Lanes of the vectors that products are made with: sixteen, or eight where there are no wider.</summary>
    public static int ProductWidth => Vector512.IsHardwareAccelerated ? 16 : 8;

    /// <summary>How many of the columns left a product kernel takes at once: as many whole vectors as fit.</summary>
    public static int Chunk(int columns, int mostVectors) =>
        Math.Min((columns + ProductWidth - 1) / ProductWidth, mostVectors) * ProductWidth;

    /// <summary>The first <paramref name="count"/> lanes, zero in the others; sixteen or more means all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPart(float* from, int count) => First(Vector512.Load(from), count);

    /// <summary>Writes the first <paramref name="count"/> lanes and nothing else; sixteen or more means all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(Vector512<float> lanes, float* to, int count)
    {
        if (count >= Width)
            lanes.Store(to);
        else if (Avx512F.IsSupported)
            Avx512F.MaskStore(to, Mask(count), lanes);
        else
            StoreFew(lanes, to, count);
    }

    /// <summary>The first <paramref name="count"/> lanes; zero in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> First(Vector512<float> lanes, int count) =>
        Vector512.ConditionalSelect(Mask(count), lanes, Vector512<float>.Zero);

    /// <summary>The sum of sixteen lanes, in halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> lanes)
    {
        var eight = lanes.GetLower() + lanes.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>Σ aᵢ.</summary>
    public static float Sum(float* a, int count)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < count; i += Width)
            sum += LoadPart(a + i, count - i);
        return Sum(sum);
    }

    /// <summary>The largest aᵢ; −∞ of none, and any of them where one is NaN.</summary>
    public static float Max(float* a, int count)
    {
        var none = Vector512.Create(float.NegativeInfinity);
        var max = none;
        for (var i = 0; i < count; i += Width)
            max = Vector512.MaxNative(max, Vector512.ConditionalSelect(Mask(count - i), Vector512.Load(a + i), none));
        var eight = Vector256.MaxNative(max.GetLower(), max.GetUpper());
        var four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        var two = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return MathF.Max(two.ToScalar(), two.GetElement(1));
    }

    /// <summary>Σ aᵢ bᵢ.</summary>
    public static float Dot(float* a, float* b, int count)
    {
        var sum = Vector512<float>.Zero;
        var i = 0;
        for (; i <= count - Width; i += Width)
            sum = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), sum);
        if (i < count)
            sum = Vector512.FusedMultiplyAdd(LoadPart(a + i, count - i), LoadPart(b + i, count - i), sum);
        return Sum(sum);
    }

    /// <summary>yᵢ ← yᵢ + factor · xᵢ.</summary>
    public static void AddScaled(float* y, float* x, float factor, int count)
    {
        var scale = Vector512.Create(factor);
        var i = 0;
        for (; i <= count - Width; i += Width)
            Vector512.FusedMultiplyAdd(scale, Vector512.Load(x + i), Vector512.Load(y + i)).Store(y + i);
        if (i < count)
            StorePart(
                Vector512.FusedMultiplyAdd(scale, Vector512.Load(x + i), Vector512.Load(y + i)), y + i, count - i);
    }

    /// <summary>toᵢ ← xᵢ + factor · yᵢ; <paramref name="to"/> may be x or y.</summary>
    public static void Combine(float* to, float* x, float* y, float factor, int count)
    {
        var scale = Vector512.Create(factor);
        for (var i = 0; i < count; i += Width)
            StorePart(
                Vector512.FusedMultiplyAdd(scale, Vector512.Load(y + i), Vector512.Load(x + i)), to + i, count - i);
    }

    /// <summary>yᵢ ← a · yᵢ, rounded, + b · xᵢ.</summary>
    public static void Blend(float* y, float a, float* x, float b, int count)
    {
        Vector512<float> scaleY = Vector512.Create(a), scaleX = Vector512.Create(b);
        for (var i = 0; i < count; i += Width)
            StorePart(
                Vector512.FusedMultiplyAdd(scaleX, Vector512.Load(x + i), scaleY * Vector512.Load(y + i)),
                y + i, count - i);
    }

    /// <summary>
    /// <see cref="Blend"/>, and Σ xᵢ yᵢ of what it leaves, in the order of <see cref="Dot"/>; of whole vectors.
    /// </summary>
    public static float BlendAndDot(float* y, float a, float* x, float b, int count)
    {
        Debug.Assert(count % Width == 0);
        Vector512<float> scaleY = Vector512.Create(a), scaleX = Vector512.Create(b), sum = default;
        for (var i = 0; i < count; i += Width)
        {
            var other = Vector512.Load(x + i);
            var blended = Vector512.FusedMultiplyAdd(scaleX, other, scaleY * Vector512.Load(y + i));
            blended.Store(y + i);
            sum = Vector512.FusedMultiplyAdd(other, blended, sum);
        }
        return Sum(sum);
    }

    /// <summary>yᵢ ← factor · yᵢ.</summary>
    public static void Scale(float* y, float factor, int count)
    {
        var scale = Vector512.Create(factor);
        for (var i = 0; i < count; i += Width)
            StorePart(scale * Vector512.Load(y + i), y + i, count - i);
    }

    /// <summary>yᵢ ← yᵢ + aᵢ bᵢ.</summary>
    public static void AddProducts(float* y, float* a, float* b, int count)
    {
        for (var i = 0; i < count; i += Width)
            StorePart(
                Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), Vector512.Load(y + i)),
                y + i, count - i);
    }

    /// <summary>Adds every row of a matrix to one row.</summary>
    public static void AddRows(float* matrix, int rows, int columns, float* to)
    {
        for (var r = 0; r < rows; r++)
            AddScaled(to, matrix + ((long)r * columns), 1, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Mask(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    private static void StoreFew(Vector512<float> lanes, float* to, int count) =>
        new ReadOnlySpan<float>(&lanes, count).CopyTo(new Span<float>(to, count));
}

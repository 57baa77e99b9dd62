using System.Runtime.CompilerServices;

namespace Concord.Tensors.Kernels;

/// <summary>The innermost loops of <see cref="Gemm"/>: some rows of C, as wide as the lanes, in registers.</summary>
/// <remarks>
/// Eight rows of three vectors fill the 32 registers of processors with sixteen lanes; four rows of three fill the 16
/// of those with eight. Compiled at once, each by itself: inlined together they exceed what the
/// compiler is ready to inline, and products would become calls.
/// </remarks>
internal static unsafe class GemmBlocks
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Eight<TLanes>(
        int depth, float* a, nint rs, nint cs, float* b, float* init, nint initStride, float* c, nint cStride)
        where TLanes : struct, ILanes<TLanes>
    {
        var c0 = TLanes.Load(init);
        var c1 = TLanes.Load(init + initStride);
        var c2 = TLanes.Load(init + (2 * initStride));
        var c3 = TLanes.Load(init + (3 * initStride));
        var c4 = TLanes.Load(init + (4 * initStride));
        var c5 = TLanes.Load(init + (5 * initStride));
        var c6 = TLanes.Load(init + (6 * initStride));
        var c7 = TLanes.Load(init + (7 * initStride));
        var a4 = a + (4 * rs);
        for (var k = 0; k < depth; k++, a += cs, a4 += cs, b += TLanes.Width)
        {
            var row = TLanes.Load(b);
            c0 = TLanes.AddProduct(*a, row, c0);
            c1 = TLanes.AddProduct(a[rs], row, c1);
            c2 = TLanes.AddProduct(a[2 * rs], row, c2);
            c3 = TLanes.AddProduct(a[3 * rs], row, c3);
            c4 = TLanes.AddProduct(*a4, row, c4);
            c5 = TLanes.AddProduct(a4[rs], row, c5);
            c6 = TLanes.AddProduct(a4[2 * rs], row, c6);
            c7 = TLanes.AddProduct(a4[3 * rs], row, c7);
        }
        TLanes.Store(c0, c);
        TLanes.Store(c1, c + cStride);
        TLanes.Store(c2, c + (2 * cStride));
        TLanes.Store(c3, c + (3 * cStride));
        TLanes.Store(c4, c + (4 * cStride));
        TLanes.Store(c5, c + (5 * cStride));
        TLanes.Store(c6, c + (6 * cStride));
        TLanes.Store(c7, c + (7 * cStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Four<TLanes>(
        int depth, float* a, nint rs, nint cs, float* b, float* init, nint initStride, float* c, nint cStride)
        where TLanes : struct, ILanes<TLanes>
    {
        var c0 = TLanes.Load(init);
        var c1 = TLanes.Load(init + initStride);
        var c2 = TLanes.Load(init + (2 * initStride));
        var c3 = TLanes.Load(init + (3 * initStride));
        for (var k = 0; k < depth; k++, a += cs, b += TLanes.Width)
        {
            var row = TLanes.Load(b);
            c0 = TLanes.AddProduct(*a, row, c0);
            c1 = TLanes.AddProduct(a[rs], row, c1);
            c2 = TLanes.AddProduct(a[2 * rs], row, c2);
            c3 = TLanes.AddProduct(a[3 * rs], row, c3);
        }
        TLanes.Store(c0, c);
        TLanes.Store(c1, c + cStride);
        TLanes.Store(c2, c + (2 * cStride));
        TLanes.Store(c3, c + (3 * cStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void One<TLanes>(int depth, float* a, nint cs, float* b, float* init, float* c)
        where TLanes : struct, ILanes<TLanes>
    {
        var sum = TLanes.Load(init);
        for (var k = 0; k < depth; k++, a += cs, b += TLanes.Width)
            sum = TLanes.AddProduct(*a, TLanes.Load(b), sum);
        TLanes.Store(sum, c);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>Products of a few small matrices, each with its own piece of a short row, for many rows.</summary>
/// <remarks>
/// The block-diagonal companion of <see cref="GroupedProducts"/>: a row holds the blocks' pieces one after the other.
/// Block widths are multiples of eight. Each entry of a result starts at its init value and adds its products in
/// ascending order with one rounding each, whatever the width of a vector and the other rows of the group.
/// </remarks>
internal static unsafe class BlockProducts
{
    /// <summary>to[i, b] = init[i] + from[i, b] · matrix[b] for every row i and block b.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="from">Rows of blocks · depth floats.</param>
    /// <param name="fromAt">Where each row starts.</param>
    /// <param name="matrices">Each [blocks, depth, width], row-major; rows with one matrix stand together.</param>
    /// <param name="matrixAt">Where each row's matrices start.</param>
    /// <param name="shape">How many blocks, their depth and width.</param>
    /// <param name="init">Rows of width floats, the same for all blocks; null for zero.</param>
    /// <param name="initAt">Where each row of init starts.</param>
    /// <param name="to">Rows of blocks · width floats.</param>
    /// <param name="toAt">Where each row starts.</param>
    public static void Rows(
        int rows, float* from, int* fromAt, float* matrices, int* matrixAt, BlockShape shape, float* init, int* initAt,
        float* to, int* toAt)
    {
        for (var j = 0; j < shape.Width;)
        {
            var start = init == null ? null : init + j;
            var job = new BlocksJob(
                rows, from, fromAt, matrices + j, matrixAt, shape, start, initAt, to + j, toAt);
            j += Widest(shape.Width - j) switch
            {
                48 => BlockRows.Run<Lanes48>(job),
                32 => BlockRows.Run<Lanes32>(job),
                24 when Vector512.IsHardwareAccelerated => BlockRows.Run<Lanes24>(job),
                24 => BlockRows.Run<Lanes24of8>(job),
                16 when Vector512.IsHardwareAccelerated => BlockRows.Run<Lanes16>(job),
                16 => BlockRows.Run<Lanes16of8>(job),
                _ => BlockRows.Run<Lanes8of8>(job),
            };
        }
    }

    /// <summary>sum[b] += Σ over rows i of aᵢ ⊗ bᵢ + cᵢ ⊗ dᵢ, with the pieces of block b of each.</summary>
    /// <remarks>Pieces of a and c have depth floats, those of b and d width; sum is [blocks, depth, width].</remarks>
    public static void OuterPairs(
        int rows, float* a, float* c, int* deepAt, float* b, float* d, int* wideAt, BlockShape shape, float* sum)
    {
        for (var j = 0; j < shape.Width;)
        {
            var job = new OuterJob(rows, a, c, deepAt, b + j, d + j, wideAt, shape, sum + j);
            j += Widest(shape.Width - j) switch
            {
                48 => OuterOf<Lanes48>(job),
                32 => OuterOf<Lanes32>(job),
                24 when Vector512.IsHardwareAccelerated => OuterOf<Lanes24>(job),
                24 => OuterOf<Lanes24of8>(job),
                16 when Vector512.IsHardwareAccelerated => OuterOf<Lanes16>(job),
                16 => OuterOf<Lanes16of8>(job),
                _ => OuterOf<Lanes8of8>(job),
            };
        }
    }

    private static int Widest(int columns)
    {
        if (!Vector512.IsHardwareAccelerated)
            return Math.Min(columns, 24);
        return columns >= 48 ? 48 : Math.Min(columns, 32);
    }

    private readonly ref struct OuterJob(
        int rows, float* a, float* c, int* deepAt, float* b, float* d, int* wideAt, BlockShape shape, float* sum)
    {
        public readonly int Rows = rows, Blocks = shape.Blocks, Depth = shape.Depth, Stride = shape.Width;
        public readonly float* A = a, C = c, B = b, D = d, Sum = sum;
        public readonly int* DeepAt = deepAt, WideAt = wideAt;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int OuterOf<TLanes>(in OuterJob job)
        where TLanes : struct, ILanes<TLanes>
    {
        int depth = job.Depth, stride = job.Stride, rest = depth & 3;
        float* to = job.Sum, a = job.A, b = job.B, c = job.C, d = job.D;
        for (var block = 0; block < job.Blocks; block++, b += stride, d += stride)
        {
            for (var k = 0; k < depth - rest; k += 4, to += 4 * stride, a += 4, c += 4)
            {
                TLanes s0 = TLanes.Load(to), s1 = TLanes.Load(to + stride);
                TLanes s2 = TLanes.Load(to + (2 * stride)), s3 = TLanes.Load(to + (3 * stride));
                for (var i = 0; i < job.Rows; i++)
                {
                    float* ai = a + job.DeepAt[i], ci = c + job.DeepAt[i];
                    var wide = TLanes.Load(b + job.WideAt[i]);
                    s0 = TLanes.AddProduct(ai[0], wide, s0);
                    s1 = TLanes.AddProduct(ai[1], wide, s1);
                    s2 = TLanes.AddProduct(ai[2], wide, s2);
                    s3 = TLanes.AddProduct(ai[3], wide, s3);
                    wide = TLanes.Load(d + job.WideAt[i]);
                    s0 = TLanes.AddProduct(ci[0], wide, s0);
                    s1 = TLanes.AddProduct(ci[1], wide, s1);
                    s2 = TLanes.AddProduct(ci[2], wide, s2);
                    s3 = TLanes.AddProduct(ci[3], wide, s3);
                }
                TLanes.Store(s0, to);
                TLanes.Store(s1, to + stride);
                TLanes.Store(s2, to + (2 * stride));
                TLanes.Store(s3, to + (3 * stride));
            }
            for (var k = 0; k < rest; k++, to += stride, a++, c++)
            {
                var s = TLanes.Load(to);
                for (var i = 0; i < job.Rows; i++)
                {
                    s = TLanes.AddProduct(a[job.DeepAt[i]], TLanes.Load(b + job.WideAt[i]), s);
                    s = TLanes.AddProduct(c[job.DeepAt[i]], TLanes.Load(d + job.WideAt[i]), s);
                }
                TLanes.Store(s, to);
            }
        }
        return TLanes.Width;
    }
}

/// <summary>Some matrices of one size.</summary>
/// <param name="Blocks">How many.</param>
/// <param name="Depth">Their rows.</param>
/// <param name="Width">Their columns, a multiple of eight.</param>
internal readonly record struct BlockShape(int Blocks, int Depth, int Width);

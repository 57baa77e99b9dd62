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
    /// <param name="matrices">[blocks, depth, width], row-major.</param>
    /// <param name="shape">How many blocks, their depth and width.</param>
    /// <param name="init">Rows of width floats, the same for all blocks; null for zero.</param>
    /// <param name="initAt">Where each row of init starts.</param>
    /// <param name="to">Rows of blocks · width floats.</param>
    /// <param name="toAt">Where each row starts.</param>
    public static void Rows(
        int rows, float* from, int* fromAt, float* matrices, BlockShape shape, float* init, int* initAt,
        float* to, int* toAt)
    {
        for (var block = 0; block < shape.Blocks; block++, from += shape.Depth, to += shape.Width)
            for (var j = 0; j < shape.Width;)
            {
                var job = new RowsJob(
                    rows, from, fromAt, matrices + (block * shape.Depth * shape.Width) + j, shape,
                    init == null ? null : init + j, initAt, to + j, toAt);
                j += Widest(shape.Width - j) switch
                {
                    48 => RowsOf<Lanes48>(job),
                    32 => RowsOf<Lanes32>(job),
                    24 when Vector512.IsHardwareAccelerated => RowsOf<Lanes24>(job),
                    24 => RowsOf<Lanes24of8>(job),
                    16 when Vector512.IsHardwareAccelerated => RowsOf<Lanes16>(job),
                    16 => RowsOf<Lanes16of8>(job),
                    _ => RowsOf<Lanes8of8>(job),
                };
            }
    }

    /// <summary>sum[b] += Σ over rows i of aᵢ ⊗ bᵢ + cᵢ ⊗ dᵢ, with the pieces of block b of each.</summary>
    /// <remarks>Pieces of a and c have depth floats, those of b and d width; sum is [blocks, depth, width].</remarks>
    public static void OuterPairs(
        int rows, float* a, float* c, int* deepAt, float* b, float* d, int* wideAt, BlockShape shape, float* sum)
    {
        for (var block = 0; block < shape.Blocks; block++)
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
            a += shape.Depth;
            c += shape.Depth;
            b += shape.Width;
            d += shape.Width;
            sum += shape.Depth * shape.Width;
        }
    }

    private static int Widest(int columns)
    {
        if (!Vector512.IsHardwareAccelerated)
            return Math.Min(columns, 24);
        return columns >= 48 ? 48 : Math.Min(columns, 32);
    }

    private readonly ref struct RowsJob(
        int rows, float* from, int* fromAt, float* matrix, BlockShape shape, float* init, int* initAt,
        float* to, int* toAt)
    {
        public readonly int Rows = rows, Depth = shape.Depth, Stride = shape.Width;
        public readonly float* From = from, Matrix = matrix, Init = init, To = to;
        public readonly int* FromAt = fromAt, InitAt = initAt, ToAt = toAt;
    }

    private readonly ref struct OuterJob(
        int rows, float* a, float* c, int* deepAt, float* b, float* d, int* wideAt, BlockShape shape, float* sum)
    {
        public readonly int Rows = rows, Depth = shape.Depth, Stride = shape.Width;
        public readonly float* A = a, C = c, B = b, D = d, Sum = sum;
        public readonly int* DeepAt = deepAt, WideAt = wideAt;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int RowsOf<TLanes>(in RowsJob job)
        where TLanes : struct, ILanes<TLanes>
    {
        int i = 0, depth = job.Depth, stride = job.Stride;
        for (; i <= job.Rows - 4; i += 4)
        {
            float* f0 = job.From + job.FromAt[i], f1 = job.From + job.FromAt[i + 1];
            float* f2 = job.From + job.FromAt[i + 2], f3 = job.From + job.FromAt[i + 3];
            TLanes s0 = default, s1 = default, s2 = default, s3 = default;
            if (job.Init != null)
            {
                s0 = TLanes.Load(job.Init + job.InitAt[i]);
                s1 = TLanes.Load(job.Init + job.InitAt[i + 1]);
                s2 = TLanes.Load(job.Init + job.InitAt[i + 2]);
                s3 = TLanes.Load(job.Init + job.InitAt[i + 3]);
            }
            var m = job.Matrix;
            for (var k = 0; k < depth; k++, m += stride)
            {
                var row = TLanes.Load(m);
                s0 = TLanes.AddProduct(f0[k], row, s0);
                s1 = TLanes.AddProduct(f1[k], row, s1);
                s2 = TLanes.AddProduct(f2[k], row, s2);
                s3 = TLanes.AddProduct(f3[k], row, s3);
            }
            TLanes.Store(s0, job.To + job.ToAt[i]);
            TLanes.Store(s1, job.To + job.ToAt[i + 1]);
            TLanes.Store(s2, job.To + job.ToAt[i + 2]);
            TLanes.Store(s3, job.To + job.ToAt[i + 3]);
        }
        for (; i < job.Rows; i++)
        {
            var f = job.From + job.FromAt[i];
            TLanes s = default;
            if (job.Init != null)
                s = TLanes.Load(job.Init + job.InitAt[i]);
            for (var k = 0; k < depth; k++)
                s = TLanes.AddProduct(f[k], TLanes.Load(job.Matrix + (k * stride)), s);
            TLanes.Store(s, job.To + job.ToAt[i]);
        }
        return TLanes.Width;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int OuterOf<TLanes>(in OuterJob job)
        where TLanes : struct, ILanes<TLanes>
    {
        int k = 0, depth = job.Depth, stride = job.Stride;
        for (; k <= depth - 4; k += 4)
        {
            var to = job.Sum + (k * stride);
            TLanes s0 = TLanes.Load(to), s1 = TLanes.Load(to + stride);
            TLanes s2 = TLanes.Load(to + (2 * stride)), s3 = TLanes.Load(to + (3 * stride));
            for (var i = 0; i < job.Rows; i++)
            {
                float* a = job.A + job.DeepAt[i] + k, c = job.C + job.DeepAt[i] + k;
                var wide = TLanes.Load(job.B + job.WideAt[i]);
                s0 = TLanes.AddProduct(a[0], wide, s0);
                s1 = TLanes.AddProduct(a[1], wide, s1);
                s2 = TLanes.AddProduct(a[2], wide, s2);
                s3 = TLanes.AddProduct(a[3], wide, s3);
                wide = TLanes.Load(job.D + job.WideAt[i]);
                s0 = TLanes.AddProduct(c[0], wide, s0);
                s1 = TLanes.AddProduct(c[1], wide, s1);
                s2 = TLanes.AddProduct(c[2], wide, s2);
                s3 = TLanes.AddProduct(c[3], wide, s3);
            }
            TLanes.Store(s0, to);
            TLanes.Store(s1, to + stride);
            TLanes.Store(s2, to + (2 * stride));
            TLanes.Store(s3, to + (3 * stride));
        }
        for (; k < depth; k++)
        {
            var s = TLanes.Load(job.Sum + (k * stride));
            for (var i = 0; i < job.Rows; i++)
            {
                s = TLanes.AddProduct(job.A[job.DeepAt[i] + k], TLanes.Load(job.B + job.WideAt[i]), s);
                s = TLanes.AddProduct(job.C[job.DeepAt[i] + k], TLanes.Load(job.D + job.WideAt[i]), s);
            }
            TLanes.Store(s, job.Sum + (k * stride));
        }
        return TLanes.Width;
    }
}

/// <summary>Some matrices of one size.</summary>
/// <param name="Blocks">How many.</param>
/// <param name="Depth">Their rows.</param>
/// <param name="Width">Their columns, a multiple of eight.</param>
internal readonly record struct BlockShape(int Blocks, int Depth, int Width);

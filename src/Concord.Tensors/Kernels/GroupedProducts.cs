using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>Products of one small matrix with many short rows that lie scattered in memory.</summary>
/// <remarks>
/// The rows that share a matrix are given by offsets. Four rows of up to three vectors, or eight of one, stay in
/// registers, so a matrix is read once for them and nothing is packed. Each entry of a result adds its products in
/// ascending order with one rounding each, so it does not depend on which other rows are in the group. Columns are
/// padded to sixteen; what a kernel leaves in the padding is finite and never read.
/// </remarks>
internal static unsafe class GroupedProducts
{
    /// <summary>The next multiple of sixteen.</summary>
    public static int Padded(int count) => (count + 15) & ~15;

    /// <summary>to[i] = from[i] · matrix for every row of a group.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="from">Where <paramref name="fromAt"/> counts from; rows of <paramref name="depth"/> floats.</param>
    /// <param name="fromAt">One offset a row.</param>
    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="matrix">[depth, columns], row-major, columns a multiple of sixteen.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="to">Where the offsets of <paramref name="toAt"/> start.</param>
    /// <param name="toAt">One offset a row.</param>
    public static void Rows(
        int rows, float* from, int* fromAt, int depth, float* matrix, int columns, float* to, int* toAt)
    {
        for (var j = 0; j < columns;)
            j += Vectors.Chunk(columns - j, mostVectors: 3) switch
            {
                48 => RowsOf<Lanes48>(rows, from, fromAt, depth, matrix + j, columns, to + j, toAt),
                32 => RowsOf<Lanes32>(rows, from, fromAt, depth, matrix + j, columns, to + j, toAt),
                24 => RowsOf<Lanes24of8>(rows, from, fromAt, depth, matrix + j, columns, to + j, toAt),
                16 when Vector512.IsHardwareAccelerated =>
                    RowsOf<Lanes16>(rows, from, fromAt, depth, matrix + j, columns, to + j, toAt),
                16 => RowsOf<Lanes16of8>(rows, from, fromAt, depth, matrix + j, columns, to + j, toAt),
                _ => RowsOf<Lanes8of8>(rows, from, fromAt, depth, matrix + j, columns, to + j, toAt),
            };
    }

    /// <summary>sum += Σ over rows of aᵢ ⊗ bᵢ + cᵢ ⊗ dᵢ.</summary>
    /// <remarks>Rows of a and c have as many floats as sum has rows, those of b and d as sum has columns.</remarks>
    public static void OuterPairs(
        int rows, float* a, float* c, int* narrowAt, int height,
        float* b, float* d, int* wideAt, int columns, float* sum)
    {
        // Five rows of three vectors are more than sixteen registers hold.
        var most = Vector512.IsHardwareAccelerated ? 3 : 2;
        for (var j = 0; j < columns;)
            j += Vectors.Chunk(columns - j, most) switch
            {
                48 => OuterOf<Lanes48>(rows, a, c, narrowAt, height, b + j, d + j, wideAt, sum + j, columns),
                32 => OuterOf<Lanes32>(rows, a, c, narrowAt, height, b + j, d + j, wideAt, sum + j, columns),
                16 when Vector512.IsHardwareAccelerated =>
                    OuterOf<Lanes16>(rows, a, c, narrowAt, height, b + j, d + j, wideAt, sum + j, columns),
                16 => OuterOf<Lanes16of8>(rows, a, c, narrowAt, height, b + j, d + j, wideAt, sum + j, columns),
                _ => OuterOf<Lanes8of8>(rows, a, c, narrowAt, height, b + j, d + j, wideAt, sum + j, columns),
            };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int RowsOf<TLanes>(
        int rows, float* from, int* fromAt, int depth, float* matrix, int stride, float* to, int* toAt)
        where TLanes : struct, ILanes<TLanes>
    {
        var i = 0;
        // One vector a row: four sums would wait for one another.
        if (TLanes.Width == Vectors.ProductWidth)
            for (; i <= rows - 8; i += 8)
                EightRows<TLanes>(from, fromAt + i, depth, matrix, stride, to, toAt + i);
        for (; i <= rows - 4; i += 4)
        {
            float* f0 = from + fromAt[i], f1 = from + fromAt[i + 1];
            float* f2 = from + fromAt[i + 2], f3 = from + fromAt[i + 3];
            TLanes s0 = default, s1 = default, s2 = default, s3 = default;
            var m = matrix;
            for (var k = 0; k < depth; k++, m += stride)
            {
                var row = TLanes.Load(m);
                s0 = TLanes.AddProduct(f0[k], row, s0);
                s1 = TLanes.AddProduct(f1[k], row, s1);
                s2 = TLanes.AddProduct(f2[k], row, s2);
                s3 = TLanes.AddProduct(f3[k], row, s3);
            }
            TLanes.Store(s0, to + toAt[i]);
            TLanes.Store(s1, to + toAt[i + 1]);
            TLanes.Store(s2, to + toAt[i + 2]);
            TLanes.Store(s3, to + toAt[i + 3]);
        }
        for (; i < rows; i++)
        {
            var f = from + fromAt[i];
            TLanes s = default;
            for (var k = 0; k < depth; k++)
                s = TLanes.AddProduct(f[k], TLanes.Load(matrix + (k * stride)), s);
            TLanes.Store(s, to + toAt[i]);
        }
        return TLanes.Width;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EightRows<TLanes>(
        float* from, int* fromAt, int depth, float* matrix, int stride, float* to, int* toAt)
        where TLanes : struct, ILanes<TLanes>
    {
        float* f0 = from + fromAt[0], f1 = from + fromAt[1], f2 = from + fromAt[2], f3 = from + fromAt[3];
        float* f4 = from + fromAt[4], f5 = from + fromAt[5], f6 = from + fromAt[6], f7 = from + fromAt[7];
        TLanes s0 = default, s1 = default, s2 = default, s3 = default;
        TLanes s4 = default, s5 = default, s6 = default, s7 = default;
        for (nint k = 0; k < depth; k++, matrix += stride)
        {
            var row = TLanes.Load(matrix);
            s0 = TLanes.AddProduct(f0[k], row, s0);
            s1 = TLanes.AddProduct(f1[k], row, s1);
            s2 = TLanes.AddProduct(f2[k], row, s2);
            s3 = TLanes.AddProduct(f3[k], row, s3);
            s4 = TLanes.AddProduct(f4[k], row, s4);
            s5 = TLanes.AddProduct(f5[k], row, s5);
            s6 = TLanes.AddProduct(f6[k], row, s6);
            s7 = TLanes.AddProduct(f7[k], row, s7);
        }
        TLanes.Store(s0, to + toAt[0]);
        TLanes.Store(s1, to + toAt[1]);
        TLanes.Store(s2, to + toAt[2]);
        TLanes.Store(s3, to + toAt[3]);
        TLanes.Store(s4, to + toAt[4]);
        TLanes.Store(s5, to + toAt[5]);
        TLanes.Store(s6, to + toAt[6]);
        TLanes.Store(s7, to + toAt[7]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int OuterOf<TLanes>(
        int rows, float* a, float* c, int* narrowAt, int height,
        float* b, float* d, int* wideAt, float* sum, int stride)
        where TLanes : struct, ILanes<TLanes>
    {
        var h = 0;
        for (; h <= height - 5; h += 5)
        {
            var to = sum + (h * stride);
            TLanes s0 = TLanes.Load(to), s1 = TLanes.Load(to + stride), s2 = TLanes.Load(to + (2 * stride));
            TLanes s3 = TLanes.Load(to + (3 * stride)), s4 = TLanes.Load(to + (4 * stride));
            for (var i = 0; i < rows; i++)
            {
                float* pa = a + narrowAt[i] + h, pc = c + narrowAt[i] + h;
                var wide = TLanes.Load(b + wideAt[i]);
                s0 = TLanes.AddProduct(pa[0], wide, s0);
                s1 = TLanes.AddProduct(pa[1], wide, s1);
                s2 = TLanes.AddProduct(pa[2], wide, s2);
                s3 = TLanes.AddProduct(pa[3], wide, s3);
                s4 = TLanes.AddProduct(pa[4], wide, s4);
                wide = TLanes.Load(d + wideAt[i]);
                s0 = TLanes.AddProduct(pc[0], wide, s0);
                s1 = TLanes.AddProduct(pc[1], wide, s1);
                s2 = TLanes.AddProduct(pc[2], wide, s2);
                s3 = TLanes.AddProduct(pc[3], wide, s3);
                s4 = TLanes.AddProduct(pc[4], wide, s4);
            }
            TLanes.Store(s0, to);
            TLanes.Store(s1, to + stride);
            TLanes.Store(s2, to + (2 * stride));
            TLanes.Store(s3, to + (3 * stride));
            TLanes.Store(s4, to + (4 * stride));
        }
        for (; h < height; h++)
        {
            var s = TLanes.Load(sum + (h * stride));
            for (var i = 0; i < rows; i++)
            {
                s = TLanes.AddProduct(a[narrowAt[i] + h], TLanes.Load(b + wideAt[i]), s);
                s = TLanes.AddProduct(c[narrowAt[i] + h], TLanes.Load(d + wideAt[i]), s);
            }
            TLanes.Store(s, sum + (h * stride));
        }
        return TLanes.Width;
    }
}

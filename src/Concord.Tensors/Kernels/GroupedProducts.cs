using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>Products of small matrices with many short rows that lie scattered in memory.</summary>
/// <remarks>
/// Rows and their matrices are given by offsets; nothing is packed. Each entry of a result adds its products in
/// ascending order with one rounding each, so it does not depend on the rows beside it. Columns are padded to sixteen;
/// what a kernel leaves in the padding is finite and never read.
/// </remarks>
internal static unsafe class GroupedProducts
{
    /// <summary>The next multiple of sixteen.</summary>
    public static int Padded(int count) => (count + 15) & ~15;

    /// <summary>to[i] = from[i] · matrix[i] for every row.</summary>
    /// <param name="rows">How many rows; those with one matrix stand together.</param>
    /// <param name="from">Where <paramref name="fromAt"/> counts from; rows of <paramref name="depth"/> floats.</param>
    /// <param name="fromAt">One offset a row.</param>
    /// <param name="depth">Rows of a matrix.</param>
    /// <param name="matrices">Each [depth, columns], row-major, columns a multiple of sixteen.</param>
    /// <param name="matrixAt">Where each row's matrix starts.</param>
    /// <param name="columns">Columns of a matrix.</param>
    /// <param name="to">Where the offsets of <paramref name="toAt"/> start.</param>
    /// <param name="toAt">One offset a row.</param>
    public static void Rows(
        int rows, float* from, int* fromAt, int depth, float* matrices, int* matrixAt, int columns,
        float* to, int* toAt)
    {
        for (var j = 0; j < columns;)
        {
            var job = new RowsJob(rows, from, fromAt, depth, matrices + j, matrixAt, columns, to + j, toAt);
            j += Vectors.Chunk(columns - j, mostVectors: 3) switch
            {
                48 => GroupedRows.Run<Lanes48>(job),
                32 => GroupedRows.Run<Lanes32>(job),
                24 => GroupedRows.Run<Lanes24of8>(job),
                16 when Vector512.IsHardwareAccelerated => GroupedRows.Run<Lanes16>(job),
                16 => GroupedRows.Run<Lanes16of8>(job),
                _ => GroupedRows.Run<Lanes8of8>(job),
            };
        }
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

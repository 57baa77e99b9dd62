using System.Runtime.CompilerServices;

namespace Concord.Tensors.Kernels;

/// <summary>Some columns of <see cref="GroupedProducts.Rows"/>.</summary>
internal readonly unsafe ref struct RowsJob(
    int rows, float* from, int* fromAt, int depth, float* matrices, int* matrixAt, int stride, float* to, int* toAt)
{
    public readonly int Rows = rows, Depth = depth, Stride = stride;
    public readonly float* From = from, Matrices = matrices, To = to;
    public readonly int* FromAt = fromAt, MatrixAt = matrixAt, ToAt = toAt;
}

/// <summary>The innermost loops of <see cref="GroupedProducts.Rows"/>.</summary>
/// <remarks>
/// Four rows of up to three vectors, or eight of one, stay in registers: fewer sums would wait for one another. Where
/// the rows have one matrix it is read once for all of them.
/// </remarks>
internal static unsafe class GroupedRows
{
    /// <summary>All rows; returns how many columns were done.</summary>
    public static int Run<TLanes>(in RowsJob job)
        where TLanes : struct, ILanes<TLanes>
    {
        var i = 0;
        while (i <= job.Rows - 4)
        {
            if (TLanes.Width == Vectors.ProductWidth && i <= job.Rows - 8 && job.MatrixAt[i] == job.MatrixAt[i + 7])
            {
                Eight<TLanes>(job, i);
                i += 8;
                continue;
            }
            if (job.MatrixAt[i] == job.MatrixAt[i + 3])
                Four<TLanes>(job, i);
            else
                FourApart<TLanes>(job, i);
            i += 4;
        }
        for (; i < job.Rows; i++)
            One<TLanes>(job, i);
        return TLanes.Width;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Eight<TLanes>(in RowsJob job, int i)
        where TLanes : struct, ILanes<TLanes>
    {
        int* at = job.FromAt + i, to = job.ToAt + i;
        float* f0 = job.From + at[0], f1 = job.From + at[1], f2 = job.From + at[2], f3 = job.From + at[3];
        float* f4 = job.From + at[4], f5 = job.From + at[5], f6 = job.From + at[6], f7 = job.From + at[7];
        TLanes s0 = default, s1 = default, s2 = default, s3 = default;
        TLanes s4 = default, s5 = default, s6 = default, s7 = default;
        nint depth = job.Depth, stride = job.Stride;
        var matrix = job.Matrices + job.MatrixAt[i];
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
        TLanes.Store(s0, job.To + to[0]);
        TLanes.Store(s1, job.To + to[1]);
        TLanes.Store(s2, job.To + to[2]);
        TLanes.Store(s3, job.To + to[3]);
        TLanes.Store(s4, job.To + to[4]);
        TLanes.Store(s5, job.To + to[5]);
        TLanes.Store(s6, job.To + to[6]);
        TLanes.Store(s7, job.To + to[7]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four<TLanes>(in RowsJob job, int i)
        where TLanes : struct, ILanes<TLanes>
    {
        int* at = job.FromAt + i, to = job.ToAt + i;
        float* f0 = job.From + at[0], f1 = job.From + at[1], f2 = job.From + at[2], f3 = job.From + at[3];
        TLanes s0 = default, s1 = default, s2 = default, s3 = default;
        nint depth = job.Depth, stride = job.Stride;
        var matrix = job.Matrices + job.MatrixAt[i];
        for (nint k = 0; k < depth; k++, matrix += stride)
        {
            var row = TLanes.Load(matrix);
            s0 = TLanes.AddProduct(f0[k], row, s0);
            s1 = TLanes.AddProduct(f1[k], row, s1);
            s2 = TLanes.AddProduct(f2[k], row, s2);
            s3 = TLanes.AddProduct(f3[k], row, s3);
        }
        TLanes.Store(s0, job.To + to[0]);
        TLanes.Store(s1, job.To + to[1]);
        TLanes.Store(s2, job.To + to[2]);
        TLanes.Store(s3, job.To + to[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourApart<TLanes>(in RowsJob job, int i)
        where TLanes : struct, ILanes<TLanes>
    {
        int* at = job.FromAt + i, to = job.ToAt + i, maps = job.MatrixAt + i;
        float* f0 = job.From + at[0], f1 = job.From + at[1], f2 = job.From + at[2], f3 = job.From + at[3];
        float* m0 = job.Matrices + maps[0], m1 = job.Matrices + maps[1];
        float* m2 = job.Matrices + maps[2], m3 = job.Matrices + maps[3];
        TLanes s0 = default, s1 = default, s2 = default, s3 = default;
        nint depth = job.Depth, stride = job.Stride, row = 0;
        for (nint k = 0; k < depth; k++, row += stride)
        {
            s0 = TLanes.AddProduct(f0[k], TLanes.Load(m0 + row), s0);
            s1 = TLanes.AddProduct(f1[k], TLanes.Load(m1 + row), s1);
            s2 = TLanes.AddProduct(f2[k], TLanes.Load(m2 + row), s2);
            s3 = TLanes.AddProduct(f3[k], TLanes.Load(m3 + row), s3);
        }
        TLanes.Store(s0, job.To + to[0]);
        TLanes.Store(s1, job.To + to[1]);
        TLanes.Store(s2, job.To + to[2]);
        TLanes.Store(s3, job.To + to[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void One<TLanes>(in RowsJob job, int i)
        where TLanes : struct, ILanes<TLanes>
    {
        float* f = job.From + job.FromAt[i], matrix = job.Matrices + job.MatrixAt[i];
        TLanes s = default;
        for (nint k = 0; k < job.Depth; k++, matrix += job.Stride)
            s = TLanes.AddProduct(f[k], TLanes.Load(matrix), s);
        TLanes.Store(s, job.To + job.ToAt[i]);
    }
}

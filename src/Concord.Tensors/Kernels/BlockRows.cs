using System.Runtime.CompilerServices;

namespace Concord.Tensors.Kernels;

/// <summary>Some columns of <see cref="BlockProducts.Rows"/>.</summary>
internal readonly unsafe ref struct BlocksJob(
    int rows, float* from, int* fromAt, float* matrices, int* matrixAt, BlockShape shape, float* init, int* initAt,
    float* to, int* toAt)
{
    public readonly int Rows = rows, Blocks = shape.Blocks, Depth = shape.Depth, Stride = shape.Width;
    public readonly float* From = from, Matrices = matrices, Init = init, To = to;
    public readonly int* FromAt = fromAt, MatrixAt = matrixAt, InitAt = initAt, ToAt = toAt;
}

/// <summary>The innermost loops of <see cref="BlockProducts.Rows"/>: four rows at a time.</summary>
internal static unsafe class BlockRows
{
    /// <summary>All rows; returns how many columns were done.</summary>
    public static int Run<TLanes>(in BlocksJob job)
        where TLanes : struct, ILanes<TLanes>
    {
        var i = 0;
        for (; i <= job.Rows - 4; i += 4)
            if (job.MatrixAt[i] == job.MatrixAt[i + 3])
                Four<TLanes>(job, i);
            else
                FourApart<TLanes>(job, i);
        for (; i < job.Rows; i++)
            One<TLanes>(job, i);
        return TLanes.Width;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four<TLanes>(in BlocksJob job, int i)
        where TLanes : struct, ILanes<TLanes>
    {
        int* at = job.FromAt + i, to = job.ToAt + i;
        float* f0 = job.From + at[0], f1 = job.From + at[1], f2 = job.From + at[2], f3 = job.From + at[3];
        TLanes n0 = First<TLanes>(job, i), n1 = First<TLanes>(job, i + 1);
        TLanes n2 = First<TLanes>(job, i + 2), n3 = First<TLanes>(job, i + 3);
        var matrix = job.Matrices + job.MatrixAt[i];
        nint depth = job.Depth, stride = job.Stride;
        var result = job.To;
        for (var block = 0; block < job.Blocks; block++, result += stride)
        {
            TLanes s0 = n0, s1 = n1, s2 = n2, s3 = n3;
            for (nint k = 0; k < depth; k++, matrix += stride)
            {
                var row = TLanes.Load(matrix);
                s0 = TLanes.AddProduct(*f0++, row, s0);
                s1 = TLanes.AddProduct(*f1++, row, s1);
                s2 = TLanes.AddProduct(*f2++, row, s2);
                s3 = TLanes.AddProduct(*f3++, row, s3);
            }
            TLanes.Store(s0, result + to[0]);
            TLanes.Store(s1, result + to[1]);
            TLanes.Store(s2, result + to[2]);
            TLanes.Store(s3, result + to[3]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourApart<TLanes>(in BlocksJob job, int i)
        where TLanes : struct, ILanes<TLanes>
    {
        int* at = job.FromAt + i, to = job.ToAt + i;
        float* f0 = job.From + at[0], f1 = job.From + at[1], f2 = job.From + at[2], f3 = job.From + at[3];
        TLanes n0 = First<TLanes>(job, i), n1 = First<TLanes>(job, i + 1);
        TLanes n2 = First<TLanes>(job, i + 2), n3 = First<TLanes>(job, i + 3);
        float* m0 = job.Matrices + job.MatrixAt[i], m1 = job.Matrices + job.MatrixAt[i + 1];
        float* m2 = job.Matrices + job.MatrixAt[i + 2], m3 = job.Matrices + job.MatrixAt[i + 3];
        nint depth = job.Depth, stride = job.Stride, row = 0;
        var result = job.To;
        for (var block = 0; block < job.Blocks; block++, result += stride)
        {
            TLanes s0 = n0, s1 = n1, s2 = n2, s3 = n3;
            for (nint k = 0; k < depth; k++, row += stride)
            {
                s0 = TLanes.AddProduct(*f0++, TLanes.Load(m0 + row), s0);
                s1 = TLanes.AddProduct(*f1++, TLanes.Load(m1 + row), s1);
                s2 = TLanes.AddProduct(*f2++, TLanes.Load(m2 + row), s2);
                s3 = TLanes.AddProduct(*f3++, TLanes.Load(m3 + row), s3);
            }
            TLanes.Store(s0, result + to[0]);
            TLanes.Store(s1, result + to[1]);
            TLanes.Store(s2, result + to[2]);
            TLanes.Store(s3, result + to[3]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void One<TLanes>(in BlocksJob job, int i)
        where TLanes : struct, ILanes<TLanes>
    {
        float* f = job.From + job.FromAt[i], matrix = job.Matrices + job.MatrixAt[i], to = job.To + job.ToAt[i];
        var first = First<TLanes>(job, i);
        for (var block = 0; block < job.Blocks; block++, to += job.Stride)
        {
            var s = first;
            for (var k = 0; k < job.Depth; k++, matrix += job.Stride)
                s = TLanes.AddProduct(*f++, TLanes.Load(matrix), s);
            TLanes.Store(s, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes First<TLanes>(in BlocksJob job, int row)
        where TLanes : struct, ILanes<TLanes> =>
        job.Init == null ? default : TLanes.Load(job.Init + job.InitAt[row]);
}

using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>Dense products C = init + A·B of matrices in memory.</summary>
/// <remarks>
/// B is packed into panels of 48 columns, A is read in place by broadcasting, eight rows of C stay in registers.
/// Every entry of C starts at its init value and adds a[i,k]·b[k,j] with one rounding each, k ascending, whatever the
/// vector width, so all machines give the same bits.
/// </remarks>
internal static unsafe class Gemm
{
    private const int PanelWidth = 48;
    private const int BlockRows = 8;
    private const int BlockDepth = 192;

    [ThreadStatic]
    private static Block? _scratch;

    /// <summary>A matrix by its first entry and the distance between rows and between columns.</summary>
    internal readonly struct Operand(float* data, int rowStride, int columnStride)
    {
        public readonly float* Data = data;
        public readonly nint RowStride = rowStride;
        public readonly nint ColumnStride = columnStride;
    }

    /// <summary>C [m, n] = init + A [m, k] · B [k, n].</summary>
    /// <param name="a">The left factor, any strides.</param>
    /// <param name="b">The right factor, any strides.</param>
    /// <param name="c">The result, rows of <paramref name="columnsOfC"/> floats.</param>
    /// <param name="columnsOfC">The distance between rows of C.</param>
    /// <param name="init">Start values; null for zero.</param>
    /// <param name="initStride">Distance between rows of init: 0 for one row for all, such as a bias.</param>
    /// <param name="shape">m, k, n.</param>
    public static void Multiply(
        Operand a, Operand b, float* c, int columnsOfC, float* init, int initStride, MatMulShape shape)
    {
        _scratch ??= new Block((BlockDepth * PanelWidth) + (2 * BlockRows * PanelWidth) + PanelWidth);
        var panel = _scratch.Pointer;
        var tile = panel + (BlockDepth * PanelWidth);
        var zeros = tile + (2 * BlockRows * PanelWidth);
        for (var j = 0; j < shape.Columns; j += PanelWidth)
        {
            var columns = Math.Min(PanelWidth, shape.Columns - j);
            for (var k = 0; k == 0 || k < shape.Depth; k += BlockDepth)
            {
                var depth = Math.Min(BlockDepth, shape.Depth - k);
                Pack(b, k, depth, j, columns, panel);
                var from = k > 0 ? c + j : init == null ? zeros : init + j;
                var stride = k > 0 ? columnsOfC : init == null ? 0 : initStride;
                var left = new Operand(a.Data + (k * a.ColumnStride), (int)a.RowStride, (int)a.ColumnStride);
                var job = new PanelJob(left, panel, from, stride, c + j, columnsOfC, shape.Rows, depth, columns, tile);
                if (columns > 32)
                    Panel<Lanes48>(job);
                else if (columns > 16)
                    Panel<Lanes32>(job);
                else
                    Panel<Lanes16>(job);
            }
        }
    }

    private readonly ref struct PanelJob(
        Operand a, float* b, float* init, nint initStride, float* c, nint cStride, int rows, int depth, int columns,
        float* tile)
    {
        public readonly Operand A = a;
        public readonly float* B = b, Init = init, C = c, Tile = tile;
        public readonly nint InitStride = initStride, CStride = cStride;
        public readonly int Rows = rows, Depth = depth, Columns = columns;
    }

    private static void Panel<TLanes>(in PanelJob job)
        where TLanes : struct, ILanes<TLanes>
    {
        var whole = job.Columns == TLanes.Width;
        for (var i = 0; i < job.Rows; i += BlockRows)
        {
            var a = job.A.Data + (i * job.A.RowStride);
            var init = job.Init + (i * job.InitStride);
            var c = job.C + (i * job.CStride);
            var rows = Math.Min(BlockRows, job.Rows - i);
            if (whole && rows == BlockRows)
            {
                Eight<TLanes>(
                    job.Depth, a, job.A.RowStride, job.A.ColumnStride, job.B, init, job.InitStride, c, job.CStride);
                continue;
            }

            // An edge tile is computed in a scratch tile as wide as the lanes, whose surplus is dropped.
            CopyTile(init, job.InitStride, job.Tile, PanelWidth, rows, job.Columns);
            if (rows == BlockRows)
                Eight<TLanes>(
                    job.Depth, a, job.A.RowStride, job.A.ColumnStride, job.B,
                    job.Tile, PanelWidth, job.Tile, PanelWidth);
            else
                for (var r = 0; r < rows; r++)
                    One<TLanes>(
                        job.Depth, a + (r * job.A.RowStride), job.A.ColumnStride, job.B, job.Tile + (r * PanelWidth));
            CopyTile(job.Tile, PanelWidth, c, job.CStride, rows, job.Columns);
        }
    }

    private static void Eight<TLanes>(
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
            c0 = TLanes.AddProduct(Vector512.Create(*a), row, c0);
            c1 = TLanes.AddProduct(Vector512.Create(a[rs]), row, c1);
            c2 = TLanes.AddProduct(Vector512.Create(a[2 * rs]), row, c2);
            c3 = TLanes.AddProduct(Vector512.Create(a[3 * rs]), row, c3);
            c4 = TLanes.AddProduct(Vector512.Create(*a4), row, c4);
            c5 = TLanes.AddProduct(Vector512.Create(a4[rs]), row, c5);
            c6 = TLanes.AddProduct(Vector512.Create(a4[2 * rs]), row, c6);
            c7 = TLanes.AddProduct(Vector512.Create(a4[3 * rs]), row, c7);
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

    private static void One<TLanes>(int depth, float* a, nint cs, float* b, float* c)
        where TLanes : struct, ILanes<TLanes>
    {
        var sum = TLanes.Load(c);
        for (var k = 0; k < depth; k++, a += cs, b += TLanes.Width)
            sum = TLanes.AddProduct(Vector512.Create(*a), TLanes.Load(b), sum);
        TLanes.Store(sum, c);
    }

    // Columns beyond the matrix are zero, so the lanes that nobody reads stay finite.
    private static void Pack(Operand b, int firstRow, int rows, int firstColumn, int columns, float* panel)
    {
        var width = columns > 32 ? 48 : columns > 16 ? 32 : 16;
        for (var k = 0; k < rows; k++)
        {
            var from = b.Data + ((firstRow + k) * b.RowStride) + (firstColumn * b.ColumnStride);
            var to = panel + (k * width);
            if (b.ColumnStride == 1)
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
            else
                for (var j = 0; j < columns; j++)
                    to[j] = from[j * b.ColumnStride];
            for (var j = columns; j < width; j++)
                to[j] = 0;
        }
    }

    private static void CopyTile(float* from, nint fromStride, float* to, nint toStride, int rows, int columns)
    {
        for (var r = 0; r < rows; r++)
            new ReadOnlySpan<float>(from + (r * fromStride), columns)
                .CopyTo(new Span<float>(to + (r * toStride), columns));
    }
}

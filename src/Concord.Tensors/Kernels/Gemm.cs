using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>Dense products C = init + A·B of matrices in memory.</summary>
/// <remarks>
/// B is packed into panels of three vectors' width, A is read in place by broadcasting, and a block of C stays in
/// registers: eight rows of 48 columns, or four of 24 where vectors hold eight floats. Every entry of C starts at its
/// init value and adds a[i,k]·b[k,j] with one rounding each, k ascending, whatever the width, so all machines give the
/// same bits.
/// </remarks>
internal static unsafe class Gemm
{
    private const int BlockRows = 8;
    private const int BlockDepth = 192;

    [ThreadStatic]
    private static Block? _scratch;

    /// <summary>Columns of a panel.</summary>
    private static int PanelWidth => 3 * Vectors.ProductWidth;

    /// <summary>A matrix by its first entry and the distance between rows and between columns.</summary>
    internal readonly struct Operand(float* data, int rowStride, int columnStride)
    {
        public readonly float* Data = data;
        public readonly nint RowStride = rowStride;
        public readonly nint ColumnStride = columnStride;
    }

    /// <summary>How many floats <see cref="Pack"/> writes for a right factor.</summary>
    public static int PackedSize(int depth, int columns) =>
        depth * (((columns + PanelWidth - 1) / PanelWidth * PanelWidth) + 16);

    /// <summary>Packs a right factor that several products will use.</summary>
    public static void Pack(Operand b, int depth, int columns, float* packed)
    {
        for (var j = 0; j < columns; j += PanelWidth)
            PackPanel(b, 0, depth, j, Math.Min(PanelWidth, columns - j), packed + (j * depth));
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
        var panel = Scratch();
        for (var j = 0; j < shape.Columns; j += PanelWidth)
            for (var k = 0; k == 0 || k < shape.Depth; k += BlockDepth)
            {
                PackPanel(
                    b, k, Math.Min(BlockDepth, shape.Depth - k), j, Math.Min(PanelWidth, shape.Columns - j), panel);
                MultiplyBlock(a, panel, c, columnsOfC, init, initStride, shape, j, k);
            }
    }

    /// <summary>The same with a right factor that was packed.</summary>
    /// <inheritdoc cref="Multiply(Operand, Operand, float*, int, float*, int, MatMulShape)"/>
    public static void MultiplyPacked(
        Operand a, float* packed, float* c, int columnsOfC, float* init, int initStride, MatMulShape shape)
    {
        for (var j = 0; j < shape.Columns; j += PanelWidth)
        {
            var width = Vectors.Chunk(shape.Columns - j, 3);
            for (var k = 0; k == 0 || k < shape.Depth; k += BlockDepth)
                MultiplyBlock(
                    a, packed + (j * shape.Depth) + (k * width), c, columnsOfC, init, initStride, shape, j, k);
        }
    }

    private static float* Scratch()
    {
        _scratch ??= new Block((BlockDepth * PanelWidth) + (2 * BlockRows * PanelWidth) + PanelWidth);
        return _scratch.Pointer;
    }

    // Columns from j on times the rows of B from k on: one panel, at most BlockDepth deep.
    private static void MultiplyBlock(
        Operand a, float* panel, float* c, int columnsOfC, float* init, int initStride, MatMulShape shape, int j, int k)
    {
        var tile = Scratch() + (BlockDepth * PanelWidth);
        var zeros = tile + (2 * BlockRows * PanelWidth);
        int columns = Math.Min(PanelWidth, shape.Columns - j), depth = Math.Min(BlockDepth, shape.Depth - k);
        var from = k > 0 ? c + j : init == null ? zeros : init + j;
        var stride = k > 0 ? columnsOfC : init == null ? 0 : initStride;
        var left = new Operand(a.Data + (k * a.ColumnStride), (int)a.RowStride, (int)a.ColumnStride);
        var job = new PanelJob(left, panel, from, stride, c + j, columnsOfC, shape.Rows, depth, columns, tile);
        switch (Vectors.Chunk(columns, 3))
        {
            case 48: Panel<Lanes48>(job); break;
            case 32: Panel<Lanes32>(job); break;
            case 24: Panel<Lanes24of8>(job); break;
            case 16 when Vector512.IsHardwareAccelerated: Panel<Lanes16>(job); break;
            case 16: Panel<Lanes16of8>(job); break;
            default: Panel<Lanes8of8>(job); break;
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
        for (var i = 0; i < job.Rows;)
        {
            var left = job.Rows - i;
            var rows = left >= BlockRows && Vector512.IsHardwareAccelerated ? BlockRows : left >= 4 ? 4 : 1;
            var a = job.A.Data + (i * job.A.RowStride);
            var init = job.Init + (i * job.InitStride);
            var c = job.C + (i * job.CStride);
            if (whole)
            {
                Rows<TLanes>(job, rows, a, init, job.InitStride, c, job.CStride);
            }
            else
            {
                // An edge tile is computed in a scratch tile as wide as the lanes, whose surplus is dropped.
                CopyTile(init, job.InitStride, job.Tile, PanelWidth, rows, job.Columns);
                Rows<TLanes>(job, rows, a, job.Tile, PanelWidth, job.Tile, PanelWidth);
                CopyTile(job.Tile, PanelWidth, c, job.CStride, rows, job.Columns);
            }
            i += rows;
        }
    }

    private static void Rows<TLanes>(
        in PanelJob job, int rows, float* a, float* init, nint initStride, float* c, nint cStride)
        where TLanes : struct, ILanes<TLanes>
    {
        if (rows == BlockRows)
            GemmBlocks.Eight<TLanes>(
                job.Depth, a, job.A.RowStride, job.A.ColumnStride, job.B, init, initStride, c, cStride);
        else if (rows == 4)
            GemmBlocks.Four<TLanes>(
                job.Depth, a, job.A.RowStride, job.A.ColumnStride, job.B, init, initStride, c, cStride);
        else
            GemmBlocks.One<TLanes>(job.Depth, a, job.A.ColumnStride, job.B, init, c);
    }

    // Columns beyond the matrix are zero, so the lanes that nobody reads stay finite.
    private static void PackPanel(Operand b, int firstRow, int rows, int firstColumn, int columns, float* panel)
    {
        var width = Vectors.Chunk(columns, 3);
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

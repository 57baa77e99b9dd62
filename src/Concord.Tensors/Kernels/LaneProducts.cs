using System.Runtime.Intrinsics;

namespace Concord.Tensors.Kernels;

/// <summary>A product for each of sixteen lanes: matrices whose entries are vectors.</summary>
/// <remarks>
/// C[r, j] += Σₖ A[r, k] ∘ B[k, j]. A block of two rows and eight columns stays in registers. Every entry adds k
/// ascending with one rounding each, whatever block it falls in.
/// </remarks>
internal static unsafe class LaneProducts
{
    /// <summary>A matrix of vectors: where it begins, and vectors from row to row and from column to column.</summary>
    internal readonly struct Operand(float* data, int rowStride, int columnStride)
    {
        private readonly float* _data = data;
        private readonly int _row = rowStride * Vectors.Width, _column = columnStride * Vectors.Width;

        /// <summary>Floats from column to column.</summary>
        public int Column => _column;

        /// <summary>Floats from row to row.</summary>
        public int Row => _row;

        /// <summary>An entry's first lane.</summary>
        public float* At(int row, int column) => _data + ((nint)row * _row) + ((nint)column * _column);
    }

    /// <summary>C [rows, columns] += A [rows, depth] · B [depth, columns].</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="b">The right factor, whose columns lie side by side.</param>
    /// <param name="c">The sum, whose columns lie side by side.</param>
    /// <param name="shape">The three extents, in vectors.</param>
    public static void AddProduct(Operand a, Operand b, Operand c, MatMulShape shape)
    {
        for (var r = 0; r < shape.Rows; r += 2)
        {
            // An odd last row is computed twice and stored once.
            var twin = Math.Min(r + 1, shape.Rows - 1);
            var j = 0;
            for (; j <= shape.Columns - 8; j += 8)
                Eight(a.At(r, 0), a.At(twin, 0), a.Column, b.At(0, j), b.Row, c.At(r, j), c.At(twin, j), shape.Depth);
            for (; j < shape.Columns; j++)
                One(a.At(r, 0), a.At(twin, 0), a.Column, b.At(0, j), b.Row, c.At(r, j), c.At(twin, j), shape.Depth);
        }
    }

    private static void Eight(
        float* a0, float* a1, nint aStep, float* b, nint bStep, float* c0, float* c1, int depth)
    {
        const int w = Vectors.Width;
        var s00 = Vector512.Load(c0);
        var s01 = Vector512.Load(c0 + w);
        var s02 = Vector512.Load(c0 + (2 * w));
        var s03 = Vector512.Load(c0 + (3 * w));
        var s04 = Vector512.Load(c0 + (4 * w));
        var s05 = Vector512.Load(c0 + (5 * w));
        var s06 = Vector512.Load(c0 + (6 * w));
        var s07 = Vector512.Load(c0 + (7 * w));
        var s10 = Vector512.Load(c1);
        var s11 = Vector512.Load(c1 + w);
        var s12 = Vector512.Load(c1 + (2 * w));
        var s13 = Vector512.Load(c1 + (3 * w));
        var s14 = Vector512.Load(c1 + (4 * w));
        var s15 = Vector512.Load(c1 + (5 * w));
        var s16 = Vector512.Load(c1 + (6 * w));
        var s17 = Vector512.Load(c1 + (7 * w));
        for (var k = 0; k < depth; k++, a0 += aStep, a1 += aStep, b += bStep)
        {
            Vector512<float> x0 = Vector512.Load(a0), x1 = Vector512.Load(a1), y = Vector512.Load(b);
            s00 = Vector512.FusedMultiplyAdd(x0, y, s00);
            s10 = Vector512.FusedMultiplyAdd(x1, y, s10);
            y = Vector512.Load(b + w);
            s01 = Vector512.FusedMultiplyAdd(x0, y, s01);
            s11 = Vector512.FusedMultiplyAdd(x1, y, s11);
            y = Vector512.Load(b + (2 * w));
            s02 = Vector512.FusedMultiplyAdd(x0, y, s02);
            s12 = Vector512.FusedMultiplyAdd(x1, y, s12);
            y = Vector512.Load(b + (3 * w));
            s03 = Vector512.FusedMultiplyAdd(x0, y, s03);
            s13 = Vector512.FusedMultiplyAdd(x1, y, s13);
            y = Vector512.Load(b + (4 * w));
            s04 = Vector512.FusedMultiplyAdd(x0, y, s04);
            s14 = Vector512.FusedMultiplyAdd(x1, y, s14);
            y = Vector512.Load(b + (5 * w));
            s05 = Vector512.FusedMultiplyAdd(x0, y, s05);
            s15 = Vector512.FusedMultiplyAdd(x1, y, s15);
            y = Vector512.Load(b + (6 * w));
            s06 = Vector512.FusedMultiplyAdd(x0, y, s06);
            s16 = Vector512.FusedMultiplyAdd(x1, y, s16);
            y = Vector512.Load(b + (7 * w));
            s07 = Vector512.FusedMultiplyAdd(x0, y, s07);
            s17 = Vector512.FusedMultiplyAdd(x1, y, s17);
        }
        s10.Store(c1);
        s11.Store(c1 + w);
        s12.Store(c1 + (2 * w));
        s13.Store(c1 + (3 * w));
        s14.Store(c1 + (4 * w));
        s15.Store(c1 + (5 * w));
        s16.Store(c1 + (6 * w));
        s17.Store(c1 + (7 * w));
        s00.Store(c0);
        s01.Store(c0 + w);
        s02.Store(c0 + (2 * w));
        s03.Store(c0 + (3 * w));
        s04.Store(c0 + (4 * w));
        s05.Store(c0 + (5 * w));
        s06.Store(c0 + (6 * w));
        s07.Store(c0 + (7 * w));
    }

    private static void One(
        float* a0, float* a1, nint aStep, float* b, nint bStep, float* c0, float* c1, int depth)
    {
        Vector512<float> s0 = Vector512.Load(c0), s1 = Vector512.Load(c1);
        for (var k = 0; k < depth; k++, a0 += aStep, a1 += aStep, b += bStep)
        {
            var y = Vector512.Load(b);
            s0 = Vector512.FusedMultiplyAdd(Vector512.Load(a0), y, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Load(a1), y, s1);
        }
        s1.Store(c1);
        s0.Store(c0);
    }
}

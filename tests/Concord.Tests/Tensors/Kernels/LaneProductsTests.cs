using Concord.Tensors;
using Concord.Tensors.Kernels;
using Xunit;

namespace Concord.Tests.Tensors.Kernels;

/// <summary>Products of matrices of vectors, equal to the last bit to the loops of the promise.</summary>
public sealed unsafe class LaneProductsTests
{
    private const int W = Vectors.Width;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_entry_is_the_ordered_sum_of_its_products_whatever_its_block(bool turned)
    {
        foreach (var rows in new[] { 0, 1, 2, 3, 6 })
            foreach (var columns in new[] { 1, 2, 7, 8, 9, 16, 19 })
                foreach (var depth in new[] { 0, 1, 2, 11 })
                    Check(new(rows, depth, columns), turned);
    }

    private static void Check(MatMulShape shape, bool turned)
    {
        var (rows, depth, columns) = (shape.Rows, shape.Depth, shape.Columns);
        // Rows are a vector longer than they need be, so that strides are not extents.
        var (rowStride, columnStride) = turned ? (1, rows + 1) : (depth + 1, 1);
        using var left = GuardedRun.Random((rows + 1) * (depth + 1) * W, 1);
        using var right = GuardedRun.Random(depth * (columns + 1) * W, 2);
        using var sum = GuardedRun.Random(rows * (columns + 1) * W, 3);
        var expected = sum.Values.ToArray();
        for (var r = 0; r < rows; r++)
            for (var j = 0; j < columns; j++)
                for (var lane = 0; lane < W; lane++)
                {
                    ref var entry = ref expected[(((r * (columns + 1)) + j) * W) + lane];
                    for (var k = 0; k < depth; k++)
                        entry = MathF.FusedMultiplyAdd(
                            left.Values[(((r * rowStride) + (k * columnStride)) * W) + lane],
                            right.Values[(((k * (columns + 1)) + j) * W) + lane], entry);
                }
        LaneProducts.AddProduct(
            new(left.Data, rowStride, columnStride), new(right.Data, columns + 1, 1), new(sum.Data, columns + 1, 1),
            shape);
        Assert.Equal(expected, sum.Values.ToArray());
        sum.AssertIntact();
    }
}

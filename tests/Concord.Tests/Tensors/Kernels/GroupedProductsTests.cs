using Concord.Tensors.Kernels;
using Xunit;

namespace Concord.Tests.Tensors.Kernels;

/// <summary>Products of one matrix with scattered rows, equal to the last bit to the loops of the promise.</summary>
public sealed unsafe class GroupedProductsTests
{
    public static TheoryData<int> Columns => [16, 32, 48, 64, 80, 96, 112];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 16)]
    [InlineData(15, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(48, 48)]
    public void Columns_are_padded_to_sixteen(int count, int padded) =>
        Assert.Equal(padded, GroupedProducts.Padded(count));

    [Theory, MemberData(nameof(Columns))]
    public void A_row_is_the_ordered_sum_of_its_products_whatever_its_company(int columns)
    {
        foreach (var (rows, split) in new[] { (1, 1), (2, 1), (3, 3), (4, 4), (5, 3), (7, 0), (8, 8), (9, 2), (13, 9) })
            foreach (var depth in new[] { 0, 1, 5, 10, 16, 17 })
            {
                using var from = GuardedRun.Random((rows * (depth + 2)) + depth, 1);
                using var matrices = GuardedRun.Random(2 * depth * columns, 2);
                using var to = new GuardedRun(rows * (columns + 1));
                int[] fromAt = [.. Enumerable.Range(0, rows).Select(i => (rows - 1 - i) * (depth + 2))];
                int[] toAt = [.. Enumerable.Range(0, rows).Select(i => i * (columns + 1))];
                int[] matrixAt = [.. Enumerable.Range(0, rows).Select(i => i < split ? 0 : depth * columns)];
                fixed (int* f = fromAt, t = toAt, m = matrixAt)
                    GroupedProducts.Rows(rows, from.Data, f, depth, matrices.Data, m, columns, to.Data, t);
                for (var i = 0; i < rows; i++)
                {
                    for (var j = 0; j < columns; j++)
                    {
                        var sum = 0f;
                        for (var k = 0; k < depth; k++)
                            sum = MathF.FusedMultiplyAdd(
                                from.Values[fromAt[i] + k], matrices.Values[matrixAt[i] + (k * columns) + j], sum);
                        Assert.Equal(sum, to.Values[toAt[i] + j]);
                    }
                    Assert.True(GuardedRun.IsGuard(to.Values[toAt[i] + columns]));
                }
                to.AssertIntact();
            }
    }

    [Theory, MemberData(nameof(Columns))]
    public void Outer_products_are_added_pair_by_pair_in_the_order_of_rows(int columns)
    {
        foreach (var rows in new[] { 0, 1, 2, 5 })
            foreach (var height in new[] { 1, 4, 5, 6, 10, 13 })
            {
                using var a = GuardedRun.Random(rows * height, 1);
                using var c = GuardedRun.Random(rows * height, 2);
                using var b = GuardedRun.Random(rows * columns, 3);
                using var d = GuardedRun.Random(rows * columns, 4);
                using var sum = GuardedRun.Random(height * columns, 5);
                var expected = sum.Values.ToArray();
                int[] narrowAt = [.. Enumerable.Range(0, rows).Select(i => (rows - 1 - i) * height)];
                int[] wideAt = [.. Enumerable.Range(0, rows).Select(i => i * columns)];
                for (var h = 0; h < height; h++)
                    for (var j = 0; j < columns; j++)
                        for (var i = 0; i < rows; i++)
                        {
                            ref var entry = ref expected[(h * columns) + j];
                            entry = MathF.FusedMultiplyAdd(a.Values[narrowAt[i] + h], b.Values[wideAt[i] + j], entry);
                            entry = MathF.FusedMultiplyAdd(c.Values[narrowAt[i] + h], d.Values[wideAt[i] + j], entry);
                        }
                fixed (int* narrow = narrowAt, wide = wideAt)
                    GroupedProducts.OuterPairs(
                        rows, a.Data, c.Data, narrow, height, b.Data, d.Data, wide, columns, sum.Data);
                Assert.Equal(expected, sum.Values.ToArray());
                sum.AssertIntact();
            }
    }
}

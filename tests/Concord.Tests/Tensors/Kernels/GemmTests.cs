using Concord.Tensors;
using Concord.Tensors.Kernels;
using Xunit;

namespace Concord.Tests.Tensors.Kernels;

/// <summary>The product kernel against the loop that its promise describes, equal to the last bit.</summary>
public sealed unsafe class GemmTests
{
    /// <summary>Where the entries of the result begin.</summary>
    public enum Init
    {
        Zero, OneRow, OwnRows, Result,
    }

    public static TheoryData<int> Depths => [0, 1, 2, 15, 48, 191, 192, 193, 400];

    [Theory, MemberData(nameof(Depths))]
    public void Every_entry_adds_its_products_in_ascending_order_whatever_the_strides(int depth)
    {
        var turn = 0;
        foreach (var rows in new[] { 1, 7, 8, 9, 17 })
            foreach (var columns in new[] { 1, 5, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 96, 97 })
                for (var order = 0; order < 4; order++, turn++)
                    Check(new(rows, depth, columns), order / 2 == 1, order % 2 == 1, (Init)((turn + (turn / 4)) % 4));
    }

    [Theory]
    [InlineData(Init.Zero)]
    [InlineData(Init.OneRow)]
    [InlineData(Init.OwnRows)]
    [InlineData(Init.Result)]
    public void Every_start_works_with_every_order_of_both_factors(Init init)
    {
        foreach (var shape in new MatMulShape[] { new(9, 193, 49), new(8, 7, 48), new(3, 200, 5), new(16, 1, 31) })
            for (var order = 0; order < 4; order++)
                Check(shape, order / 2 == 1, order % 2 == 1, init);
    }

    [Fact]
    public void A_matrix_within_a_wider_one_leaves_its_neighbours_alone()
    {
        const int Rows = 10, Columns = 35, Stride = 40;
        using var a = GuardedRun.Random(Rows * 3, 1);
        using var b = GuardedRun.Random(3 * Columns, 2);
        using var c = new GuardedRun((Rows - 1) * Stride + Columns);
        Gemm.Multiply(new(a.Data, 3, 1), new(b.Data, Columns, 1), c.Data, Stride, null, 0, new(Rows, 3, Columns));
        for (var i = 0; i < c.Count; i++)
            Assert.Equal(i % Stride >= Columns, GuardedRun.IsGuard(c.Values[i]));
        c.AssertIntact();
    }

    private static void Check(MatMulShape shape, bool aTransposed, bool bTransposed, Init init)
    {
        var (rows, depth, columns) = shape;
        var stride = columns + 3;
        using var a = GuardedRun.Random(rows * depth, 1);
        using var b = GuardedRun.Random(depth * columns, 2);
        using var start = GuardedRun.Random(rows * columns, 3);
        using var c = new GuardedRun(((rows - 1) * stride) + columns);
        if (init == Init.Result)
            GuardedRun.Numbers(c.Count, 4).CopyTo(c.Values);
        var before = c.Values.ToArray();
        var left = aTransposed ? new Gemm.Operand(a.Data, 1, rows) : new Gemm.Operand(a.Data, depth, 1);
        var right = bTransposed ? new Gemm.Operand(b.Data, 1, depth) : new Gemm.Operand(b.Data, columns, 1);
        var (from, fromStride) = init switch
        {
            Init.OneRow => ((nint)start.Data, 0),
            Init.OwnRows => ((nint)start.Data, columns),
            Init.Result => ((nint)c.Data, stride),
            _ => (0, 0),
        };
        Gemm.Multiply(left, right, c.Data, stride, (float*)from, fromStride, shape);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
            {
                var expected = init switch
                {
                    Init.OneRow => start.Values[j],
                    Init.OwnRows => start.Values[(i * columns) + j],
                    Init.Result => before[(i * stride) + j],
                    _ => 0,
                };
                for (var k = 0; k < depth; k++)
                    expected = MathF.FusedMultiplyAdd(
                        a.Values[aTransposed ? (k * rows) + i : (i * depth) + k],
                        b.Values[bTransposed ? (j * depth) + k : (k * columns) + j], expected);
                var actual = c.Values[(i * stride) + j];
                if (expected != actual)
                    Assert.Fail($"{shape}, entry {i} {j}, {init}: {actual:g9} is not {expected:g9}.");
            }
        for (var i = 0; i < c.Count; i++)
            if (i % stride >= columns && c.Values[i] != before[i])
                Assert.Fail($"{shape}: the kernel wrote between the rows, at {i}.");
        c.AssertIntact();
    }
}

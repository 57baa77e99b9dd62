using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Tensors;

public sealed class ShapeTests
{
    [Theory]
    [InlineData(new int[0], 1, 1, 1, "[]")]
    [InlineData(new[] { 7 }, 7, 1, 7, "[7]")]
    [InlineData(new[] { 2, 3 }, 6, 2, 3, "[2, 3]")]
    [InlineData(new[] { 2, 3, 4 }, 24, 6, 4, "[2, 3, 4]")]
    [InlineData(new[] { 2, 3, 4, 5 }, 120, 24, 5, "[2, 3, 4, 5]")]
    [InlineData(new[] { 3, 0 }, 0, 0, 0, "[3, 0]")]
    public void A_shape_knows_its_count_rows_and_columns(int[] extents, int count, int rows, int columns, string text)
    {
        var shape = Shape.Of(extents);
        Assert.Equal((extents.Length, count, rows, columns), (shape.Rank, shape.Size, shape.Rows, shape.Columns));
        Assert.Equal(text, shape.ToString());
        Assert.Equal(extents, extents.Select((_, axis) => shape[axis]));
    }

    [Fact]
    public void Shapes_are_equal_by_extents_and_rank()
    {
        Shape a = [2, 3], same = [2, 3], flat = [6], deeper = [2, 3, 1];
        Assert.Equal(a, same);
        Assert.NotEqual(a, flat);
        Assert.NotEqual(a, deeper);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 5 })]
    [InlineData(new[] { 2, -1 })]
    public void Five_extents_or_a_negative_one_are_refused(int[] extents) =>
        Assert.Throws<ArgumentException>(() => Shape.Of(extents));

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_axis_that_does_not_exist_is_refused(int axis) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Of([2, 3])[axis]);

    [Fact]
    public void More_numbers_than_an_integer_counts_are_refused() =>
        Assert.Throws<OverflowException>(() => Shape.Of([65_536, 65_536]).Size);
}

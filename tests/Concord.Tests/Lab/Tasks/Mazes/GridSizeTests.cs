using Concord.Lab.Tasks.Mazes;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

public sealed class GridSizeTests
{
    [Fact]
    public void A_size_knows_its_pixels_and_cells()
    {
        var size = GridSize.Of(19, 37);

        Assert.Equal((19, 37, 703, 162), (size.Height, size.Width, size.Pixels, size.Cells));
        Assert.Equal("19x37", size.ToString());
        Assert.Equal(GridSize.Of(37, 19), size.Transposed);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(1001, 1001)]
    public void The_bounds_are_sizes_themselves(int height, int width) =>
        Assert.Equal(height * width, GridSize.Of(height, width).Pixels);

    [Theory]
    [InlineData(20, 19, "The maze height must be odd, but is 20.")]
    [InlineData(19, 4, "The maze width must be odd, but is 4.")]
    [InlineData(0, 19, "The maze height must lie between 3 and 1001, but is 0.")]
    [InlineData(1, 19, "The maze height must lie between 3 and 1001, but is 1.")]
    [InlineData(19, -7, "The maze width must lie between 3 and 1001, but is -7.")]
    [InlineData(19, 1_000_000, "The maze width must lie between 3 and 1001, but is 1000000.")]
    [InlineData(1003, 19, "The maze height must lie between 3 and 1001, but is 1003.")]
    public void A_wrong_size_is_refused_in_one_sentence(int height, int width, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => GridSize.Of(height, width)).Message);
}

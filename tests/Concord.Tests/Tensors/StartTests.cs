using Concord.Tensors;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Tensors;

public sealed class StartTests
{
    [Fact]
    public void LeCun_numbers_have_variance_one_over_rows_and_no_tails()
    {
        const int Rows = 50, Columns = 2000;
        var numbers = Fill(Start.LeCun, [Rows, Columns]);
        Assert.Equal(0, numbers.Average(), 0.003);
        Assert.Equal(1.0 / Rows, numbers.Average(x => (double)x * x), 0.0005);
        Assert.True(numbers.Max(Math.Abs) <= 2 / 0.8796 / Math.Sqrt(Rows));
    }

    [Fact]
    public void Uniform_numbers_fill_their_bounds()
    {
        var numbers = Fill(Start.Uniform(0.5f), [10_000]);
        Assert.InRange(numbers.Max(), 0.499f, 0.5f);
        Assert.InRange(numbers.Min(), -0.5f, -0.499f);
        Assert.Equal(0, numbers.Average(), 0.015);
    }

    [Fact]
    public void Normal_numbers_have_their_deviation()
    {
        var numbers = Fill(Start.Normal(0.5f), [40_000]);
        Assert.Equal(0, numbers.Average(), 0.0125);
        Assert.Equal(0.25, numbers.Average(x => (double)x * x), 0.009);
        Assert.True(numbers.Max(Math.Abs) > 3 * 0.5);
    }

    [Fact]
    public void Selectors_take_one_run_each()
    {
        var numbers = Fill(Start.Selectors(0), [3, 2, 6]);
        for (var row = 0; row < 6; row++)
            for (var column = 0; column < 6; column++)
                Assert.Equal(row == column ? 1 : 0, numbers[(row * 6) + column]);

        var noisy = Fill(Start.Selectors(0.01f), [9, 32, 288]);
        var noise = noisy.Select((x, i) => i / 288 == i % 288 ? x - 1.0 : x).ToArray();
        Assert.Equal(1e-4, noise.Average(x => x * x), 3e-6);
    }

    [Fact]
    public void Selectors_of_another_width_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Fill(Start.Selectors(0), [3, 2, 5]));
        Assert.Equal(
            "A stack of selectors must have as many columns as rows of all maps, but is [3, 2, 5].", refusal.Message);
    }

    [Theory]
    [InlineData(1, 5, 10)]
    [InlineData(8, 5, 10)]
    [InlineData(3, 17, 17)]
    [InlineData(2, 1, 3)]
    public void Each_map_of_an_orthonormal_stack_has_orthonormal_rows_of_its_own(int maps, int rows, int columns)
    {
        var numbers = Fill(Start.Orthonormal, [maps, rows, columns]);
        for (var m = 0; m < maps; m++)
        {
            var one = numbers.AsSpan(m * rows * columns, rows * columns).ToArray();
            var map = Matrices.Of([.. one.Select(x => (double)x)], columns);
            var gram = Matrices.Product(map, Matrices.Transposed(map));
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < rows; j++)
                    Assert.Equal(i == j ? 1 : 0, gram[i, j], 1e-6);
        }
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
    }

    [Theory]
    [InlineData(1, 6, 5)]
    [InlineData(8, 32, 10)]
    [InlineData(2, 3, 1)]
    public void Maps_with_more_rows_than_columns_have_orthonormal_columns(int maps, int rows, int columns)
    {
        var numbers = Fill(Start.Orthonormal, [maps, rows, columns]);
        for (var m = 0; m < maps; m++)
        {
            var one = numbers.AsSpan(m * rows * columns, rows * columns).ToArray();
            var map = Matrices.Of([.. one.Select(x => (double)x)], columns);
            var gram = Matrices.Product(Matrices.Transposed(map), map);
            for (var i = 0; i < columns; i++)
                for (var j = 0; j < columns; j++)
                    Assert.Equal(i == j ? 1 : 0, gram[i, j], 1e-6);
        }
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void A_negative_bound_is_refused(float bound) =>
        Assert.Throws<ArgumentException>(() => Start.Uniform(bound));

    [Fact]
    public void Constants_are_constant()
    {
        Assert.All(Fill(Start.Zero, [3]), x => Assert.Equal(0, x));
        Assert.All(Fill(Start.One, [3]), x => Assert.Equal(1, x));
        Assert.All(Fill(Start.Constant(-2), [3]), x => Assert.Equal(-2, x));
    }

    private static float[] Fill(Start start, Shape shape)
    {
        var numbers = new float[shape.Size];
        start.Fill(numbers, shape, new Rng(8));
        return numbers;
    }
}

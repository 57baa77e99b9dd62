using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Tensors.LinearAlgebra;

public sealed class FactorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(60)]
    public void Cholesky_solves_as_elimination_does(int size)
    {
        var rng = new Rng((ulong)size);
        var half = Matrices.Draw(rng, size, size);
        var matrix = new Matrix(size, size);
        half.AddGramTo(matrix, Ones(size));
        for (var i = 0; i < size; i++)
            matrix[i, i] += 0.1;
        double[] right = [.. Enumerable.Range(0, size).Select(_ => rng.Normal())];
        var expected = LinearSystem.Solve(Matrices.Of(matrix), right)!;

        Cholesky.TryOf(matrix)!.Solve(right);

        for (var i = 0; i < size; i++)
            Assert.Equal(expected[i], right[i], 1e-8 * (1 + expected.Max(Math.Abs)));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Cholesky_has_no_factor_where_the_matrix_is_not_positive_definite(double entry)
    {
        var matrix = new Matrix(2, 2) { [0, 0] = 1, [1, 1] = entry };

        Assert.Null(Cholesky.TryOf(matrix));
    }

    [Fact]
    public void Cholesky_leaves_its_argument_alone()
    {
        var matrix = new Matrix(1, 1) { [0, 0] = 4 };
        _ = Cholesky.TryOf(matrix);

        Assert.Equal(4, matrix[0, 0]);
    }

    [Fact]
    public void A_right_side_of_another_length_is_refused() => Assert.Equal(
        "The right side must have 1 entries, but is 2.",
        Assert.Throws<ArgumentException>(() => Cholesky.TryOf(new Matrix(1, 1) { [0, 0] = 1 })!.Solve([1, 2])).Message);

    [Theory]
    [InlineData(3, 5, 3)]
    [InlineData(8, 5, 5)]
    [InlineData(12, 9, 4)]
    [InlineData(4, 4, 0)]
    [InlineData(0, 4, 0)]
    public void A_row_space_has_the_rank_it_was_made_with_and_removes_all_of_it(int rows, int columns, int rank)
    {
        var rng = new Rng(12);
        Matrix left = Matrices.Draw(rng, rows, rank), right = Matrices.Draw(rng, rank, columns);
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
            right.TransposedTimes(left.Row(i), matrix.Row(i));

        var space = RowSpace.Of(matrix);
        double[] vector = [.. Enumerable.Range(0, columns).Select(_ => rng.Normal())];
        double[] left2 = [.. vector];
        space.Remove(left2);

        Assert.Equal(rank, space.Rank);
        var seen = new double[rows];
        matrix.Times(left2, seen);
        Assert.All(seen, value => Assert.Equal(0, value, 1e-12));
        // What was taken away lies in the rows' span: it is orthogonal to what is left.
        Assert.Equal(0, left2.Zip(vector, (a, b) => a * (b - a)).Sum(), 1e-12);
    }

    [Fact]
    public void Rows_below_the_tolerance_count_as_dependent()
    {
        var matrix = new Matrix(2, 2) { [0, 0] = 1, [1, 0] = 1, [1, 1] = 1e-7 };

        Assert.Equal(2, RowSpace.Of(matrix).Rank);
        Assert.Equal(1, RowSpace.Of(matrix, 1e-6).Rank);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-7)]
    [InlineData(1e12)]
    public void Units_of_rows_do_not_change_the_rank(double unit)
    {
        var rng = new Rng(3);
        Matrix matrix = Matrices.Draw(rng, 6, 5), twice = new(7, 5);
        for (var i = 0; i < 6; i++)
            for (var j = 0; j < 5; j++)
            {
                // Three rows that are independent, each once more in another unit; the last stays zero.
                twice[i, j] = matrix[i % 3, j] * (i % 2 == 0 ? unit : 1) * (i < 3 ? 1 : 0.3);
            }

        var space = RowSpace.Of(twice);

        Assert.Equal((3, 2), (space.Rank, space.Kernel.Rows));
        for (var k = 0; k < 2; k++)
            for (var i = 0; i < 3; i++)
                Assert.Equal(0, Matrices.Dot([.. matrix.Row(i)], [.. space.Kernel.Row(k)]), 1e-12);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-7)]
    [InlineData(1e12)]
    public void Units_of_columns_do_not_change_the_rank_of_what_is_equilibrated(double unit)
    {
        // x₁ u = 0.3 x₂ and 0.7 x₂ = x₃ u, which are nearly parallel where u is small.
        var matrix = new Matrix(2, 3) { [0, 0] = unit, [0, 1] = -0.3, [1, 1] = 0.7, [1, 2] = -unit };

        var space = RowSpace.Of(matrix, 1e-6, equilibrate: true);

        Assert.Equal(2, space.Rank);
        var scale = 0.3 / unit / space.Kernel[0, 0];
        Assert.Equal(1, space.Kernel[0, 1] * scale, 1e-12);
        Assert.Equal(1, space.Kernel[0, 2] * scale * unit / 0.7, 1e-12);
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}

using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Tensors.LinearAlgebra;

public sealed class LsqrTests
{
    [Theory]
    [InlineData(9, 9, 0.0)]
    [InlineData(12, 7, 0.0)]
    [InlineData(12, 7, 0.5)]
    [InlineData(7, 12, 0.5)]
    public void It_solves_the_normal_equations(int rows, int columns, double damping)
    {
        var rng = new Rng(7);
        Matrix map = Matrices.Draw(rng, rows, columns), gram = new(columns, columns);
        var right = Matrices.Draw(rng, 1, rows).Row(0);
        map.AddGramTo(gram, [.. Enumerable.Repeat(1.0, rows)]);
        for (var i = 0; i < columns; i++)
            gram[i, i] += damping * damping;
        double[] back = new double[columns], found = new double[columns];
        map.TransposedTimes(right, back);
        var expected = LinearSystem.Solve(Matrices.Of(gram), back)!;

        Assert.True(Lsqr.Solve(map, right, found, damping));

        for (var i = 0; i < columns; i++)
            Assert.Equal(expected[i], found[i], 1e-11);
    }

    [Fact]
    public void Among_many_solutions_it_finds_the_shortest()
    {
        var map = new Matrix(2, 3) { [0, 0] = 1, [0, 1] = 1, [1, 0] = 2, [1, 1] = 2 };
        var found = new double[3];

        Assert.True(Lsqr.Solve(map, [1, 7], found));

        // The nearest to (1, 7) on the line (1, 2) is 3 (1, 2); of all with x₀ + x₁ = 3 this is the shortest.
        Assert.Equal([1.5, 1.5, 0], found.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Where_nothing_can_be_explained_nothing_is()
    {
        var map = new Matrix(2, 1) { [0, 0] = 1 };
        double[] found = [5];

        Assert.True(Lsqr.Solve(map, [0, 1], found));
        Assert.Equal([0], found);
        Assert.True(Lsqr.Solve(map, [0, 0], found));
        Assert.Equal([0], found);
    }

    [Fact]
    public void A_number_that_is_not_finite_ends_it_without_an_answer() =>
        Assert.False(Lsqr.Solve(new Matrix(1, 1) { [0, 0] = double.NaN }, [1], new double[1]));

    [Theory]
    [InlineData(20, 12, 12)]
    [InlineData(20, 12, 9)]
    [InlineData(5, 12, 5)]
    [InlineData(0, 3, 0)]
    public void The_kernel_is_found_by_products_alone(int rows, int columns, int rank)
    {
        var rng = new Rng(3);
        var map = Matrices.Draw(rng, rows, rank).Times(Matrices.Draw(rng, rank, columns));

        var (kernel, isWhole) = NullSpace.Of(map, rng, most: columns);

        Assert.True(isWhole);
        Assert.Equal(columns - rank, kernel.Rows);
        var image = new double[rows];
        for (var k = 0; k < kernel.Rows; k++)
        {
            map.Times(kernel.Row(k), image);
            Assert.All(image, value => Assert.Equal(0, value, 1e-8));
            for (var l = 0; l < kernel.Rows; l++)
                Assert.Equal(k == l ? 1 : 0, Matrices.Dot([.. kernel.Row(k)], [.. kernel.Row(l)]), 1e-12);
        }
    }

    [Fact]
    public void What_is_stretched_less_than_the_tolerance_counts_as_kernel()
    {
        var map = new Matrix(3, 3) { [0, 0] = 1, [1, 1] = 1e-4, [2, 2] = 1e-8 };

        Assert.Equal(1, NullSpace.Of(map, new Rng(1), most: 3).Basis.Rows);
        Assert.Equal(2, NullSpace.Of(map, new Rng(1), most: 3, tolerance: 1e-2).Basis.Rows);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Of_a_kernel_with_more_dimensions_than_asked_for_some_are_found(int most, bool isWhole)
    {
        var map = new Matrix(1, 3) { [0, 0] = 1, [0, 2] = -2 };

        var kernel = NullSpace.Of(map, new Rng(1), most);

        Assert.Equal((Math.Min(2, most), isWhole), (kernel.Basis.Rows, kernel.IsWhole));
        Assert.Equal(0, kernel.Basis[0, 0] - (2 * kernel.Basis[0, 2]), 1e-9);
    }
}

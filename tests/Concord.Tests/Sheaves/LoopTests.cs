using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tests.Reference;
using Xunit;
using static Concord.Tests.Sheaves.SampleNetworks;

namespace Concord.Tests.Sheaves;

public sealed class LoopTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e-9)]
    [InlineData(1.2)]
    [InlineData(-0.4)]
    [InlineData(Math.PI)]
    public void A_loop_that_turns_has_the_angle_by_which_it_turns(double angle)
    {
        var network = new Coboundary(
            [2, 2], [EdgeMaps.Prediction(0, Turn(0.7), 1), EdgeMaps.Prediction(1, Turn(angle - 0.7), 0)]);

        var loop = Loop.Around(network, 0, 1);

        Assert.Equal(Math.Abs(angle), loop.Angle, 1e-15);
        Assert.Equal(Math.Sqrt(8) * Math.Abs(Math.Sin(angle / 2)), loop.Distance, 1e-14);
    }

    [Fact]
    public void The_product_is_in_the_order_of_the_walk()
    {
        Matrix first = Plane(1, 2, 3, 4), second = Plane(0, 1, 5, -1);
        var network = new Coboundary([2, 2], [EdgeMaps.Prediction(0, first, 1), EdgeMaps.Prediction(1, second, 0)]);
        var expected = Matrices.Product(Matrices.Of(second), Matrices.Of(first));

        Assert.Equal(expected, Matrices.Of(Loop.Around(network, 0, 1).Monodromy));
    }

    [Fact]
    public void Every_loop_is_found_once_and_begun_where_it_is_narrowest()
    {
        var loops = Loop.Shortest(Recurrent(0));

        // Forward edges i → i + 1 are numbered i; then 2 → 1, 6 → 3, 8 → 7, 0 → 4, 2 → 9, 5 → 2.
        Assert.Equal(
            ["1,9", "4,14,2,3", "4,5,10,3", "7,11"],
            loops.Select(loop => string.Join(',', loop.Edges)).Order());
        Assert.All(loops, loop => Assert.Equal(2, loop.Monodromy.Rows));
    }

    [Fact]
    public void Closing_a_path_makes_its_loop_the_identity()
    {
        var rng = new Rng(8);
        Matrix wide = Matrices.Draw(rng, 5, 3), narrow = Matrices.Draw(rng, 2, 5);
        var both = Loop.Close(wide, narrow);

        Assert.Equal(0, Gap(Loop.Close(wide).Times(wide), Matrix.Identity(3)), 1e-13);
        Assert.Equal(0, Gap(narrow.Times(wide).Times(both), Matrix.Identity(2)), 1e-13);
    }

    [Fact]
    public void A_walk_that_breaks_off_is_refused() => Assert.Equal(
        "Edge 4 of a loop must begin at vertex 3, but is 4.",
        Assert.Throws<ArgumentException>(() => Loop.Around(Recurrent(0), 2, 4, 14)).Message);

    private static double Gap(Matrix a, Matrix b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Rows; i++)
            for (var j = 0; j < a.Columns; j++)
                sum += Math.Pow(a[i, j] - b[i, j], 2);
        return Math.Sqrt(sum);
    }
}

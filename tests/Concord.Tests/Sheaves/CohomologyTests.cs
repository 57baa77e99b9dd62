using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tests.Reference;
using Xunit;
using static Concord.Tests.Sheaves.SampleNetworks;

namespace Concord.Tests.Sheaves;

public sealed class CohomologyTests
{
    [Fact]
    public void On_random_sheaves_bases_are_orthonormal_kernels_and_dimensions_fit_the_index()
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            var sheaf = SampleNetworks.Random(seed);
            var cohomology = Cohomology.Of(sheaf);

            Assert.Equal(
                sheaf.VertexStalks.Sum() - sheaf.EdgeStalks.Sum(), cohomology.H0.Rows - cohomology.H1.Rows);
            Assert.Equal(sheaf.Columns - RowSpace.Of(sheaf.ToDense(), 1e-9).Rank, cohomology.H0.Rows);
            AssertKernel(sheaf, cohomology.H0);
            AssertKernel(new TransposedMap(sheaf), cohomology.H1);
        }
    }

    [Fact]
    public void Products_alone_find_both_of_the_same_size()
    {
        for (var seed = 0UL; seed < 30; seed++)
        {
            var sheaf = SampleNetworks.Random(seed);
            var h0 = NullSpace.Of(sheaf, new Rng(seed), 100).Basis;
            var h1 = NullSpace.Of(new TransposedMap(sheaf), new Rng(seed), 100).Basis;

            Assert.Equal(sheaf.Index, h0.Rows - h1.Rows);
            Assert.Equal(Cohomology.Of(sheaf).H0.Rows, h0.Rows);
        }
    }

    [Fact]
    public void The_spectrum_is_that_of_the_Laplacian()
    {
        foreach (var name in SampleSheaves.Names)
        {
            var expected = new Spectrum(SampleSheaves.Dense(SampleSheaves.All[name]).Laplacian()).Values.Order();

            Assert.Equal(
                expected.Select(value => Math.Round(value, 9) + 0.0),
                Cohomology.Of(Coboundary.Of(SampleSheaves.All[name])).Spectrum.Select(value => Math.Round(value, 9)));
        }
    }

    [Fact]
    public void A_tree_of_predictions_can_hold_any_error_and_one_section_for_each_number_of_its_root()
    {
        var rng = new Rng(2);
        var tree = new Coboundary(
            [3, 2, 4, 5, 1],
            [
                EdgeMaps.Prediction(0, Matrices.Draw(rng, 2, 3), 1),
                EdgeMaps.Prediction(0, Matrices.Draw(rng, 4, 3), 2),
                EdgeMaps.Prediction(1, Matrices.Draw(rng, 5, 2), 3),
                EdgeMaps.Prediction(2, Matrices.Draw(rng, 1, 4), 4),
            ]);

        var cohomology = Cohomology.Of(tree);

        Assert.Equal((3, 0), (cohomology.H0.Rows, cohomology.H1.Rows));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.3, 0)]
    [InlineData(Math.PI, 0)]
    public void Two_layers_that_predict_each_other_agree_where_their_loop_is_the_identity(double angle, int dimensions)
    {
        var forward = Plane(2, 1, 0, -3);
        var loop = new Coboundary(
            [2, 2],
            [EdgeMaps.Prediction(0, forward, 1), EdgeMaps.Prediction(1, Turn(angle).Times(Loop.Close(forward)), 0)]);

        var cohomology = Cohomology.Of(loop);

        Assert.Equal((dimensions, dimensions), (cohomology.H0.Rows, cohomology.H1.Rows));
    }

    [Fact]
    public void Maps_that_are_not_finite_are_refused() => Assert.Equal(
        "A matrix to decompose must be finite, but is not.",
        Assert.Throws<ArgumentException>(
            () => Cohomology.Of(new Coboundary([1, 1], [EdgeMaps.Prediction(0, Times(double.NaN), 1)]))).Message);

    private static void AssertKernel(ILinearMap map, Matrix basis)
    {
        var image = new double[map.Rows];
        for (var k = 0; k < basis.Rows; k++)
        {
            map.Times(basis.Row(k), image);
            Assert.All(image, value => Assert.Equal(0, value, 1e-12));
            for (var l = 0; l < basis.Rows; l++)
                Assert.Equal(k == l ? 1 : 0, Matrices.Dot([.. basis.Row(k)], [.. basis.Row(l)]), 1e-12);
        }
    }
}

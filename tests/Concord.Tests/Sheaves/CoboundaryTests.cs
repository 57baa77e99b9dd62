using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Sheaves;

public sealed class CoboundaryTests
{
    public static TheoryData<string> Names => [.. SampleSheaves.Names];

    [Theory, MemberData(nameof(Names))]
    public void Its_products_are_those_of_the_dense_matrix(string name)
    {
        var sheaf = SampleSheaves.All[name];
        var dense = SampleSheaves.Dense(sheaf).Coboundary;
        var sparse = Coboundary.Of(sheaf);
        var rng = new Rng(6);
        double[] x = [.. Matrices.Draw(rng, 1, sparse.Columns).Row(0)];
        double[] y = [.. Matrices.Draw(rng, 1, sparse.Rows).Row(0)];
        double[] forth = new double[sparse.Rows], back = new double[sparse.Columns];

        sparse.Times(x, forth);
        sparse.TransposedTimes(y, back);

        AssertNear(Matrices.Apply(dense, x), forth, 1e-12);
        AssertNear(Matrices.Apply(Matrices.Transposed(dense), y), back, 1e-12);
    }

    [Fact]
    public void Learned_maps_of_low_rank_are_read_off_for_each_sample()
    {
        using var tape = new Tape(recording: false);
        // Of these sizes maps stay factors, which only products can read.
        const int stalk = 48, edge = 24, slots = 4, rank = 8;
        var layout = SheafLayout.Uniform(3, stalk, slots, edge, [new(0, 0, 1, 1), new(1, 0, 2, 3), new(2, 2, 0, 2)]);
        Tensor Draw(ulong seed, Shape shape) => tape.Input(SampleSheaves.Draw(shape.Size, seed), shape);
        var bound = BoundSheaf.BindLowRank(
            layout, Draw(1, [1, edge, stalk]), Draw(2, [6, slots * edge * rank]), Draw(3, [6, slots * stalk * rank]),
            rank, [0, 1, 2, 3, 4, 5], samples: 2);
        var z = Draw(4, [2, layout.StateSize]);
        var expected = SampleSheaves.Exact(bound.Coboundary(z).Values);

        for (var sample = 0; sample < 2; sample++)
        {
            var edges = new double[layout.EdgeSizeTotal];
            Coboundary.Of(bound, sample).Times(
                SampleSheaves.Exact(z.Values.Slice(sample * layout.StateSize, layout.StateSize)), edges);
            AssertNear(expected[(sample * edges.Length)..((sample + 1) * edges.Length)], edges, 1e-3);
        }
    }

    [Fact]
    public void A_prediction_is_the_target_minus_what_the_source_says()
    {
        var network = new Coboundary([1, 2], [EdgeMaps.Prediction(0, new Matrix(2, 1) { [0, 0] = 3, [1, 0] = -1 }, 1)]);
        var error = new double[2];

        network.Times([2, 10, 20], error);

        Assert.Equal([10 - 6, 20 + 2], error);
    }

    [Fact]
    public void Maps_that_do_not_fit_are_refused() => Assert.Equal(
        "The map of vertex 1 on edge 0 must be 2 by 3, but is 2 by 1.",
        Assert.Throws<ArgumentException>(
            () => new Coboundary([2, 3], [new(0, new Matrix(2, 2), 1, new Matrix(2, 1))])).Message);

    private static void AssertNear(double[] expected, double[] actual, double bound)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], bound);
    }
}

using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Sheaves;

public sealed class SheafProductTests
{
    private const int Samples = 3;

    public static TheoryData<string> Names => [.. SampleSheaves.Names];

    [Theory, MemberData(nameof(Names))]
    public void The_dense_coboundary_is_that_of_the_definition(string name)
    {
        var sheaf = SampleSheaves.All[name];
        var expected = SampleSheaves.Dense(sheaf).Coboundary;
        var actual = sheaf.DenseCoboundary();

        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.Rows, actual.Columns));
        for (var i = 0; i < actual.Rows; i++)
            for (var j = 0; j < actual.Columns; j++)
                Assert.Equal(expected[i, j], actual[i, j]);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_coboundary_read_off_a_bound_sheaf_is_the_same_to_the_bit(string name)
    {
        using var tape = new Tape();
        var sheaf = SampleSheaves.All[name];
        var read = Assert.Single(DenseForm.Coboundaries(sheaf.On(tape, Samples)));
        var stated = sheaf.DenseCoboundary();

        for (var i = 0; i < stated.Rows; i++)
            Assert.Equal(stated.Row(i).ToArray(), read.Row(i).ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void All_products_are_those_of_the_dense_matrix(string name)
    {
        using var tape = new Tape(recording: false);
        var sheaf = SampleSheaves.All[name];
        var bound = sheaf.On(tape, Samples);
        var dense = SampleSheaves.Dense(sheaf);
        int state = sheaf.Layout.StateSize, edges = sheaf.Layout.EdgeSizeTotal;
        var z = tape.Input(SampleSheaves.Draw(Samples * state, 1), [Samples, state]);
        var y = tape.Input(SampleSheaves.Draw(Samples * edges, 2), [Samples, edges]);

        for (var b = 0; b < Samples; b++)
        {
            var zb = SampleSheaves.Exact(z.Values.Slice(b * state, state));
            var yb = SampleSheaves.Exact(y.Values.Slice(b * edges, edges));
            AssertNear(Matrices.Apply(dense.Laplacian(), zb), bound.Laplacian(z).Values.Slice(b * state, state));
            AssertNear(Matrices.Apply(dense.Coboundary, zb), bound.Coboundary(z).Values.Slice(b * edges, edges));
            var back = Matrices.Apply(Matrices.Transposed(dense.Coboundary), yb);
            AssertNear(back, bound.Adjoint(y).Values.Slice(b * state, state));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_Laplacian_is_symmetric_and_never_negative(string name)
    {
        using var tape = new Tape(recording: false);
        var bound = SampleSheaves.All[name].On(tape);
        var state = bound.Layout.StateSize;
        for (var seed = 0UL; seed < 20; seed++)
        {
            var a = tape.Input(SampleSheaves.Draw(state, seed), [state]);
            var b = tape.Input(SampleSheaves.Draw(state, seed + 100), [state]);
            double left = Dot(a, bound.Laplacian(b)), right = Dot(b, bound.Laplacian(a));

            Assert.Equal(left, right, 1e-4 * (1 + Math.Abs(left)));
            Assert.True(Dot(a, bound.Laplacian(a)) >= -1e-5);
        }
    }

    [Fact]
    public void Two_samples_may_have_maps_of_their_own()
    {
        using var tape = new Tape(recording: false);
        var layout = SheafLayout.Uniform(2, 2, 1, 1, [new Joint(0, 0, 1, 0)]);
        var maps = tape.Input([1, 0, 0, 2], [2, 2]);
        var sheaf = BoundSheaf.Bind(layout, maps, [0, 0, 0, 1], samples: 2);

        var read = DenseForm.Coboundaries(sheaf);

        Assert.Equal(2, read.Length);
        Assert.Equal([1, 0, -1, 0], read[0].Row(0).ToArray());
        Assert.Equal([1, 0, 0, -2], read[1].Row(0).ToArray());
    }

    private static double Dot(Tensor a, Tensor b) =>
        Matrices.Dot(SampleSheaves.Exact(a.Values), SampleSheaves.Exact(b.Values));

    private static void AssertNear(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var bound = 1e-5 * (1 + expected.Select(Math.Abs).Append(0).Max());
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], bound);
    }
}

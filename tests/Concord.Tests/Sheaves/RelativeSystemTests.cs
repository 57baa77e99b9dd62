using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tests.Reference;
using Xunit;
using static Concord.Tests.Sheaves.SampleNetworks;

namespace Concord.Tests.Sheaves;

public sealed class RelativeSystemTests
{
    [Fact]
    public void A_chain_of_springs_rests_where_it_should()
    {
        // ½(h − x)² + ½(y − 2h)² with x = ±1 and y = ±4 is least at h = ±9/5.
        var chain = new Coboundary(
            [1, 1, 1], [EdgeMaps.Prediction(0, Times(1), 1), EdgeMaps.Prediction(1, Times(2), 2)]);
        var states = new Matrix(2, 3) { [0, 0] = 1, [0, 1] = 77, [0, 2] = 4, [1, 0] = -1, [1, 2] = -4 };

        var rest = new RelativeSystem(chain, 0, 2).Settle(states);

        Assert.True(rest.IsExact);
        AssertNear([1, 1.8, 4], rest.States.Row(0).ToArray());
        AssertNear([0.8, 0.4], rest.Residuals.Row(0).ToArray());
        AssertNear([0.8, 0.4], rest.Loads());
        AssertNear([1, 1.8, 4], rest.Activations());
        AssertNear([0.8, 0.72], rest.Overlaps());
        Assert.Equal(0.4, rest.Energy, 1e-12);
        Assert.Equal((-0.8, -0.72), (Math.Round(rest.Gradient(0)[0, 0], 12), Math.Round(rest.Gradient(1)[0, 0], 12)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Products_alone_give_what_the_dense_decomposition_gives(ulong seed)
    {
        var network = Recurrent(seed);
        var system = new RelativeSystem(network, 0, 9);
        var relative = Cohomology.Of(system.Relative, 1e-12);

        var rest = system.Settle(Matrices.Draw(new Rng(seed + 10), 4, network.Columns));

        Assert.True(rest.IsExact);
        Assert.Equal(0, relative.H0.Rows);
        Assert.Equal(system.Relative.Rows - system.Relative.Columns, relative.H1.Rows);
        for (var sample = 0; sample < 4; sample++)
        {
            var harmonic = new double[network.Rows];
            foreach (var k in Enumerable.Range(0, relative.H1.Rows))
            {
                var along = Matrices.Dot([.. relative.H1.Row(k)], [.. rest.Demands.Row(sample)]);
                for (var i = 0; i < harmonic.Length; i++)
                    harmonic[i] += along * relative.H1[k, i];
            }
            AssertNear(harmonic, rest.Residuals.Row(sample).ToArray());
            var removable = rest.Demands.Row(sample).ToArray().Zip(harmonic, (b, r) => b - r);
            Assert.Equal(0, Matrices.Dot([.. removable], [.. rest.Residuals.Row(sample)]), 1e-11);
        }
    }

    [Fact]
    public void Where_many_states_are_equally_good_it_takes_the_shortest()
    {
        // Two vertices in a loop that agrees with itself, to which the third says nothing but zero.
        var network = new Coboundary(
            [1, 1, 1],
            [
                EdgeMaps.Prediction(1, Times(2), 2), EdgeMaps.Prediction(2, Times(0.5), 1),
                EdgeMaps.Prediction(0, Times(0), 1),
            ]);
        var system = new RelativeSystem(network, 0, 1);
        var free = new RelativeSystem(network, 0);

        Assert.Equal(0, Cohomology.Of(system.Relative).H0.Rows);
        AssertNear([3, 5, 10], system.Settle(new Matrix(1, 3) { [0, 0] = 3, [0, 1] = 5 }).States.Row(0).ToArray());
        AssertNear([3, 0, 0], free.Settle(new Matrix(1, 3) { [0, 0] = 3 }).States.Row(0).ToArray());
    }

    [Fact]
    public void The_gradient_is_that_of_the_energy_at_rest()
    {
        var network = Recurrent(5);
        var states = Matrices.Draw(new Rng(1), 3, network.Columns);
        var system = new RelativeSystem(network, 0, 9);
        var rest = system.Settle(states);

        for (var e = 0; e < network.Edges.Count; e++)
        {
            var gradient = rest.Gradient(e);
            for (var i = 0; i < gradient.Rows; i++)
                for (var j = 0; j < gradient.Columns; j++)
                    Assert.Equal(Derivative(network, system, states, (e, i, j)), gradient[i, j], 1e-12);
        }
    }

    [Fact]
    public void A_vertex_that_does_not_exist_cannot_be_held() => Assert.Equal(
        "A held vertex must lie between 0 and 9, but is 10.",
        Assert.Throws<ArgumentException>(() => new RelativeSystem(Recurrent(0), 10)).Message);

    [Fact]
    public void States_of_another_size_are_refused() => Assert.Equal(
        "The states must hold 28 numbers a sample, but is 3.",
        Assert.Throws<ArgumentException>(() => new RelativeSystem(Recurrent(0), 0).Settle(new Matrix(1, 3))).Message);

    [Fact]
    public void Weights_that_are_not_finite_leave_no_exact_rest()
    {
        var network = new Coboundary([1, 1], [EdgeMaps.Prediction(0, Times(double.NaN), 1)]);

        Assert.False(new RelativeSystem(network, 0).Settle(new Matrix(1, 2) { [0, 0] = 1 }).IsExact);
    }

    // With M = DᵀD, z = −M⁻¹Dᵀb and r = Dz + b, all differentiated: dE = rᵀ(dD z + db + D dz), where
    // M dz = −dDᵀ r − Dᵀ(dD z + db). By elimination, and without using that rᵀD is zero.
    private static double Derivative(
        Coboundary network, RelativeSystem system, Matrix states, (int Edge, int Row, int Column) entry)
    {
        var dense = Matrices.Of(system.Relative.ToDense());
        var across = Matrices.Transposed(dense);
        var gram = Matrices.Product(across, dense);
        int source = network.Edges[entry.Edge].V, row = network.EdgeStalks.Take(entry.Edge).Sum() + entry.Row;
        var first = network.VertexStalks[0];
        var column = network.VertexStalks.Take(source).Sum() + entry.Column;
        var sum = 0.0;
        for (var sample = 0; sample < states.Rows; sample++)
        {
            var state = states.Row(sample).ToArray();
            Array.Clear(state, first, dense.GetLength(1));
            var demand = Matrices.Apply(Matrices.Of(network.ToDense()), state);
            var z = LinearSystem.Solve(gram, [.. Matrices.Apply(across, demand).Select(value => -value)])!;
            z.CopyTo(state, first);
            var residual = Matrices.Apply(Matrices.Of(network.ToDense()), state);
            var change = new double[residual.Length];
            change[row] = -state[column];
            var right = Matrices.Apply(across, change).Select(value => -value).ToArray();
            if (source is not (0 or 9))
                right[column - first] += residual[row];
            var dz = Matrices.Apply(dense, LinearSystem.Solve(gram, right)!);
            sum += Matrices.Dot(residual, [.. change.Zip(dz, (a, b) => a + b)]);
        }
        return sum / states.Rows;
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-11);
    }
}

using Concord.Lab.Papers;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Xunit;

namespace Concord.Tests.Sheaves;

public sealed class ScreeningTests
{
    [Theory]
    [InlineData(10, 0, 66.1)]
    [InlineData(10, 0.33, 45.7)]
    [InlineData(10, 1.2, 9.12)]
    [InlineData(10, Math.PI, 4.0 / 3)]
    [InlineData(3, 0.8, 7.2615)]
    public void The_closed_form_is_the_spectrum_of_the_network(int layers, double angle, double condition)
    {
        var network = new Contradiction { Angle = angle, Layers = layers }.Network(new Rng(4));
        var cohomology = Cohomology.Of(new RelativeSystem(network, 0, layers + 1).Relative);
        var closed = Screening.Spectrum(layers, angle);

        for (var k = 0; k < closed.Count; k++)
        {
            Assert.Equal(closed[k], cohomology.Spectrum[2 * k], 1e-12);
            Assert.Equal(closed[k], cohomology.Spectrum[(2 * k) + 1], 1e-12);
        }
        Assert.Equal(condition, cohomology.Condition, 0.01 * condition);
        Assert.Equal((0, 4 * layers - 2 * layers), (cohomology.H0.Rows, cohomology.H1.Rows));
    }

    [Theory]
    [InlineData(0.33)]
    [InlineData(1.0)]
    public void What_enters_a_long_chain_decays_at_the_closed_rate(double angle)
    {
        const int layers = 120;
        var network = new Contradiction { Angle = angle, Layers = layers }.Network(new Rng(4));
        var held = new Matrix(1, network.Columns) { [0, 0] = 1, [0, 1] = -2 };

        var activations = new RelativeSystem(network, 0, layers + 1).Settle(held).Activations();

        for (var layer = 3; layer < 20; layer++)
            Assert.Equal(Screening.Decay(angle), Math.Log(activations[layer] / activations[layer + 1]), 1e-6);
    }

    [Fact]
    public void The_reach_is_about_two_over_the_angle()
    {
        Assert.Equal(20, Screening.Reach(0.1), 0.02);
        Assert.Equal(5, Screening.Reach(0.4), 0.1);
        Assert.Equal(0, Screening.Reach(Math.PI));
        Assert.Equal(double.PositiveInfinity, Screening.Reach(0));
    }
}

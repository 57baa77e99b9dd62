using Concord.Lab.Papers;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Xunit;

namespace Concord.Tests.Lab.Papers;

public sealed class LoopedRelaxationTests
{
    [Fact]
    public void Without_multipliers_it_comes_to_the_exact_rest()
    {
        var (system, states) = Problem(0.4);
        var exact = system.Settle(states);

        var relaxed = new LoopedRelaxation { Cycles = 4000, Alpha = 0 }.Settle(system, states);

        Assert.Equal(0, Gap(exact.States, relaxed.States), 1e-9);
        Assert.Equal(0, Gap(exact.Residuals, relaxed.Residuals), 1e-9);
    }

    [Theory]
    [InlineData(LoopCare.None, 0.5, true)]
    [InlineData(LoopCare.Leak, 0.5, false)]
    [InlineData(LoopCare.Spanning, 0.5, false)]
    [InlineData(LoopCare.Projection, 0.5, false)]
    [InlineData(LoopCare.None, 0.0, false)]
    public void Multipliers_grow_only_where_nothing_is_done_about_a_contradiction(
        LoopCare care, double angle, bool grows)
    {
        var (system, states) = Problem(angle);
        double After(int cycles) =>
            new LoopedRelaxation { Cycles = cycles, Care = care }.Settle(system, states).Residuals.Norm();
        var ratio = After(8000) / After(4000);
        if (grows)
            Assert.InRange(ratio, 1.8, 2.2);
        else
            Assert.InRange(ratio, 0.9, 1.1);
    }

    [Fact]
    public void A_spanning_tree_of_a_chain_gives_back_propagation()
    {
        // Without feedback all edges span, and λ of the hidden ones becomes −∂loss/∂h.
        var network = new Contradiction { Layers = 3 }.Network(new Rng(1));
        var chain = new Coboundary(network.VertexStalks, [.. network.Edges.Take(4)]);
        var states = new Matrix(1, chain.Columns) { [0, 0] = 1, [0, 8] = 0.3, [0, 9] = 0.7 };
        var system = new RelativeSystem(chain, 0, 4);

        var relaxed = new LoopedRelaxation { Cycles = 20_000, Care = LoopCare.Spanning }.Settle(system, states);

        var forward = chain.Edges.Aggregate(new double[] { 1, 0 }, (h, edge) => Times(edge.MapV, h));
        double[] error = [0.3 - forward[0], 0.7 - forward[1]];
        for (var e = 3; e >= 0; e--)
        {
            Assert.Equal(error[0], relaxed.Residuals[0, 2 * e], 1e-8);
            Assert.Equal(error[1], relaxed.Residuals[0, (2 * e) + 1], 1e-8);
            var back = new double[2];
            chain.Edges[e].MapV.TransposedTimes(error, back);
            error = back;
        }
    }

    private static (RelativeSystem System, Matrix States) Problem(double angle)
    {
        var network = new Contradiction { Angle = angle, Layers = 3 }.Network(new Rng(1));
        var states = new Matrix(1, network.Columns) { [0, 0] = 1, [0, 8] = 0.3, [0, 9] = 0.7 };
        return (new RelativeSystem(network, 0, 4), states);
    }

    private static double[] Times(Matrix matrix, double[] x)
    {
        var y = new double[matrix.Rows];
        matrix.Times(x, y);
        return y;
    }

    private static double Gap(Matrix a, Matrix b)
    {
        var gap = 0.0;
        for (var i = 0; i < a.Rows; i++)
            for (var j = 0; j < a.Columns; j++)
                gap = Math.Max(gap, Math.Abs(a[i, j] - b[i, j]));
        return gap;
    }
}

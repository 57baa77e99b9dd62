using Concord.Lab.Papers;
using Concord.Predictive;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Predictive;

/// <summary>Networks in which predictions go round, against the same relaxation in double precision.</summary>
public sealed class LoopTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void ANetworkWithLoopsRelaxesAsItsSheafDoes(float alpha)
    {
        const int Cycles = 30;
        var sheaf = new Contradiction { Angle = 0.7, Layers = 3 }.Network(new Rng(4));
        var system = new RelativeSystem(sheaf, 0, 4);
        var states = new Matrix(1, sheaf.Columns) { [0, 0] = 1, [0, 1] = -0.5, [0, 8] = 0.3, [0, 9] = 0.7 };
        var expected = new LoopedRelaxation { Cycles = Cycles, Alpha = alpha }.Settle(system, states);

        var parameters = new Parameters();
        var network = Copy(sheaf, parameters);
        Assert.False(network.IsFeedforward);
        using var weights = Weights(sheaf, parameters);
        using var tape = new Tape();
        tape.Bind(parameters, weights);
        var activities = new Activities(network);
        activities.Begin(tape, tape.Input([1, -0.5f], [1, 2]), tape.Input([0.3f, 0.7f], [1, 2]));
        activities.Relax(new Relaxation
        {
            Cycles = Cycles,
            Alpha = alpha,
            Step = (float)(1 / Cohomology.Of(system.Relative).Spectrum[^1]),
        });

        for (var v = 1; v < 4; v++)
            for (var i = 0; i < 2; i++)
                Assert.Equal(expected.States[0, (2 * v) + i], activities.H[v].Values[i], 1e-4);
        for (var e = 0; e < sheaf.Edges.Count; e++)
            for (var i = 0; i < 2; i++)
                Assert.Equal(expected.Residuals[0, (2 * e) + i], activities.Error[e].Values[i], 1e-3);
    }

    [Fact]
    public void TheSheafOfALinearNetworkIsTheNetwork()
    {
        var sheaf = new Contradiction { Angle = 0.7, Layers = 3 }.Network(new Rng(4));
        var parameters = new Parameters();
        var network = Copy(sheaf, parameters);
        using var weights = Weights(sheaf, parameters);
        using var tape = new Tape();
        tape.Bind(parameters, weights);

        var (copy, states) = NetworkSheaf.Of(
            network, tape.Input([1, -0.5f], [1, 2]), tape.Input([0.3f, 0.7f], [1, 2]));

        for (var e = 0; e < sheaf.Edges.Count; e++)
            if (sheaf.Edges[e].V > 0)
                for (var i = 0; i < 4; i++)
                    Assert.Equal(sheaf.Edges[e].MapV[i / 2, i % 2], copy.Edges[e].MapV[i / 2, i % 2], 1e-6);
        // The target's stalk is held at y less what the forward path makes of x.
        double[] h = [1, -0.5];
        foreach (var edge in sheaf.Edges.Take(4))
        {
            var next = new double[2];
            edge.MapV.Times(h, next);
            h = next;
        }
        Assert.Equal(0.3 - h[0], states[0, states.Columns - 2], 1e-6);
        Assert.Equal(0.7 - h[1], states[0, states.Columns - 1], 1e-6);
    }

    [Fact]
    public void BackPropagationRefusesLoops()
    {
        var network = Copy(new Contradiction { Layers = 3 }.Network(new Rng(4)), new Parameters());
        var refused = Assert.Throws<ArgumentException>(() => new BackPropagation().Open(network));
        Assert.Contains("must predict every vertex once and have no cycle", refused.Message);
    }

    private static PredictiveNetwork Copy(Coboundary sheaf, Parameters parameters) => new(
        sheaf.VertexStalks,
        sheaf.Edges.Select((edge, e) => new LayerEdge(
            edge.V, edge.U, new DensePredictor(parameters, $"{e}", 2, 2, new PredictorForm(Activation.None)))),
        parameters);

    // A kernel is [in, out], a map [out, in].
    private static Block Weights(Coboundary sheaf, Parameters parameters)
    {
        var weights = new Block(parameters.Count);
        foreach (var (e, edge) in sheaf.Edges.Index())
            for (var i = 0; i < 4; i++)
                weights.Span[parameters.Entries[e].Offset + i] = (float)edge.MapV[i % 2, i / 2];
        return weights;
    }
}

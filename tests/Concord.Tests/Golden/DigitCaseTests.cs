using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>Two 12×12 images with random weights: every iteration, loss and gradient against PyTorch in float64.
/// </summary>
public sealed class DigitCaseTests
{
    private const int Samples = 2, Iterations = 6;

    [Fact]
    public void The_count_of_parameters_is_that_of_the_release() =>
        Assert.Equal(1_081_835, new DigitSheafModel(new()).Parameters.Count);

    [Fact]
    public void The_graph_is_that_of_the_case()
    {
        var file = Case();
        var lattice = DigitViews.LatticeOf(12, 12);
        Assert.Equal(
            file.Longs("graph/centers"), (long[])[.. lattice.Centres.SelectMany(c => new long[] { c.Y, c.X })]);
        Assert.Equal(file.Longs("graph/edges"), (long[])[.. lattice.Joints.SelectMany(j => new long[] { j.U, j.V })]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void States_and_logits_follow_the_case(bool recording)
    {
        var file = Case();
        var (model, weights, views) = Load(file);
        using var tape = new Tape(recording);
        tape.Bind(model.Parameters, weights);
        Near(file.Floats("input/encoder"), views.PerAgent(views.Patches(tape)), "patches", 0);
        var solver = model.Prepare(tape, views, out var state);
        var agents = (DiagonalAgents)solver.Agents;
        Near(Part(file, "f64/enc/h", 0, 1), state.X, "h");
        Near(Part(file, "f64/enc/Q", 0, 1), agents.Curvature, "Q");
        Near(Part(file, "f64/enc/q", 0, 1), agents.Slope, "q");
        Assert.Equal(file.Doubles("f64/rho")[0], state.Penalty.Scalar, 1e-6);
        for (var k = 0; k < Iterations; k++)
        {
            state = solver.Step(state);
            Near(Part(file, "f64/x", k, Iterations), state.X, $"x at {k}");
            Near(Part(file, "f64/z", k, Iterations), state.Z, $"z at {k}");
            Near(Part(file, "f64/u", k, Iterations), state.U, $"u at {k}");
            if (k >= Iterations - model.Window)
                Near(
                    Part(file, "f64/logits", k - Iterations + model.Window, model.Window),
                    model.Decode(tape, views, state.X), $"logits at {k}");
        }
        var answer = new DigitAnswer();
        answer.Read(views, model.Decode(tape, views, state.X));
        var shares = file.Doubles("f64/assembled");
        for (var sample = 0; sample < Samples; sample++)
            Assert.Equal(IndexOfMax(shares.AsSpan(sample * views.Classes, views.Classes)), answer.Of(sample));
    }

    [Fact]
    public void Loss_and_gradients_agree_with_autograd()
    {
        var file = Case();
        var (model, weights, views) = Load(file);
        GradientCase.Check(file, model, weights, views, Iterations);
    }

    private static SafetensorsFile Case() => SafetensorsFile.Read(SharedData.Require("cases/digitsL.safetensors"));

    private static (DigitSheafModel Model, Block Weights, DigitViews Views) Load(SafetensorsFile file)
    {
        var model = new DigitSheafModel(new());
        var views = new DigitViews();
        byte[] labels = [.. file.Longs("input/labels").Select(label => (byte)label)];
        views.Read(DigitViews.LatticeOf(12, 12), Samples, file.Floats("input/data"), labels);
        return (model, WeightFiles.Read(file.Path, model.Parameters, "param/"), views);
    }

    private static float[] Part(SafetensorsFile file, string name, int part, int parts)
    {
        var all = file.Doubles(name);
        var size = all.Length / parts;
        return [.. all.Skip(part * size).Take(size).Select(number => (float)number)];
    }

    private static int IndexOfMax(ReadOnlySpan<double> values) =>
        System.Numerics.Tensors.TensorPrimitives.IndexOfMax(values);

    private static void Near(float[] expected, Tensor actual, string what, double tolerance = 1e-4) =>
        AgentsFirst.Near(tolerance, expected, actual, Samples, what);
}

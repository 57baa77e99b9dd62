using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>Two Sudokus with random weights: every iteration, loss and gradient against PyTorch in float64.</summary>
public sealed class SudokuCaseTests
{
    private const int Samples = 2, Iterations = 6;

    [Fact]
    public void The_models_have_as_many_parameters_as_the_release()
    {
        Assert.Equal(543_025, new SudokuSheafModel(new()).Parameters.Count);
        Assert.Equal(2_029_233, new SudokuSheafModel(new() { Rank = 4 }).Parameters.Count);
    }

    [Fact]
    public void Parameters_come_in_the_order_of_the_reference()
    {
        var manifest = File.ReadAllText(SharedData.Require("cases/sudokuL.json"));
        using var json = System.Text.Json.JsonDocument.Parse(manifest);
        Assert.Equal(
            json.RootElement.GetProperty("parameter_order").EnumerateArray().Select(name => name.GetString()),
            new SudokuSheafModel(new()).Parameters.Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void States_and_logits_follow_the_trace(bool recording)
    {
        var (file, model, weights, views) = Load();
        using var tape = new Tape(recording);
        tape.Bind(model.Parameters, weights);
        var solver = model.Prepare(tape, views, out var state);
        var agents = (DiagonalAgents)solver.Agents;
        Near(2e-5, Singles(file, "f64/enc/h"), state.X, "h");
        Near(2e-5, Singles(file, "f64/enc/Q"), agents.Curvature, "Q");
        Near(2e-5, Singles(file, "f64/enc/q"), agents.Slope, "q");
        Assert.Equal(file.Doubles("f64/rho")[0], state.Penalty.Scalar, 1e-6);

        float[] x = Singles(file, "f64/x"), z = Singles(file, "f64/z"), u = Singles(file, "f64/u");
        var logits = Singles(file, "f64/logits");
        for (var k = 0; k < Iterations; k++)
        {
            state = solver.Step(state);
            Near(1e-4, Part(x, k, Iterations), state.X, $"x at {k}");
            Near(1e-4, Part(z, k, Iterations), state.Z, $"z at {k}");
            Near(1e-4, Part(u, k, Iterations), state.U, $"u at {k}");
            if (k >= Iterations - model.Window)
                Near(
                    1e-4, Part(logits, k - Iterations + model.Window, model.Window),
                    model.Decode(tape, views, state.X), $"logits at {k}");
        }

        var answer = new SudokuAnswer();
        answer.Read(views, model.Decode(tape, views, state.X));
        var means = file.Doubles("f64/assembled").Chunk(SudokuViews.Tokens);
        var givens = file.Longs("input/data");
        Assert.Equal(
            means.Select((mean, cell) => givens[cell] > 0 ? givens[cell] : Array.IndexOf(mean, mean.Max())),
            Enumerable.Range(0, Samples).SelectMany(sample => answer.Of(sample).ToArray()).Select(cell => (long)cell));
    }

    [Fact]
    public void Loss_and_gradients_agree_with_autograd()
    {
        var (file, model, weights, views) = Load();
        GradientCase.Check(file, model, weights, views, Iterations);
    }

    private static (SafetensorsFile File, SudokuSheafModel Model, Block Weights, SudokuViews Views) Load()
    {
        var file = SafetensorsFile.Read(SharedData.Require("cases/sudokuL.safetensors"));
        var model = new SudokuSheafModel(new());
        var views = new SudokuViews();
        byte[] tokens = [.. file.Longs("input/data").Select(t => (byte)t)];
        byte[] labels = [.. file.Longs("input/labels").Select(t => (byte)t)];
        views.Read(Samples, tokens, labels);
        return (file, model, WeightFiles.Read(file, model.Parameters, "param/"), views);
    }

    private static float[] Singles(SafetensorsFile file, string name) =>
        [.. file.Doubles(name).Select(number => (float)number)];

    private static ReadOnlySpan<float> Part(float[] all, int part, int parts) =>
        all.AsSpan(all.Length / parts * part, all.Length / parts);

    private static void Near(double tolerance, ReadOnlySpan<float> expected, Tensor actual, string what) =>
        AgentsFirst.Near(tolerance, expected, actual, Samples, what);
}

using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Lab.Tasks;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>
/// The released maze weights on two mazes: every intermediate of twelve iterations, from the JAX release.
/// </summary>
public sealed class MazeTraceTests
{
    private const int Agents = 81, Samples = 2, Stalk = 10;

    [Fact]
    public void The_graph_is_that_of_the_release()
    {
        var batch = Npz.Read(SharedData.Require("goldens/maze/batch.npz"));
        var lattice = new Lattice(19, 19, 3, 2);
        Assert.Equal(batch["centers"].Longs(), (long[])[.. lattice.Centres.SelectMany(c => new long[] { c.Y, c.X })]);
        Assert.Equal(batch["edges"].Longs(), (long[])[.. lattice.Joints.SelectMany(j => new long[] { j.U, j.V })]);
        Assert.Equal(batch["dir_uv"].Longs(), (long[])[.. lattice.Joints.Select(j => (long)j.SlotU)]);
        Assert.Equal(batch["dir_vu"].Longs(), (long[])[.. lattice.Joints.Select(j => (long)j.SlotV)]);
    }

    [Fact]
    public void The_patches_are_those_of_the_release()
    {
        var batch = Npz.Read(SharedData.Require("goldens/maze/batch.npz"));
        var (_, _, views) = Load();
        using var tape = new Tape();
        Near(0, batch["patches"].Floats(), views.PerAgent(views.OneHot(tape)), "patches");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void States_and_logits_follow_the_trace(bool recording)
    {
        var trace = Npz.Read(SharedData.Require("goldens/maze/trace.npz"));
        var (model, weights, views) = Load();
        using var tape = new Tape(recording);
        tape.Bind(model.Parameters, weights);
        var solver = model.Prepare(tape, views, out var state);
        var agents = (DiagonalAgents)solver.Agents;
        Near(1e-5, trace["enc_h"].Floats(), state.X, "h");
        Near(1e-5, trace["enc_q_diag"].Floats(), agents.Curvature, "Q");
        Near(1e-5, trace["enc_q"].Floats(), agents.Slope, "q");
        Near(1e-5, trace["enc_l1_weight"].Floats(), agents.L1!, "l1");
        Near(1e-5, trace["enc_upper"].Floats(), agents.Upper!, "upper");
        Assert.Equal(trace["rho"].Floats()[0], state.Penalty.Scalar, 1e-6f);

        float[] x = trace["x"].Floats(), z = trace["z"].Floats(), u = trace["y"].Floats();
        var logits = trace["logits_per_iter"].Floats();
        const int size = Agents * Samples * Stalk, views9 = Agents * Samples * MazeViews.Features;
        for (var k = 0; k < 12; k++)
        {
            state = solver.Step(state);
            Near(5e-5, x.AsSpan(k * size, size), state.X, $"x at {k}");
            Near(5e-5, z.AsSpan(k * size, size), state.Z, $"z at {k}");
            Near(5e-5, u.AsSpan(k * size, size), state.U, $"u at {k}");
            var guess = model.Decode(tape, views, state.X);
            Near(2e-4, logits.AsSpan(k * views9, views9), guess, $"logits at {k}");
            if (k == 11)
            {
                var answer = new MazeAnswer();
                answer.Read(views, guess);
                Assert.Equal(trace["pred_grid"].Longs(), (long[])[.. answer.Grid.Select(token => (long)token)]);
            }
        }
    }

    private static (MazeSheafModel Model, Block Weights, MazeViews Views) Load()
    {
        var model = new MazeSheafModel(new());
        Assert.Equal(181_859, model.Parameters.Count);
        var weights = WeightFiles.Read(SharedData.Require("goldens/maze/weights.safetensors"), model.Parameters);
        var batch = Npz.Read(SharedData.Require("goldens/maze/batch.npz"));
        var views = new MazeViews();
        byte[] tokens = [.. batch["tokens"].Longs().Select(t => (byte)t)];
        byte[] labels = [.. batch["labels"].Longs().Select(t => (byte)t)];
        views.Read(new Lattice(19, 19, 3, 2), Samples, tokens, labels);
        return (model, weights, views);
    }

    private static void Near(double tolerance, ReadOnlySpan<float> expected, Tensor actual, string what) =>
        AgentsFirst.Near(tolerance, expected, actual, Samples, what);
}

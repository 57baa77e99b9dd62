using Concord.Lab;
using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Lab.Baselines;

public sealed class AutomatonTests
{
    private const int Side = 10, Steps = 3;

    private static readonly DigitSet _digits = DigitSet.Draw(Side, Side, 3, seed: 1);
    private static readonly DigitAutomatonOptions _small = new() { Channels = 3, Hidden = 5, UpdateRate = 1 };

    [Fact]
    public void Loss_and_gradients_are_those_of_the_rule_written_out() =>
        SlowVersion.Agrees(_small.Build(), Read(0, 2), Steps, Slow);

    [Fact]
    public void The_usual_sizes_make_42602_and_84268_parameters()
    {
        Assert.Equal(42_602, new DigitAutomatonOptions().Build().Parameters.Count);
        Assert.Equal(84_268, new MazeAutomatonOptions().Build().Parameters.Count);
    }

    [Fact]
    public void An_untrained_rule_changes_nothing()
    {
        using var weights = _small.Build().Parameters.Draw(new Rng(1));
        Assert.All(States(_small, weights, Read(0, 1)), number => Assert.Equal(0, number));
    }

    [Fact]
    public void Half_of_the_cells_wait_and_which_does_not_depend_on_the_samples_beside()
    {
        var options = _small with { UpdateRate = 0.5 };
        using var weights = Shaken(options);
        var all = States(options, weights, Read(0, 3));
        Assert.Equal(all, (float[])[.. Each(0), .. Each(1), .. Each(2)]);
        Assert.NotEqual(States(options, weights, Read(0, 1)), States(options, weights, Read(0, 1, stream: 7)));
        float[] Each(int sample) => States(options, weights, Read(sample, 1, (ulong)sample));

        var views = new DigitViews();
        views.Read(DigitViews.LatticeOf(99, 99), 1, new float[99 * 99], []);
        using var tape = new Tape();
        var change = tape.Zeros([views.Rows, 2]);
        var draws = new AutomatonDraws();
        double Share(int step) => draws.Awake(change, views, step, 0.5).Values.ToArray().Average();
        Assert.InRange(Share(1), 0.45, 0.55);
        Assert.NotEqual(Share(1), Share(2));
    }

    [Fact]
    public void Without_edges_a_cell_knows_what_it_sees_and_no_more()
    {
        var views = new DigitViews();
        views.Read(DigitViews.LatticeOf(6, 12), 1, [.. Enumerable.Range(0, 72).Select(i => (float)(i % 6 / 3))], []);
        Assert.Equal((2, 8), (views.Distinct, views.Rows));
        var options = _small with { Hidden = 32 };
        using var weights = Shaken(options);
        Assert.Equal(views.Distinct, Kinds(new Disturbance { CutEdges = 1 }));
        Assert.True(Kinds(null) > views.Distinct);
        int Kinds(Disturbance? cut) =>
            States(options, weights, views, cut).Chunk(_small.Channels).DistinctBy(s => (s[0], s[1], s[2])).Count();
    }

    [Fact]
    public void Damage_to_memory_is_refused()
    {
        using var weights = Shaken(_small);
        var refusal = Assert.Throws<ArgumentException>(
            () => States(_small, weights, Read(0, 1), new Disturbance { FlipDual = true }));
        Assert.EndsWith("but the model is nca.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_steps_at_least_than_at_most_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => (_small with { LeastSteps = 26 }).Build());
        Assert.Equal("The fewest steps must be at most 25, but is 26.", refusal.Message);
    }

    // Cell by cell; a cell's places are itself, then north and on clockwise.
    private static double Slow(Func<string, double[]> weights)
    {
        int channels = _small.Channels, hidden = _small.Hidden;
        var lattice = DigitViews.LatticeOf(Side, Side);
        var cost = 0.0;
        for (var sample = 0; sample < 2; sample++)
        {
            double Pixel(int at) => at < 0 ? 0 : _digits.Image(sample)[at] / 255f;
            double[] See(int cell) => [.. Enumerable.Range(0, 9).Select(place => Pixel(lattice.Pixel(cell, place)))];
            double[][] states = [.. Enumerable.Range(0, lattice.Agents).Select(_ => new double[channels])];
            double[] At(int cell) => cell < 0 ? new double[channels] : states[cell];
            double[] Next(int cell)
            {
                double[] around =
                    [.. At(cell), .. Enumerable.Range(0, 8).SelectMany(d => At(lattice.Neighbour(cell, d)))];
                var seen = Layers.Dense(See(cell), weights("cell.seen.kernel"), weights("cell.seen.bias"), 9, y => y);
                var met = Layers.Dense(around, weights("cell.around.kernel"), null, 9 * channels, y => y);
                double[] thought = [.. Entries.Combine(seen, 1, met, 1).Select(y => Math.Max(y, 0))];
                var change = Layers.Dense(
                    thought, weights("cell.change.kernel"), weights("cell.change.bias"), hidden, y => y);
                return Entries.Combine(At(cell), 1, change, 1);
            }

            for (var step = 0; step < Steps; step++)
                states = [.. Enumerable.Range(0, lattice.Agents).Select(Next)];
            var logits = Layers.Dense(
                [.. states.SelectMany(state => state)], weights("decoder.dense.kernel"), weights("decoder.dense.bias"),
                channels, y => y);
            int[] targets = [.. Enumerable.Repeat((int)_digits.Label(sample), lattice.Agents)];
            cost += Layers.CrossEntropy(logits, targets, 10, 0.5 / lattice.Agents)[0];
        }
        return cost;
    }

    private static Block Shaken(DigitAutomatonOptions options)
    {
        var rng = new Rng(2);
        var weights = options.Build().Parameters.Draw(rng);
        foreach (ref var weight in weights.Span)
            weight += (float)(0.2 * rng.Normal());
        return weights;
    }

    private static float[] States(
        DigitAutomatonOptions options, Block weights, DigitViews views, Disturbance? disturbance = null)
    {
        var model = options.Build();
        using var tape = new Tape(recording: false);
        tape.Bind(model.Parameters, weights);
        var watch = disturbance == null ? null : new AgentWatch(views, Steps, null, disturbance, 0);
        var last = new Tensor[1];
        model.Run(tape, views, Steps, last, watch);
        return last[0].Values.ToArray();
    }

    private static DigitViews Read(int first, int count, ulong stream = 0)
    {
        var views = new DigitViews { Stream = stream };
        views.Read(
            DigitViews.LatticeOf(Side, Side), count,
            [.. Enumerable.Range(first, count).SelectMany(i => _digits.Image(i).ToArray()).Select(grey => grey / 255f)],
            [.. Enumerable.Range(first, count).Select(_digits.Label)]);
        return views;
    }
}

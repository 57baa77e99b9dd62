using Concord.Lab.Papers;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Xunit;

namespace Concord.Tests.Lab.Papers;

public sealed class ContradictionTests
{
    private static readonly ulong[] Seeds = [0, 1, 2, 3, 4];

    [Fact]
    public void Where_loops_agree_the_load_is_even_and_all_are_active()
    {
        foreach (var seed in Seeds)
        {
            var start = Start(0, seed);
            var total = 6.5 * start.Loads[0];

            // Two springs side by side between hidden layers, one at each end: 1 + 9/2 + 1 in a row.
            Assert.All(
                start.Loads[1..10].Concat(start.Loads[11..]), load => Assert.Equal(total / 13, load, 1e-12));
            Assert.Equal(total / 6.5, start.Loads[10], 1e-12);
            Assert.All(start.Activations, activation => Assert.InRange(activation, 0.85, 1.7));
        }
        Assert.Equal(0.154, Seeds.Select(seed => Start(0, seed).Loads[5]).Order().ElementAt(2), 0.01);
        Assert.Equal(0.308, Seeds.Select(seed => Start(0, seed).Loads[0]).Order().ElementAt(2), 0.02);
    }

    [Fact]
    public void Where_loops_negate_nothing_gets_past_the_first_layer()
    {
        var start = Start(Math.PI, 0);

        Assert.All(start.Activations[2..10], activation => Assert.Equal(0, activation, 1e-14));
        Assert.All(start.Loads[2..9].Concat(start.Loads[12..19]), load => Assert.Equal(0, load, 1e-14));
        Assert.All(new[] { 0, 1, 9, 10, 11, 19 }, edge => Assert.True(start.Loads[edge] > 0.3));
    }

    [Fact]
    public void Two_columns_stand_for_all_samples()
    {
        var experiment = new Contradiction { Angle = 0.4, Layers = 3, Samples = 50, Steps = 0 };
        var frame = Assert.Single(experiment.Run(new Rng(9)));

        var rng = new Rng(9);
        var network = experiment.Network(rng);
        var states = new Matrix(50, network.Columns);
        for (var k = 0; k < 50; k++)
        {
            var state = states.Row(k);
            (state[0], state[1]) = (rng.Normal(), rng.Normal());
            state[..2].CopyTo(state[8..]);
        }
        var rest = new RelativeSystem(network, 0, 4).Settle(states);

        Assert.Equal(rest.Energy, frame.Energy, 1e-12);
        foreach (var (expected, actual) in rest.Loads().Zip(frame.Loads))
            Assert.Equal(expected, actual, 1e-12);
        foreach (var (expected, actual) in rest.Activations().Zip(frame.Activations))
            Assert.Equal(expected, actual, 1e-12);
    }

    [Theory]
    [InlineData(0, 0, 1e-9)]
    [InlineData(0.33, 1e-7, 1e-3)]
    [InlineData(0.5, 3e-3, 0.1)]
    [InlineData(0.8, 0.4, 1.2)]
    [InlineData(Math.PI, 0.8, 1.2)]
    public void Learning_stops_between_angles_of_a_third_and_a_half(double angle, double least, double most)
    {
        var study = new ContradictionStudy { Angles = [angle], Seeds = Seeds, Rows = [new("exact", null)] };
        var cell = Assert.Single(study.Run(2, null, TestContext.Current.CancellationToken));
        Assert.InRange(cell.Median, least, most);
    }

    [Fact]
    public void A_rate_beyond_all_bounds_ends_the_run_at_the_first_energy_that_is_not_finite()
    {
        var frames = new Contradiction { Angle = 0.4, LearningRate = 1e60, Steps = 100 }.Run(new Rng(0));

        Assert.False(double.IsFinite(frames[^1].Energy));
        Assert.True(frames[^1].Step < 100);
    }

    private static Contradiction.Frame Start(double angle, ulong seed) =>
        new Contradiction { Angle = angle, Steps = 0 }.Run(new Rng(seed))[0];
}

using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>The exact projection where edges and penalties are in units of every size.</summary>
public sealed class ExactUnitsTests
{
    [Theory]
    [InlineData(1, 1e-30f)]
    [InlineData(1, 1e-7f)]
    [InlineData(1e7f, 1)]
    [InlineData(1e-30f, 1e30f)]
    public void Edges_in_other_units_count(float first, float second)
    {
        using var tape = new Tape(recording: false);
        var z = ExactConsensus.Hard(Chain(first, second).On(tape)).Agree(
            tape.Input([20, 22, 27], [1, 3]), tape.Zeros([1, 3]), Penalty.Same(tape, 1));

        foreach (var value in z.Values)
            Assert.Equal(23, value, 1e-5);
    }

    [Theory]
    [InlineData(1e-6f, 1, 1e-6f)]
    [InlineData(1e6f, 1, 1e6f)]
    [InlineData(1e12f, 1, 1e12f)]
    [InlineData(1, 1e12f, 1)]
    [InlineData(1e-12f, 1, 1e12f)]
    public void Penalties_of_every_size_weigh_a_mean(float first, float second, float third)
    {
        using var tape = new Tape(recording: false);
        var rho = tape.Input([first, second, third], [1, 3]);
        var z = ExactConsensus.Hard(Chain(1, 1).On(tape)).Agree(
            tape.Input([20, 22, 27], [1, 3]), tape.Zeros([1, 3]), rho);

        var mean = ((20.0 * first) + (22.0 * second) + (27.0 * third)) / ((double)first + second + third);
        foreach (var value in z.Values)
            Assert.Equal(mean, value, 1e-5);
    }

    private static Sheaf Chain(float first, float second) => new SheafBuilder(1, 1, 1)
        .Join(0, new[,] { { first } }, 1, new[,] { { first } })
        .Join(1, new[,] { { second } }, 2, new[,] { { second } }).Build();
}

using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Tensors;

/// <summary>A seed means the same numbers for ever: known answers, pinned, and moments.</summary>
/// <remarks>
/// The raw words of seed 0 are the published ones of xoshiro256** seeded by SplitMix64; all others were computed from
/// the definitions with Python's integers.
/// </remarks>
public sealed class RngTests
{
    [Theory]
    [InlineData(0, new[] { 0x99ec5f36cb75f2b4UL, 0xbf6e1f784956452aUL, 0x1a5f849d4933e6e0UL, 0x6aa594f1262d2d2cUL })]
    [InlineData(42, new[] { 0x15780b2e0c2ec716UL, 0x6104d9866d113a7eUL, 0xae17533239e499a1UL, 0xecb8ad4703b360a1UL })]
    public void The_words_of_a_seed_are_known(ulong seed, ulong[] words)
    {
        var rng = new Rng(seed);
        Assert.Equal(words, words.Select(_ => rng.Next()));
    }

    [Fact]
    public void A_split_has_known_words_and_does_not_depend_on_what_was_drawn()
    {
        var rng = new Rng(42);
        var fresh = rng.Split(7);
        rng.Next();
        var late = rng.Split(7);
        ulong[] words = [0xadc529a76946668b, 0xfaabac7f39a7cc02];
        Assert.Equal(words, words.Select(_ => fresh.Next()));
        Assert.Equal(words, words.Select(_ => late.Next()));
    }

    [Fact]
    public void Splits_with_many_labels_differ_from_each_other_and_from_the_whole()
    {
        var rng = new Rng(1);
        var first = Enumerable.Range(0, 10_000).Select(label => rng.Split((ulong)label).Next());
        Assert.Equal(10_001, first.Append(rng.Next()).Distinct().Count());
    }

    [Fact]
    public void Draws_of_every_kind_are_known()
    {
        var (below, bits, uniform, normal) = (new Rng(42), new Rng(42), new Rng(42), new Rng(42));
        Assert.Equal([0, 3, 6, 9, 9, 7, 7, 8, 7, 5], Enumerable.Range(0, 10).Select(_ => below.Below(10)));
        Assert.Equal([0, 0, 1, 1, 1, 1, 1, 1, 1, 1], Enumerable.Range(0, 10).Select(_ => bits.Bit()));
        double[] expected = [0.08386297105988216, 0.3789802506626686, 0.6800434110281394];
        Assert.All(expected, number => Assert.Equal(number, uniform.Uniform()));
        expected = [-0.7262191382447857, -0.21119691823195985, 0.2216227015035933, 0.5227716877560146];
        Assert.All(expected, number => Assert.Equal(number, normal.Normal(), 1e-15));
        int[] order = [0, 1, 2, 3, 4, 5, 6, 7];
        new Rng(42).Shuffle<int>(order);
        Assert.Equal([7, 1, 6, 3, 5, 4, 2, 0], order);
    }

    // Bounds of five standard deviations of the mean of so many draws: 5/√100,000 of that of one draw.
    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        const int Draws = 100_000;
        var rng = new Rng(5);
        double[] uniform = [.. Enumerable.Range(0, Draws).Select(_ => rng.Uniform())];
        double[] normal = [.. Enumerable.Range(0, Draws).Select(_ => rng.Normal())];
        Assert.Equal(1 / 2.0, uniform.Average(), 0.005);
        Assert.Equal(1 / 12.0, uniform.Average(u => (u - 0.5) * (u - 0.5)), 0.002);
        Assert.Equal(0, normal.Average(), 0.016);
        Assert.Equal(1, normal.Average(n => n * n), 0.023);
        Assert.Equal(3, normal.Average(n => n * n * n * n), 0.16);
        Assert.Equal(0, normal.Zip(normal.Skip(1), (a, b) => a * b).Average(), 0.016);
        Assert.Equal(0.5, Enumerable.Range(0, Draws).Average(_ => rng.Bit()), 0.008);
        Assert.All(uniform, u => Assert.InRange(u, 0, 1 - 1e-17));
    }

    [Fact]
    public void Integers_fill_their_range_evenly_and_every_order_is_as_likely()
    {
        var rng = new Rng(6);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            int[] order = [0, 1, 2];
            rng.Shuffle<int>(order);
            counts[(2 * order[0]) + (order[1] > order[2] ? 1 : 0)]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
        Assert.Equal(7, Enumerable.Range(0, 1000).Select(_ => rng.Below(7)).Distinct().Count());
        Assert.Equal(0, rng.Below(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_bound_that_is_not_positive_is_refused(int bound) =>
        Assert.Throws<ArgumentException>(() => new Rng(1).Below(bound));
}

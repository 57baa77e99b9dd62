using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Sheaves;

public sealed class NearestSectionTests
{
    public static TheoryData<string> Names => [.. SampleSheaves.Names];

    [Theory, MemberData(nameof(Names))]
    public void It_is_the_projection_on_the_kernel_of_the_Laplacian(string name)
    {
        var sheaf = SampleSheaves.All[name];
        var state = SampleSheaves.Draw(sheaf.Layout.StateSize, 5);
        var expected = new Spectrum(SampleSheaves.Dense(sheaf).Laplacian()).NullPart(SampleSheaves.Exact(state));

        var section = sheaf.NearestSection(state);

        for (var i = 0; i < section.Length; i++)
            Assert.Equal(expected[i], section[i], 1e-5);
    }

    [Fact]
    public void On_a_path_that_copies_it_is_the_mean()
    {
        var section = SampleSheaves.Path(3, 1).NearestSection([1, 2, 6]);

        Assert.All(section, value => Assert.Equal(3, value, 1e-6));
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e-7f)]
    [InlineData(1e7f)]
    [InlineData(1e30f)]
    public void Units_of_edges_do_not_matter(float unit)
    {
        foreach (var (first, second) in new[] { (1, unit), (unit, 1), (unit, unit) })
        {
            var chain = new SheafBuilder(1, 1, 1)
                .Join(0, new[,] { { first } }, 1, new[,] { { first } })
                .Join(1, new[,] { { second } }, 2, new[,] { { second } }).Build();

            Assert.All(chain.NearestSection([20, 22, 27]), value => Assert.Equal(23, value, 1e-5));
            Assert.Equal(1, Cohomology.Of(Coboundary.Of(chain)).H0.Rows);
            Assert.Equal(1, NullSpace.Of(Coboundary.Of(chain).Normalized(), new Rng(1), most: 3).Basis.Rows);
        }
    }

    [Theory]
    [InlineData(1e-9f)]
    [InlineData(1e-5f)]
    [InlineData(1e5f)]
    [InlineData(1e9f)]
    public void Units_of_vertices_do_not_matter(float unit)
    {
        // x₀ = x₁/u and x₂ = x₁/u: the middle counts in a unit of its own.
        var chain = new SheafBuilder(1, 1, 1)
            .Join(0, new[,] { { unit } }, 1, new float[,] { { 1 } })
            .Join(1, new float[,] { { 1 } }, 2, new[,] { { unit } }).Build();

        var section = chain.NearestSection([20, 0, 28]);

        // (20 + 28) / (2 + u²), and u times as much in the middle.
        var side = 48 / (2 + ((double)unit * unit));
        Assert.Equal(side, section[0], 1e-6 * side);
        Assert.Equal(side, section[2], 1e-6 * side);
        Assert.Equal(side * unit, section[1], 1e-6 * side * unit);
    }

    [Fact]
    public void A_map_with_a_small_entry_beside_a_large_one_counts_whole()
    {
        var pair = new SheafBuilder(2, 2)
            .Join(0, new[,] { { 1, 1e-7f }, { 0, 1 } }, 1, new float[,] { { 1, 0 }, { 0, 1 } }).Build();

        var section = pair.NearestSection([1, 2, 3, 6]);

        Assert.Equal([2, 4, 2, 4], section.Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void Turns_that_add_up_around_a_ring_leave_two_dimensions_of_sections()
    {
        var sheaf = SampleSheaves.All["a ring of turns"];

        var section = sheaf.NearestSection(SampleSheaves.Draw(10, 3));

        Assert.True(section.Max(MathF.Abs) > 0.1);
        double[] lengths = [.. section.Chunk(2).Select(pair => Math.Sqrt((pair[0] * pair[0]) + (pair[1] * pair[1])))];
        Assert.All(lengths, length => Assert.Equal(lengths[0], length, 1e-5));
    }

    [Fact]
    public void Where_nothing_need_agree_every_state_is_a_section()
    {
        float[] state = [1, -2, 3, 4, 5];

        Assert.Equal(state, SampleSheaves.All["no edges"].NearestSection(state));
    }

    [Fact]
    public void A_state_of_another_size_is_refused() => Assert.Equal(
        "The state must hold 5 numbers, but is 4.",
        Assert.Throws<ArgumentException>(() => SampleSheaves.All["no edges"].NearestSection([1, 2, 3, 4])).Message);
}

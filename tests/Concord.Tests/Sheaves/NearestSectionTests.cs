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

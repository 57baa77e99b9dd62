using Concord.Sheaves;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Sheaves;

public sealed class SheafRefusalTests
{
    private static readonly float[,] One = { { 1 } };

    [Fact]
    public void A_sheaf_without_vertices_is_refused() =>
        AssertRefused("The number of vertices must be positive, but is 0.", () => new SheafBuilder().Build());

    [Fact]
    public void A_stalk_without_numbers_is_refused() =>
        AssertRefused("A vertex stalk's size must be positive, but is 0.", () => new SheafBuilder(1, 0).Build());

    [Fact]
    public void A_loop_is_refused() => AssertRefused(
        "An edge must join two different vertices, but is 1.",
        () => new SheafBuilder(1, 1).Join(1, One, 1, One).Build());

    [Fact]
    public void A_vertex_that_does_not_exist_is_refused() => AssertRefused(
        "An edge's second vertex must lie between 0 and 1, but is 2.",
        () => new SheafBuilder(1, 1).Join(0, One, 2, One));

    [Fact]
    public void A_map_that_does_not_fit_its_stalk_is_refused() => AssertRefused(
        "The map of vertex 1 must have shape [1, 2], but is [1, 1].",
        () => new SheafBuilder(1, 2).Join(0, One, 1, One));

    [Fact]
    public void Maps_into_edge_stalks_of_two_sizes_are_refused() => AssertRefused(
        "The map of vertex 1 must have shape [1, 1], but is [2, 1].",
        () => new SheafBuilder(1, 1).Join(0, One, 1, new float[,] { { 1 }, { 2 } }));

    [Fact]
    public void A_map_that_is_not_finite_is_refused() => AssertRefused(
        "The map of vertex 0 must be finite, but is not.",
        () => new SheafBuilder(1, 1).Join(0, new[,] { { float.NaN } }, 1, One));

    [Fact]
    public void A_coordinate_that_does_not_exist_is_refused() => AssertRefused(
        "A matched coordinate of vertex 1 must lie between 0 and 1, but is 2.",
        () => new SheafBuilder(1, 2).Match(0, 0, 1, 2));

    [Fact]
    public void Slots_of_two_sizes_on_one_edge_are_refused() => AssertRefused(
        "The two slots of an edge must have one size, but is 1 and 2.",
        () => new SheafLayout([1, 1], [[1], [2]], [new Joint(0, 0, 1, 0)]));

    [Fact]
    public void A_state_of_another_size_is_refused()
    {
        using var tape = new Tape();
        var sheaf = new SheafBuilder(1, 1).Join(0, One, 1, One).Build().On(tape);

        AssertRefused(
            "What the Laplacian is applied to must hold 1 states of 2 numbers, but is [3].",
            () => sheaf.Laplacian(tape.Zeros([3])));
        AssertRefused(
            "What the adjoint of the coboundary is applied to must hold 1 cochains of 1 numbers, but is [3].",
            () => sheaf.Adjoint(tape.Zeros([3])));
    }

    private static void AssertRefused(string sentence, Func<object> act) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);
}

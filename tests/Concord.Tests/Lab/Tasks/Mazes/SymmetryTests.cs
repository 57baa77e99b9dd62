using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

public sealed class SymmetryTests
{
    private static readonly byte[] Numbered = [.. Enumerable.Range(0, 15).Select(number => (byte)number)];

    [Theory]
    [InlineData(0, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 })]
    [InlineData(1, new byte[] { 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11, 0, 5, 10 })]
    [InlineData(2, new byte[] { 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 })]
    [InlineData(3, new byte[] { 10, 5, 0, 11, 6, 1, 12, 7, 2, 13, 8, 3, 14, 9, 4 })]
    [InlineData(4, new byte[] { 4, 3, 2, 1, 0, 9, 8, 7, 6, 5, 14, 13, 12, 11, 10 })]
    [InlineData(5, new byte[] { 0, 5, 10, 1, 6, 11, 2, 7, 12, 3, 8, 13, 4, 9, 14 })]
    [InlineData(6, new byte[] { 10, 11, 12, 13, 14, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4 })]
    [InlineData(7, new byte[] { 14, 9, 4, 13, 8, 3, 12, 7, 2, 11, 6, 1, 10, 5, 0 })]
    public void Each_variant_puts_the_pixels_of_a_3x5_grid_where_its_number_says(int variant, byte[] expected) =>
        Assert.Equal(expected, Turn(Numbered, GridSize.Of(3, 5), variant));

    [Fact]
    public void Two_variants_in_a_row_are_a_variant_and_each_has_its_inverse()
    {
        var size = GridSize.Of(3, 5);
        var all = Enumerable.Range(0, 8).Select(variant => Turn(Numbered, size, variant)).ToArray();
        for (var first = 0; first < 8; first++)
        {
            var between = Symmetry.Turned(size, first);
            for (var second = 0; second < 8; second++)
            {
                var both = Turn(all[first], between, second);
                var match = Assert.Single(all, grid => grid.SequenceEqual(both));
                Assert.Equal(second == Symmetry.Inverse(first), ReferenceEquals(match, all[0]));
            }
        }
    }

    [Theory]
    [InlineData(19, 19)]
    [InlineData(9, 17)]
    public void The_eight_variants_of_a_maze_differ_and_stay_solved(int height, int width)
    {
        var maze = MazeGenerator.Draw(new Rng(21), GridSize.Of(height, width), 8);
        var turned = Enumerable.Range(0, 8).Select(variant => Symmetry.Turned(maze, variant)).ToArray();

        Assert.Equal(8, turned.Select(MazeText.Print).Distinct().Count());
        Assert.Equal(maze.Tokens.ToArray(), turned[0].Tokens.ToArray());
        for (var variant = 0; variant < 8; variant++)
        {
            Assert.Equal(variant % 2 == 0 ? maze.Size : maze.Size.Transposed, turned[variant].Size);
            Assert.Equal(maze.PathSteps, turned[variant].PathSteps);
            Assert.True(Oracle.LabelsAShortestPath(turned[variant]));

            var back = Symmetry.Turned(turned[variant], Symmetry.Inverse(variant));
            Assert.Equal(maze.Tokens.ToArray(), back.Tokens.ToArray());
            Assert.Equal(maze.Labels.ToArray(), back.Labels.ToArray());
        }
    }

    [Fact]
    public void A_maze_without_a_path_turns_into_one_without_a_path() =>
        Assert.False(Symmetry.Turned(Oracle.Maze("#####", "#S#G#", "#####"), 1).IsSolvable);

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    public void A_ninth_variant_is_refused(int variant)
    {
        var sentence = $"The variant of a symmetry must lie between 0 and 7, but is {variant}.";
        var size = GridSize.Of(3, 5);

        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Turn(Numbered, size, variant)).Message);
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Symmetry.Turned(size, variant)).Message);
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Symmetry.Inverse(variant)).Message);
    }

    [Fact]
    public void A_span_of_the_wrong_length_is_refused()
    {
        var size = GridSize.Of(3, 5);

        Assert.Throws<ArgumentException>(() => Symmetry.Turn(new byte[14], size, 1, new byte[15]));
        Assert.Throws<ArgumentException>(() => Symmetry.Turn(new byte[15], size, 1, new byte[16]));
    }

    private static byte[] Turn(byte[] grid, GridSize size, int variant)
    {
        var turned = new byte[grid.Length];
        Symmetry.Turn(grid, size, variant, turned);
        return turned;
    }
}

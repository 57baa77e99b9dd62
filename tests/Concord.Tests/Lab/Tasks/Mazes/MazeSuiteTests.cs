using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

public sealed class MazeSuiteTests
{
    [Fact]
    public void The_suites_are_those_of_the_release() => Assert.Equal(
        [
            "test 19x19 18 1000", "1.5x 29x29 42 2000", "2x 37x37 36 3500", "2x_long 37x37 54 3600",
            "2xW 19x37 35 3000", "4xW 19x73 69 4000", "4x 73x73 72 5000", "4x_long 73x73 109 6000",
        ],
        MazeSuites.All.Select(suite => $"{suite.Name} {suite.Size} {suite.LeastSteps} {suite.Seed}"));

    [Fact]
    public void Every_suite_draws_mazes_of_its_size_and_length()
    {
        foreach (var suite in MazeSuites.All)
        {
            var mazes = suite.Draw(8);
            Assert.Equal(8, mazes.Count);
            Assert.All(mazes, maze => Assert.Equal(suite.Size, maze.Size));
            Assert.All(mazes, maze => Assert.InRange(maze.PathSteps, suite.LeastSteps, int.MaxValue));
        }
    }

    [Fact]
    public void The_first_mazes_do_not_depend_on_how_many_are_drawn()
    {
        var few = Text(MazeSuites.Test.Draw(3));
        var many = Text(MazeSuites.Test.Draw(40));

        Assert.Equal(few, many.Take(3));
        Assert.Equal(40, many.Distinct().Count());
    }

    [Fact]
    public void A_maze_depends_on_the_seed_and_its_index_alone()
    {
        var suite = MazeSuites.Test;
        var alone = MazeGenerator.Draw(new Rng(suite.Seed).Split(30), suite.Size, suite.LeastSteps);

        Assert.Equal(alone.Tokens.ToArray(), suite.Draw(31)[30].Tokens.ToArray());
    }

    [Fact]
    public void Repeats_are_replaced_without_changing_the_mazes_before()
    {
        var tiny = new MazeSuite("tiny", GridSize.Of(3, 5), 1, 9);
        var all = Text(tiny.Draw(6));

        Assert.Equal(6, all.Distinct().Count());
        for (var count = 1; count < 6; count++)
            Assert.Equal(all.Take(count), Text(tiny.Draw(count)));
    }

    [Fact]
    public void Another_seed_draws_other_mazes()
    {
        var usual = Text(MazeSuites.Test.Draw(5));
        var other = Text(MazeSuites.Test.Draw(5, seed: 77));

        Assert.Empty(usual.Intersect(other));
        Assert.Equal(other, Text((MazeSuites.Test with { Seed = 77 }).Draw(5)));
    }

    [Theory]
    [InlineData(0, "The number of 19x19 mazes must lie between 1 and 743588, but is 0.")]
    [InlineData(-3, "The number of 19x19 mazes must lie between 1 and 743588, but is -3.")]
    [InlineData(1_000_000, "The number of 19x19 mazes must lie between 1 and 743588, but is 1000000.")]
    public void A_wrong_count_is_refused_in_one_sentence(int count, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => MazeSuites.Test.Draw(count)).Message);

    [Fact]
    public void More_mazes_than_there_are_is_refused_in_one_sentence()
    {
        var tiny = new MazeSuite("tiny", GridSize.Of(3, 5), 1, 9);

        Assert.Equal(
            "The number of 3x5 mazes asked for must not exceed how many differ, but only 6 new ones with a path of " +
            "at least 1 steps were found.",
            Assert.Throws<ArgumentException>(() => tiny.Draw(7)).Message);
    }

    [Fact]
    public void A_suite_is_found_by_its_name_alone()
    {
        Assert.Equal(5000UL, MazeSuites.Find("4x").Seed);
        Assert.Equal(
            "The maze suite must be one of test, 1.5x, 2x, 2x_long, 2xW, 4xW, 4x, 4x_long, but is 3x.",
            Assert.Throws<ArgumentException>(() => MazeSuites.Find("3x")).Message);
    }

    private static string[] Text(IEnumerable<Maze> mazes) => [.. mazes.Select(MazeText.Print)];
}

using Concord.Lab.Tasks.Mazes;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

public sealed class MazeTrainingSetTests
{
    [Fact]
    public void The_usual_set_is_unique_and_apart_from_the_test_suite()
    {
        var set = MazeTrainingSet.Create(MazeSuites.Train);
        var indices = Enumerable.Range(0, set.Count);
        var trained = indices.Select(index => Convert.ToHexString(set.Tokens(index))).ToHashSet();
        var tested = MazeSuites.Test.Draw(1000).Select(maze => Convert.ToHexString(maze.Tokens.Span));

        Assert.Equal((10_000, GridSize.Of(19, 19)), (set.Count, set.Size));
        Assert.Equal(10_000, trained.Count);
        Assert.DoesNotContain(tested, trained.Contains);
    }

    [Fact]
    public void Even_with_the_seed_of_the_test_suite_no_test_maze_is_trained_on()
    {
        var set = MazeTrainingSet.Create(MazeSuites.Train with { Seed = MazeSuites.Test.Seed }, 50);
        var tested = MazeSuites.Test.Draw(1000).Select(maze => maze.Fingerprint).ToHashSet();

        Assert.All(Enumerable.Range(0, 50), index => Assert.DoesNotContain(set[index].Fingerprint, tested));
    }

    [Fact]
    public void Excluded_mazes_are_left_out()
    {
        var tiny = new MazeSuite("tiny", GridSize.Of(3, 5), 1, 2);
        var first = tiny.Draw(4).Select(maze => maze.Fingerprint).ToArray();
        var set = MazeTrainingSet.Create(tiny, 2, first);

        Assert.Empty(first.Intersect([set[0].Fingerprint, set[1].Fingerprint]));
        Assert.Throws<ArgumentException>(() => MazeTrainingSet.Create(tiny, 3, first));
    }

    [Fact]
    public void A_seed_means_one_set_and_longer_sets_begin_with_shorter_ones()
    {
        var few = MazeTrainingSet.Create(MazeSuites.Train, 5);
        var many = MazeTrainingSet.Create(MazeSuites.Train, 20);
        var other = MazeTrainingSet.Create(MazeSuites.Train with { Seed = 1 }, 5);

        for (var index = 0; index < 5; index++)
        {
            Assert.Equal(few.Tokens(index), many.Tokens(index));
            Assert.NotEqual(few[index].Fingerprint, other[index].Fingerprint);
        }
    }

    [Fact]
    public void Copies_are_turned_mazes()
    {
        var source = new MazeSuite("wide", GridSize.Of(5, 9), 4, 6);
        var set = MazeTrainingSet.Create(source, 3);
        byte[] tokens = new byte[45], labels = new byte[45];
        for (var variant = 0; variant < Symmetry.Count; variant++)
        {
            set.Copy(2, variant, tokens, labels);
            var turned = Symmetry.Turned(set[2], variant);

            Assert.Equal(turned.Tokens.ToArray(), tokens);
            Assert.Equal(turned.Labels.ToArray(), labels);
            Assert.True(Oracle.LabelsAShortestPath(turned));
        }
    }

    [Fact]
    public void Wrong_counts_and_indices_are_refused()
    {
        var set = MazeTrainingSet.Create(MazeSuites.Train, 2);

        Assert.Equal(
            "The index of a maze must lie between 0 and 1, but is 2.",
            Assert.Throws<ArgumentException>(() => set[2]).Message);
        Assert.Equal(
            "The number of 19x19 mazes must lie between 1 and 743588, but is 0.",
            Assert.Throws<ArgumentException>(() => MazeTrainingSet.Create(MazeSuites.Train, 0)).Message);
    }
}

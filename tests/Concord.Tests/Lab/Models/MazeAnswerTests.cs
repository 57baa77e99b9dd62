using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class MazeAnswerTests
{
    [Theory]
    [InlineData(MazeToken.Pad)]
    [InlineData(MazeToken.Wall)]
    [InlineData(MazeToken.Empty)]
    [InlineData(MazeToken.Start)]
    [InlineData(MazeToken.Goal)]
    [InlineData(MazeToken.Path)]
    public void Walls_start_and_goal_stay_whatever_the_agents_say(MazeToken said)
    {
        var maze = MazeSuites.Test.Resized(GridSize.Of(9, 9)).Draw(1, 3)[0];
        var views = new MazeViews();
        views.Read(MazeViews.LatticeOf(maze.Size), 1, maze.Tokens.Span, []);
        using var tape = new Tape();
        var logits = tape.Zeros([views.Rows, MazeViews.Features]);
        for (var i = (int)said; i < logits.Shape.Size; i += MazeViews.Kinds)
            logits.Values[i] = 100;
        var answer = new MazeAnswer();
        answer.Read(views, logits);
        Assert.Equal(
            maze.Tokens.ToArray().Select(token =>
                token == (byte)MazeToken.Empty && said == MazeToken.Path ? (byte)MazeToken.Path : token),
            answer.Grid);
    }
}

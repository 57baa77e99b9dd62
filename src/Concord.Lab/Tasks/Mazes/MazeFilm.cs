using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>Films a maze: the one that is read, or a fresh one.</summary>
internal static class MazeFilm
{
    private static readonly string[] Tokens = ["pad", "wall", "empty", "start", "goal", "path"];

    public static Film Shoot(AgentStudy<MazeViews> study, Block weights, Showing showing)
    {
        var mazes = Draw(showing);
        var maze = mazes[0];
        var views = new MazeViews();
        views.Read(MazeViews.LatticeOf(maze.Size), mazes.Count, [.. mazes.SelectMany(m => m.Tokens.ToArray())], []);
        var answer = new MazeAnswer();
        var reel = Camera<MazeViews>.Shoot(study, weights, showing, views, (logits, watch) =>
        {
            answer.Read(views, logits, watch);
            var grid = answer.Of(0, maze.Size).ToArray();
            var labels = maze.LabelsNear(grid);
            return new Frame(grid, maze.IsSolvable && MazeAnswer.Solves(grid, labels.Span), [], [], [])
            {
                Target = maze.Paths.AreSeveral ? labels.ToArray() : null,
            };
        });
        return new Film(
            $"{maze.Size} maze", maze.Size.Height, maze.Size.Width, maze.Tokens.ToArray(), maze.Labels.ToArray(),
            views.Lattice.Centres, reel.Missing, reel.Edges, reel.Frames)
        {
            Moment = reel.Moment,
            Note = maze.IsSolvable ? null : "The goal cannot be reached from the start, so there is no path to mark.",
            Tokens = Tokens,
        };
    }

    private static IReadOnlyList<Maze> Draw(Showing showing)
    {
        var suite = showing.Size == null ? MazeSuites.Test : MazeSuites.Test.Resized(GridSize.Parse(showing.Size));
        var maze = showing.Input == null
            ? suite.Draw(1, showing.Seed)[0]
            : MazeText.Parse(showing.Text, showing.Source);
        return showing.Samples == 1
            ? [maze]
            : [maze, MazeSuites.Test.Resized(maze.Size).Draw(1, showing.Seed + 1)[0]];
    }
}

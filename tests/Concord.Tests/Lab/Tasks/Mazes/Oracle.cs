using Concord.Lab.Tasks.Mazes;

namespace Concord.Tests.Lab.Tasks.Mazes;

/// <summary>What a maze must be, found in another way: by relaxing distances until nothing changes.</summary>
internal static class Oracle
{
    private static readonly (int Row, int Column)[] Sides = [(0, 1), (1, 0), (0, -1), (-1, 0)];

    /// <summary>The maze drawn in the rows given.</summary>
    public static Maze Maze(params string[] rows) => MazeText.Parse(string.Join('\n', rows), "test");

    /// <summary>Steps from the start to every pixel; -1 where it cannot be reached.</summary>
    public static int[] Distances(Maze maze)
    {
        var tokens = maze.Tokens.ToArray();
        var steps = tokens.Select(token => token == (byte)MazeToken.Start ? 0 : -1).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var pixel = 0; pixel < tokens.Length; pixel++)
            {
                if (tokens[pixel] == (byte)MazeToken.Wall)
                    continue;
                foreach (var next in Neighbours(maze.Size, pixel).Where(next => steps[next] >= 0))
                {
                    if (steps[pixel] >= 0 && steps[pixel] <= steps[next] + 1)
                        continue;
                    steps[pixel] = steps[next] + 1;
                    changed = true;
                }
            }
        }
        return steps;
    }

    /// <summary>Pixels that share a side.</summary>
    public static IEnumerable<int> Neighbours(GridSize size, int pixel) =>
        from side in Sides
        let row = (pixel / size.Width) + side.Row
        let column = (pixel % size.Width) + side.Column
        where row >= 0 && row < size.Height && column >= 0 && column < size.Width
        select (row * size.Width) + column;

    /// <summary>Whether the labels are the tokens with one shortest path drawn in: the marked pixels are as many as the
    /// distance asks for, and one of them lies at every distance between, next to the one before.</summary>
    public static bool LabelsAShortestPath(Maze maze)
    {
        var tokens = maze.Tokens.ToArray();
        var labels = maze.Labels.ToArray();
        var steps = Distances(maze);
        var goal = Array.IndexOf(tokens, (byte)MazeToken.Goal);
        if (labels.Length != tokens.Length || steps[goal] != maze.PathSteps)
            return false;

        var path = Enumerable.Range(0, labels.Length)
            .Where(pixel => labels[pixel] >= (byte)MazeToken.Start)
            .OrderBy(pixel => steps[pixel])
            .ToArray();
        var joined = path.Zip(path.Skip(1)).All(pair => Neighbours(maze.Size, pair.First).Contains(pair.Second));
        var inOrder = path.Select((pixel, index) => steps[pixel] == index).All(right => right);
        var elsewhereTheSame = Enumerable.Range(0, labels.Length).All(pixel =>
            labels[pixel] == (byte)MazeToken.Path
                ? tokens[pixel] == (byte)MazeToken.Empty
                : labels[pixel] == tokens[pixel]);
        return path.Length == maze.PathSteps + 1 && path[^1] == goal && joined && inOrder && elsewhereTheSame;
    }
}

using Concord.Lab.Tasks.Mazes;

namespace Concord.Lab.Tasks.Routes;

/// <summary>The mazes that route models train and are scored on: perfect ones, from any cell to any other.</summary>
/// <remarks>
/// As Darlow et al. 2025, "Continuous Thought Machines", draw them: start and goal are two different cells, however
/// near, and of 50,000 mazes 5,000 are held out. Here the 5,000 come on top of the 50,000.
/// </remarks>
public static class RouteSuites
{
    /// <summary>The seed of the mazes to test on.</summary>
    public const ulong TestSeed = 1000;

    /// <summary>How many mazes of the test suite training leaves out.</summary>
    public const int HeldOut = 5000;

    /// <summary>How many mazes there are to train on, unless said.</summary>
    public const int UsualCount = 50_000;

    private const ulong TrainSeed = 0;

    /// <summary>Mazes to test on, of any size.</summary>
    public static MazeSuite Test(GridSize size) => Suite("test", size, TestSeed);

    /// <summary>Mazes to train on: none of those that are held out, unturned.</summary>
    /// <exception cref="ArgumentException">There are not as many, or they would take too much memory.</exception>
    public static MazeTrainingSet Train(GridSize size, int count, Action<double>? progress = null) =>
        MazeTrainingSet.Create(
            Suite("train", size, TrainSeed), count, Test(size).Draw(HeldOut).Select(maze => maze.Fingerprint),
            progress);

    private static MazeSuite Suite(string name, GridSize size, ulong seed) =>
        new(name, size, LeastSteps: 1, seed) { AtCells = true };
}

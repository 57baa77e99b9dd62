namespace Concord.Lab.Tasks.Mazes;

/// <summary>The suites that maze models are scored on, and the one they train on.</summary>
/// <remarks>
/// Sizes, least paths and seeds are those of the Sheaf-ADMM release; the mazes are Concord's own, drawn with another
/// generator of random numbers. Scores are usually taken over the first <see cref="UsualCount"/>.
/// </remarks>
public static class MazeSuites
{
    /// <summary>How many mazes of a suite make a score.</summary>
    public const int UsualCount = 1000;

    /// <summary>What models train on: 19x19, a path of at least 18 steps, seed 0. Not in <see cref="All"/>.</summary>
    public static MazeSuite Train { get; } = Suite("train", 19, 19, 18, 0);

    /// <summary>New mazes of the training size.</summary>
    public static MazeSuite Test { get; } = Suite("test", 19, 19, 18, 1000);

    /// <summary>Every suite for scoring: the training size first, then larger ones.</summary>
    public static IReadOnlyList<MazeSuite> All { get; } =
    [
        Test,
        Suite("1.5x", 29, 29, 42, 2000),
        Suite("2x", 37, 37, 36, 3500),
        Suite("2x_long", 37, 37, 54, 3600),
        Suite("2xW", 19, 37, 35, 3000),
        Suite("4xW", 19, 73, 69, 4000),
        Suite("4x", 73, 73, 72, 5000),
        Suite("4x_long", 73, 73, 109, 6000),
    ];

    /// <summary>The suite with this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static MazeSuite Find(string name) =>
        All.FirstOrDefault(suite => suite.Name == name)
        ?? throw new ArgumentException(
            $"The maze suite must be one of {string.Join(", ", All.Select(suite => suite.Name))}, but is {name}.");

    /// <summary>The fingerprints of all mazes of this size that scores are taken over; training must not see them.
    /// </summary>
    public static IReadOnlySet<ulong> Fingerprints(GridSize size) =>
        All.Where(suite => suite.Size == size)
            .SelectMany(suite => suite.Draw(UsualCount))
            .Select(maze => maze.Fingerprint)
            .ToHashSet();

    private static MazeSuite Suite(string name, int height, int width, int leastSteps, ulong seed) =>
        new(name, GridSize.Of(height, width), leastSteps, seed);
}

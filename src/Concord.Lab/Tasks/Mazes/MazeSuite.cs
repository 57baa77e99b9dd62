using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>A named, endless list of distinct mazes of one size, the same for the same seed.</summary>
/// <remarks>
/// Maze i is drawn from the seed's stream i. Should it equal an earlier maze, the same stream draws on, so the first
/// n mazes are the same however many are asked for.
/// </remarks>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Size">Height and width of every maze.</param>
/// <param name="LeastSteps">The least number of steps from start to goal.</param>
/// <param name="Seed">Which mazes.</param>
public sealed record MazeSuite(string Name, GridSize Size, int LeastSteps, ulong Seed)
{
    // Small sizes have few mazes; after so many repeats in a row there is hardly a new one.
    private const int MostRepeats = 1000;
    private const int MostMazes = 1_000_000;
    private const int MostPixels = 1 << 28;

    /// <summary>Whether start and goal are cells; otherwise the pixels between cells will do, too.</summary>
    public bool AtCells { get; init; }

    /// <summary>A suite of another size whose least path grows or shrinks with the sides.</summary>
    public MazeSuite Resized(GridSize size) => this with
    {
        Size = size,
        LeastSteps = Math.Max(1, LeastSteps * (size.Height + size.Width) / (Size.Height + Size.Width)),
    };

    /// <summary>The first mazes of the suite.</summary>
    /// <param name="count">How many; at most a million, fewer where they are large.</param>
    /// <param name="seed">Takes the place of <see cref="Seed"/> for mazes that nobody has seen.</param>
    /// <exception cref="ArgumentException">
    /// The count is out of range, the size has fewer mazes, or no maze has a path as long as the suite asks for.
    /// </exception>
    public IReadOnlyList<Maze> Draw(int count, ulong? seed = null)
    {
        CheckCount(count);
        return [.. Distinct(seed ?? Seed, []).Take(count)];
    }

    /// <summary>Mazes without end whose fingerprints are not in <paramref name="seen"/>, which takes them in.</summary>
    internal IEnumerable<Maze> Distinct(ulong seed, HashSet<ulong> seen)
    {
        var generator = new MazeGenerator(Size, LeastSteps, AtCells);
        var seeds = new Rng(seed);
        for (var index = 0; ; index++)
        {
            var rng = seeds.Split((ulong)index);
            var maze = generator.Draw(rng);
            for (var repeats = 0; !seen.Add(maze.Fingerprint); repeats++)
            {
                if (repeats == MostRepeats)
                {
                    throw new ArgumentException(
                        $"The number of {Size} mazes asked for must not exceed how many differ, but only {index} new " +
                        $"ones with a path of at least {LeastSteps} steps were found.");
                }
                maze = generator.Draw(rng);
            }
            yield return maze;
        }
    }

    internal void CheckCount(int count) =>
        Require.Within(
            count, 1, Math.Min(MostMazes, MostPixels / Math.Max(1, Size.Pixels)), $"The number of {Size} mazes");
}
